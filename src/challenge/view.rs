//! The challenge view.

use super::{
    driver::carry_out,
    flow::{Call, Effect, Event, Screen, State, step},
};
use crate::{
    el::{El, Field, el, words},
    live::Live,
    machine::{self, Act, run},
    notice::Notice,
    parts,
    strings::Text,
    ui::Ui,
};
use std::rc::Rc;
use tweestap_api::{Challenge, Method, RememberDuration};

type Flow = machine::Flow<State, Event>;

/// `<tweestap-challenge>`.
pub fn view(ui: Ui) -> El {
    let state = Live::new(State::opening());
    let send = run(state, step, carry_out, ui);
    let flow = Flow { ui, state, send };
    carry_out(ui, Effect::Call(Call::Open), send);
    ui.when_token_given(Act::new(move |()| send.run(Event::TokenGiven)));

    let screen = state.map(State::screen);
    let about: parts::About = Rc::new(move || state.with(about));
    let notice = state.map(|state| state.notice.clone());
    let name = move || match screen.get() {
        Screen::Opening => "opening",
        Screen::Code => "code",
        Screen::Passed => "passed",
    };
    let shown = move |screen| {
        let notice = parts::notice(ui, notice, about.clone());
        Some(shown(flow, screen, notice))
    };
    parts::card("challenge", name, flow.is(|state| state.doing.is_some()))
        .child(el("div").inside(move || screen.get(), shown))
        .child(parts::slow(ui, flow.is(|state| state.slow)))
}

fn shown(flow: Flow, screen: Screen, notice: El) -> El {
    let challenge = flow.state.peek(|state| state.challenge.clone());
    match (screen, challenge) {
        (Screen::Code, Some(challenge)) => code(flow, notice, &challenge),
        (Screen::Passed, _) => {
            let said = flow.ui.t(Text::ChallengePassed);
            parts::group("screen", vec![parts::lead(said).attr("role", "status")])
        }
        _ => {
            let failed = flow.is(|state| state.doing.is_none());
            let retry = Act::new(move |()| flow.send.run(Event::Retry));
            parts::opening(flow.ui, notice, failed, retry)
        }
    }
}

fn code(flow: Flow, notice: El, challenge: &Challenge) -> El {
    let Flow { ui, state, send } = flow;
    let (field, tick) = (Field::default(), Field::default());
    let wrong = flow.is(|state| state.notice.as_ref().is_some_and(Notice::is_about_field));
    let fields = vec![
        parts::code_field(ui, &field, wrong),
        remember_tick(ui, &tick, challenge),
        parts::submit(ui.t(Text::ChallengeVerify), "verify"),
    ];
    let submit = Act::new(move |()| {
        let remember = tick.get().is_some_and(|tick| tick.checked());
        send.run(Event::Submit(parts::typed(&field), remember));
    });
    let sms = challenge.method == Some(Method::Sms);
    let lead = words(move || match sms {
        true => ui.say_with(Text::ChallengeLeadSms, "number", &state.with(about).1),
        false => ui.say(Text::ChallengeLeadApp),
    });
    let more = match sms {
        true => resend(flow),
        false => parts::clock_help(ui, challenge.school.clone()),
    };
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::ChallengeTitle)),
            parts::lead(lead),
            notice,
            parts::form(submit, fields),
            more,
        ],
    )
}

/// A new countdown begins when the back end names another moment.
fn resend(flow: Flow) -> El {
    let resend_at = flow.state.map(resend_at);
    let again = Act::new(move |()| flow.send.run(Event::Resend));
    el("div").inside(
        move || resend_at.get(),
        move |(at, now)| Some(parts::resend(flow.ui, at - now, again)),
    )
}

/// A tick with its end in words; where nothing is remembered, where to change that.
fn remember_tick(ui: Ui, tick: &Field, challenge: &Challenge) -> El {
    let (duration, now) = (challenge.remember.duration, challenge.server_time);
    if duration == RememberDuration::AlwaysAsk {
        return parts::paragraph("hint", ui.t(Text::ChallengeRememberAlways));
    }
    let end = words(move || {
        let long = ui.say(parts::duration_name(duration));
        [long, parts::end(ui, duration, now)].join(", ")
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

fn about(state: &State) -> (String, String) {
    let Some(challenge) = &state.challenge else {
        return Default::default();
    };
    let number = challenge.masked_number.clone().unwrap_or_default();
    (challenge.school.clone(), number)
}

fn resend_at(state: &State) -> (i64, i64) {
    let Some(challenge) = &state.challenge else {
        return (0, 0);
    };
    (challenge.resend_at.unwrap_or(0), challenge.server_time)
}
