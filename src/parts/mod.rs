//! What several views are made of.

mod choice;
mod field;
mod icon;
mod later;
mod notice;
mod qr;
mod resend;

pub use choice::{Chosen, chosen_of, end, name as duration_name, remember_choice};
pub use field::{
    DESCRIBED, code_field, password_field, phone_field, recovery_field, small_field, typed,
};
#[cfg(feature = "admin")]
pub use icon::drawing;
pub use icon::{Icon, icon};
pub use later::later;
#[cfg(feature = "admin")]
pub use notice::notice_as;
pub use notice::{About, clock_help, notice};
pub use qr::qr;
pub use resend::resend;

use crate::{
    el::{El, Flag, Words, el, words},
    machine::Act,
    strings::{Text, fill},
    ui::Ui,
};
use std::rc::Rc;

/// What the screen is for; takes the focus when the screen appears, and says with it which step this is and
/// what has just been done.
pub fn heading(words: Words) -> El {
    el("h2")
        .attr("tabindex", "-1")
        .attr("aria-describedby", "progress said")
        .words(words)
}

/// `ol` or `ul`, drawn without marks: Safari takes such a list for none unless it says so.
pub fn list(tag: &'static str, class: &'static str, items: Vec<El>) -> El {
    el(tag).class(class).attr("role", "list").children(items)
}

pub fn lead(words: Words) -> El {
    paragraph("lead", words).attr("id", "lead")
}

pub fn paragraph(class: &'static str, words: Words) -> El {
    el("p").class(class).words(words)
}

/// `style`: `button primary`, `button`, `link`. Outside a form, or beside its submit button.
pub fn button(words: Words, action: &'static str, style: &'static str, act: Act) -> El {
    plain_button(action, style, act).words(words)
}

pub fn icon_button(drawing: Icon, words: Words, action: &'static str, act: Act) -> El {
    let label = el("span").words(words);
    plain_button(action, "button", act).children(vec![icon(drawing), label])
}

pub fn plain_button(action: &'static str, style: &'static str, act: Act) -> El {
    el("button")
        .class(style)
        .attr("type", "button")
        .attr("data-action", action)
        .on_click(act)
}

/// The one primary button of a form.
pub fn submit(words: Words, action: &'static str) -> El {
    el("button")
        .class("button primary")
        .attr("type", "submit")
        .attr("data-action", action)
        .words(words)
}

/// A form that never leaves the page.
pub fn form(act: Act, children: Vec<El>) -> El {
    el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            act.run(());
        })
        .children(children)
}

/// A fold-out.
pub fn fold(words: Words, action: &'static str, children: Vec<El>) -> El {
    let summary = el("summary").attr("data-action", action).words(words);
    el("details").children(vec![summary, group("folded", children)])
}

pub fn group(class: &'static str, children: Vec<El>) -> El {
    el("div").class(class).children(children)
}

/// The way back at the lower left, the way out at the lower right.
pub fn ways_out(ui: Ui, back: Option<Act>, cancel: Option<Act>) -> El {
    let way = |text: Text, action, act: Act| button(ui.t(text), action, "link", act);
    let children = [
        back.map(|act| way(Text::Back, "back", act)),
        cancel.map(|act| way(Text::Cancel, "cancel", act)),
    ];
    group("ways", children.into_iter().flatten().collect())
}

/// Grey shapes until the first answer; when it did not come, a way to ask again.
pub fn opening(ui: Ui, notice: El, failed: Flag, retry: Act) -> El {
    let inside = el("div").inside(
        move || failed(),
        move |failed| {
            Some(match failed {
                false => skeleton(ui),
                true => button(ui.t(Text::Retry), "retry", "button primary", retry),
            })
        },
    );
    group("screen", vec![notice, inside])
}

fn skeleton(ui: Ui) -> El {
    let bones =
        ["bone title", "bone line", "bone box", "bone box"].map(|bone| el("div").class(bone));
    group("skeleton", vec![paragraph("hidden", ui.t(Text::Loading))]).children(bones.into())
}

/// In words and as a quiet bar: the step, and of how many; (0, 0) shows nothing.
pub fn progress(ui: Ui, position: Rc<dyn Fn() -> (u32, u32)>) -> El {
    let [again, once_more] = [position.clone(), position.clone()];
    let said = words(move || {
        let (n, total) = position();
        // A heading says it even while it is hidden.
        if n == 0 {
            return String::new();
        }
        let said = ui.say_with(Text::StepOf, "n", &n.to_string());
        fill(said, "total", &total.to_string())
    });
    let filled = move || {
        let (n, total) = again();
        Some(["width-", &(n * 12 / total.max(1)).to_string()].concat())
    };
    let bar = el("div")
        .class("bar")
        .attr("aria-hidden", "true")
        .child(el("i").attr_with("class", filled));
    group(
        "progress",
        vec![el("p").attr("id", "progress").words(said), bar],
    )
    .attr_if("hidden", "", Rc::new(move || once_more().0 == 0))
}

/// A card, and below it what is said when something takes more than three seconds. Not inside: what is
/// in a busy element is not announced.
pub fn with_slow(ui: Ui, card: El, slow: Flag) -> El {
    let said = words(move || match slow() {
        true => ui.say(Text::Slow),
        false => String::new(),
    });
    let slow = paragraph("slow", said).attr("role", "status");
    el("div").children(vec![card, slow])
}

/// The card around every screen. `step` is the `data-step` hook.
pub fn card(view: &'static str, step: impl Fn() -> &'static str + 'static, busy: Flag) -> El {
    el("div")
        .class("card")
        .attr("data-view", view)
        .attr_with("data-step", move || Some(step().to_owned()))
        .attr_if("aria-busy", "true", busy)
}
