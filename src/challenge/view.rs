//! The challenge view: one card, whose inside follows the machine's screen.

use super::{
    code_screen,
    driver::{carry_out, name},
    flow::{Call, Effect, Event, Inside, Purpose, Screen, State, step},
    recovery,
};
use crate::{
    el::{El, Flag, el},
    enrolment,
    live::Live,
    machine::{self, Act, run},
    notice::Notice,
    parts, settings,
    strings::Text,
    ui::Ui,
};
use std::rc::Rc;
use tweestap_api::{Challenge, Method, Way};

pub type Flow = machine::Flow<State, Event>;

impl Flow {
    pub fn act(self, event: Event) -> Act {
        Act::new(move |()| self.send.run(event.clone()))
    }

    /// The notice is about what was typed.
    pub fn wrong(self) -> Flag {
        self.is(|state| state.notice.as_ref().is_some_and(Notice::is_about_field))
    }
}

/// With the other ways that stand below it.
type Place = ((Screen, Option<Method>, Option<u32>), Option<Vec<Way>>);

/// `<tweestap-challenge>`.
pub fn view(ui: Ui) -> El {
    of(ui, Purpose::SignIn, Call::Open)
}

/// A code asked again, inside the settings.
pub fn prove(ui: Ui) -> El {
    of(ui, Purpose::Prove, Call::Begin(Purpose::Prove))
}

fn of(ui: Ui, purpose: Purpose, first: Call) -> El {
    let state = Live::new(State::asked_for(purpose));
    let send = run(state, step, carry_out, ui);
    let flow = Flow { ui, state, send };
    carry_out(ui, Effect::Call(first), send);
    ui.when_token_given(flow.act(Event::TokenGiven));
    let inside = state.map(|state| state.inside);
    el("div").inside(
        move || inside.get(),
        move |inside| {
            let over = ui.inside(flow.act(Event::Over));
            Some(match inside {
                // Only a sign-in comes to these: a bundle that only has things proved is without them.
                Some(Inside::Enrolment) if cfg!(any(feature = "people", feature = "admin")) => {
                    enrolment::view(over.with_later(flow.act(Event::Later)))
                }
                Some(Inside::Codes) if cfg!(feature = "people") => settings::new_codes(over),
                _ => card(flow),
            })
        },
    )
}

fn card(flow: Flow) -> El {
    let Flow { ui, state, .. } = flow;
    let place = state.map(|state| {
        let ways = state.challenge.as_ref().map(|asked| asked.ways.clone());
        (state.place(), ways)
    });
    let about: parts::About = Rc::new(move || state.with(about));
    let notice = state.map(|state| state.notice.clone());
    let shown = move |((screen, ..), _): Place| {
        let notice = parts::notice(ui, notice, about.clone());
        Some(shown(flow, screen, notice))
    };
    let card = parts::card(
        "challenge",
        move || name(place.get().0.0),
        flow.is(|state| state.doing.is_some()),
    )
    .child(el("div").inside(move || place.get(), shown));
    parts::with_slow(ui, card, flow.is(|state| state.slow))
}

fn shown(flow: Flow, screen: Screen, notice: El) -> El {
    let challenge = flow.state.peek(|state| state.challenge.clone());
    let Some(challenge) = challenge else {
        let failed = flow.is(|state| state.doing.is_none());
        let opening = parts::opening(flow.ui, notice, failed, flow.act(Event::Retry));
        return match flow.state.peek(State::may_cancel) {
            true => opening.child(way_out(flow, false)),
            false => opening,
        };
    };
    match screen {
        Screen::Code => code_screen::screen(flow, notice, &challenge),
        Screen::RecoveryCode | Screen::ResetCode => {
            recovery::typing(flow, notice, &challenge, screen)
        }
        Screen::Recovered => recovery::recovered(flow, notice, &challenge),
        Screen::Enrol => recovery::set_up_first(flow, notice, &challenge),
        _ => {
            let said = flow.ui.t(Text::ChallengePassed);
            parts::group("screen", vec![parts::lead(said).attr("role", "status")])
        }
    }
}

/// "Another way": each one in sight, because whoever needs one is stuck.
pub fn other_ways(flow: Flow, challenge: &Challenge) -> Option<El> {
    let way = |way: &Way| {
        let (text, action) = match way {
            Way::App => (Text::WayApp, "choose-app"),
            Way::Sms => (Text::WaySms, "choose-sms"),
            Way::Hardware => (Text::WayHardware, "choose-hardware"),
            Way::RecoveryCode => (Text::WayRecoveryCode, "use-recovery-code"),
            Way::ResetCode => (Text::WayResetCode, "use-reset-code"),
        };
        let choose = flow.act(Event::Choose(*way));
        el("li").child(parts::button(flow.ui.t(text), action, "link", choose))
    };
    if challenge.ways.is_empty() {
        return None;
    }
    let title = el("h3").words(flow.ui.t(Text::WaysTitle));
    let list = parts::list("ul", "", challenge.ways.iter().map(way).collect());
    Some(parts::group("other", vec![title, list]))
}

/// Whoever only wanted to change something may leave it.
pub fn way_out(flow: Flow, back: bool) -> El {
    let cancel = flow.state.peek(State::may_cancel);
    parts::ways_out(
        flow.ui,
        back.then(|| flow.act(Event::Back)),
        cancel.then(|| flow.act(Event::Cancel)),
    )
}

fn about(state: &State) -> (String, String) {
    let Some(challenge) = &state.challenge else {
        return Default::default();
    };
    let number = challenge.masked_number.clone().unwrap_or_default();
    (challenge.school.clone(), number)
}
