//! The sentence above the control, announced when it appears.

use super::{Icon, fold, group, icon, paragraph};
use crate::{
    el::{El, el, words},
    live::Live,
    notice::{Help, Notice, Tone},
    strings::{Text, fill},
    ui::Ui,
};
use std::rc::Rc;

/// The school and the number, for the sentences.
pub type About = Rc<dyn Fn() -> (String, String)>;

/// Room for one notice. An alert is announced when it appears; a status only where its region was there
/// before. A heading is described by it, for those that come together with a new screen.
pub fn notice(ui: Ui, current: Live<Option<Notice>>, about: About) -> El {
    notice_as(ui, current, about, ["notice", "said"])
}

/// Under other ids: beside a view that stands in its place for a while.
pub fn notice_as(
    ui: Ui,
    current: Live<Option<Notice>>,
    about: About,
    [whole, status]: [&'static str; 2],
) -> El {
    let room = move |tone, about: About| {
        el("div").inside(
            move || current.get().filter(|notice| notice.tone == tone),
            move |notice| notice.map(|notice| said(ui, notice, about.clone())),
        )
    };
    let good = room(Tone::Good, about.clone())
        .attr("id", status)
        .attr("role", "status");
    let error = room(Tone::Error, about);
    group("room", vec![good, error]).attr("id", whole)
}

fn said(ui: Ui, notice: Notice, about: About) -> El {
    let (class, drawing) = match notice.tone {
        Tone::Error => ("notice error", Icon::Warning),
        Tone::Good => ("notice good", Icon::Good),
    };
    let (code, tone, help) = (notice.code, notice.tone, notice.help);
    let sentence = el("p").words(words(move || sentence(ui, &notice, &about())));
    let more = match help {
        Help::None => None,
        Help::Clock => Some(clock_steps(ui)),
        Help::AskSchool => Some(paragraph("", ui.t(Text::ErrorTooManyHelp))),
    };
    let room = group(
        class,
        vec![icon(drawing), el("div").child(sentence).maybe(more)],
    );
    match tone {
        Tone::Error => room.attr("role", "alert").attr("data-error", code),
        Tone::Good => room,
    }
}

fn sentence(ui: Ui, notice: &Notice, (school, number): &(String, String)) -> String {
    let span = ui.span(notice.amount);
    let mut said = ui.say(notice.text);
    for (name, value) in [
        ("n", notice.amount.to_string().as_str()),
        ("time", &span),
        ("wait", &span),
        ("school", school),
        ("number", number),
    ] {
        said = fill(said, name, value);
    }
    // Before that, the number would only frighten.
    let left = match notice.attempts_left {
        Some(1) => ui.say(Text::ErrorAttemptsOne),
        Some(n @ 2..=5) => ui.say_with(Text::ErrorAttemptsLeft, "n", &n.to_string()),
        _ => return said,
    };
    [said, left].join(" ")
}

/// Fold-out: "my code is refused".
pub fn clock_help(ui: Ui, school: String) -> El {
    let entry = words(move || ui.say_with(Text::HelpEntry, "school", &school));
    fold(
        ui.t(Text::HelpClockTitle),
        "help-clock",
        vec![
            paragraph("", ui.t(Text::HelpClock)),
            clock_steps(ui),
            paragraph("", entry),
        ],
    )
}

fn clock_steps(ui: Ui) -> El {
    let steps = [Text::HelpAndroid, Text::HelpIphone, Text::HelpNextCode];
    el("ul")
        .class("steps")
        .children(steps.map(|step| el("li").words(ui.t(step))).into())
}
