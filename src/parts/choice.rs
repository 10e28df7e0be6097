//! How long a device is remembered: a radio each, with its end in words.

use super::paragraph;
use crate::{
    el::{El, el, words},
    live::Live,
    strings::{Text, fill},
    time,
    ui::Ui,
};
use tweestap_api::{RememberChoice, RememberDuration};

/// What the person has chosen here, saved or not.
pub type Chosen = Live<Option<RememberDuration>>;

/// What is meant now: the person's own choice while it is still offered, or what is saved.
pub fn chosen_of(choice: &RememberChoice, chosen: Chosen) -> RememberDuration {
    let own = chosen.peek(|chosen| *chosen);
    own.filter(|own| choice.offered.contains(own))
        .unwrap_or(choice.duration)
}

/// `chosen` follows the person's choice; nothing yet is the saved duration. `from`: remembering begins now (Unix
/// seconds at the server), and each choice says when it ends.
pub fn remember_choice(
    ui: Ui,
    legend: Text,
    hint: Text,
    choice: &RememberChoice,
    from: Option<i64>,
    chosen: Chosen,
) -> El {
    let start = chosen_of(choice, chosen);
    let options = choice
        .offered
        .iter()
        .map(|duration| option(ui, *duration, from, start, chosen));
    el("fieldset")
        .attr("aria-describedby", "remember-hint")
        .child(el("legend").child(el("h3").words(ui.t(legend))))
        .child(paragraph("hint", ui.t(hint)).attr("id", "remember-hint"))
        .children(options.collect())
}

fn option(
    ui: Ui,
    duration: RememberDuration,
    from: Option<i64>,
    start: RememberDuration,
    chosen: Chosen,
) -> El {
    let radio = el("input")
        .attr("type", "radio")
        .attr("name", "duration")
        .attr("data-field", "duration")
        .attr("value", duration.code())
        .on("change", move |_| chosen.set(Some(duration)));
    // The person's own clicks are the element's business; only the start is set here.
    let radio = match start == duration {
        true => radio.attr("checked", ""),
        false => radio,
    };
    let end = words(move || from.map(|now| end(ui, duration, now)).unwrap_or_default());
    let label = el("span")
        .child(el("span").words(ui.t(name(duration))))
        .child(el("small").words(end));
    el("label").class("option").children(vec![radio, label])
}

pub fn name(duration: RememberDuration) -> Text {
    match duration {
        RememberDuration::AlwaysAsk => Text::AlwaysAsk,
        RememberDuration::TwelveHours => Text::TwelveHours,
        RememberDuration::ThreeDays => Text::ThreeDays,
        RememberDuration::OneWeek => Text::OneWeek,
    }
}

/// "tot maandag 08:00 uur", on the server's clock; empty when nothing is remembered.
pub fn end(ui: Ui, duration: RememberDuration, server_time: i64) -> String {
    if duration == RememberDuration::AlwaysAsk {
        return String::new();
    }
    let end = server_time + duration.seconds();
    let moment = time::moment(&ui.language(), end, server_time);
    fill(ui.say(Text::Until), "time", &moment)
}
