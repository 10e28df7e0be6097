//! The code of the app, a text message or a hardware token.

use super::{
    flow::{Event, State},
    view::{Flow, other_ways, way_out},
};
use crate::{
    el::{El, Field, el, words},
    machine::Act,
    parts,
    strings::Text,
    ui::Ui,
};
use tweestap_api::{Challenge, Method, RememberDuration};

pub fn screen(flow: Flow, notice: El, challenge: &Challenge) -> El {
    let Flow { ui, state, send } = flow;
    let sign_in = state.peek(State::is_sign_in);
    let (field, tick) = (Field::default(), Field::default());
    let label = match challenge.digits {
        Some(8) => Text::CodeLabelEight,
        _ => Text::CodeLabel,
    };
    let mut fields = vec![parts::code_field(ui, label, &field, flow.wrong())];
    if sign_in && !challenge.remember.unavailable {
        fields.push(remember_tick(ui, &tick, challenge));
    }
    fields.push(parts::submit(ui.t(send_words(sign_in)), "verify"));
    let submit = Act::new(move |()| {
        let remember = tick.get().is_some_and(|tick| tick.checked());
        send.run(Event::Submit(parts::typed(&field), remember));
    });
    let lead = match challenge.method {
        Some(Method::Sms) => {
            let number = challenge.masked_number.clone().unwrap_or_default();
            // Nothing is on its way when the gateway did not take it.
            let text = match challenge.resend_at {
                Some(at) if at > challenge.server_time => Text::ChallengeLeadSms,
                _ => Text::ChallengeLeadSmsTo,
            };
            words(move || ui.say_with(text, "number", &number))
        }
        Some(Method::Hardware) => ui.t(Text::ChallengeLeadHardware),
        _ => ui.t(Text::ChallengeLeadApp),
    };
    let more = match challenge.method {
        Some(Method::Sms) => Some(resend(flow)),
        Some(Method::Hardware) => None,
        _ => Some(parts::clock_help(ui, challenge.school.clone())),
    };
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::ChallengeTitle)),
            parts::lead(lead),
            notice,
            parts::form(submit, fields),
        ],
    )
    .maybe(more)
    .maybe(other_ways(flow, challenge))
    .child(way_out(flow, false))
}

pub fn send_words(sign_in: bool) -> Text {
    match sign_in {
        true => Text::ChallengeVerify,
        false => Text::Continue,
    }
}

/// A new countdown begins when the back end names another moment.
fn resend(flow: Flow) -> El {
    let resend_at = flow.state.map(resend_at);
    let again = flow.act(Event::Resend);
    el("div").inside(
        move || resend_at.get(),
        move |(at, now)| Some(parts::resend(flow.ui, at - now, again)),
    )
}

fn resend_at(state: &State) -> (i64, i64) {
    let Some(challenge) = &state.challenge else {
        return (0, 0);
    };
    (challenge.resend_at.unwrap_or(0), challenge.server_time)
}

/// A tick with its end in words; where nothing is remembered, where to change that.
fn remember_tick(ui: Ui, tick: &Field, challenge: &Challenge) -> El {
    let (duration, now) = (challenge.remember.duration, challenge.server_time);
    if duration == RememberDuration::AlwaysAsk {
        return parts::paragraph("hint", ui.t(Text::ChallengeRememberAlways));
    }
    let end = words(move || {
        let long = ui.say(parts::duration_name(duration));
        let comma = match ui.direction() {
            "rtl" => "، ",
            _ => ", ",
        };
        [long, parts::end(ui, duration, now)].join(comma)
    });
    let input = el("input")
        .field(tick)
        .attr("type", "checkbox")
        .attr("data-field", "remember");
    let label = el("span")
        .child(el("span").words(ui.t(Text::ChallengeRemember)))
        .child(el("small").words(end));
    el("label").class("option").children(vec![input, label])
}
