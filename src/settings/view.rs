//! The settings view: one card, whose inside follows the machine's screen; other views take its place while a
//! method is set up or a code is asked.

use super::{
    asking, codes,
    driver::{carry_out, name},
    flow::{Call, Effect, Event, Screen, State, Wanted, step},
    overview,
};
use crate::{
    challenge,
    el::{El, el},
    enrolment,
    live::Live,
    machine::{self, Act, run},
    parts,
    ui::Ui,
};
use std::rc::Rc;
use tweestap_api::{Method, Settings, Status};

pub type Flow = machine::Flow<State, Event>;

impl Flow {
    pub fn act(self, event: Event) -> Act {
        Act::new(move |()| self.send.run(event.clone()))
    }

    pub fn want(self, wanted: Wanted) -> Act {
        self.act(Event::Want(wanted))
    }
}

/// `<tweestap-settings>`.
pub fn view(ui: Ui) -> El {
    of(ui, State::opening(), Call::Open)
}

/// New recovery codes and nothing else, inside another view.
pub fn new_codes(ui: Ui) -> El {
    of(ui, State::new_codes(), Call::Read)
}

fn of(ui: Ui, state: State, first: Call) -> El {
    let state = Live::new(state);
    let send = run(state, step, carry_out, ui);
    let flow = Flow { ui, state, send };
    carry_out(ui, Effect::Call(first), send);
    ui.when_token_given(flow.act(Event::TokenGiven));
    let screen = state.map(State::screen);
    el("div").inside(
        move || screen.get(),
        move |screen| {
            let over = ui.inside(flow.act(Event::Over));
            Some(match screen {
                Screen::SettingUp => enrolment::begin(over, state.peek(method_wanted)),
                Screen::Proving => challenge::prove(over),
                screen => card(flow, screen),
            })
        },
    )
}

fn method_wanted(state: &State) -> Option<Method> {
    match state.wanted {
        Some(Wanted::SetUp(method)) => method,
        _ => None,
    }
}

fn card(flow: Flow, screen: Screen) -> El {
    let Flow { ui, state, .. } = flow;
    let settings = state.map(|state| state.settings.clone());
    let about = Rc::new(move || {
        let school = settings.with(|settings| settings.as_ref().map(|s| s.school.clone()));
        (school.unwrap_or_default(), String::new())
    });
    let notice = parts::notice(ui, state.map(|state| state.notice.clone()), about);
    let now = state.peek(|state| state.settings.clone());
    let inside = match (screen, now) {
        (Screen::Overview, _) => overview::screen(flow, notice, settings),
        (Screen::Password, Some(now)) => asking::password(flow, notice, &now),
        (Screen::Portal, Some(now)) => asking::at_the_portal(flow, notice, &now),
        (Screen::Consequence, Some(now)) => asking::consequence(flow, notice, &now),
        (Screen::Codes, Some(now)) => codes::screen(flow, notice, now),
        _ => {
            let failed = flow.is(|state| state.doing.is_none());
            let opening = parts::opening(ui, notice, failed, flow.act(Event::Retry));
            // What the other view can do all the same must not wait for this one.
            match state.peek(|state| state.only_codes) {
                true => opening.child(asking::way_out(flow)),
                false => opening,
            }
        }
    };
    let hook = move |read: fn(&Settings) -> String| move || settings.with(|s| s.as_ref().map(read));
    let step = name(screen);
    let card = parts::card(
        "settings",
        move || step,
        flow.is(|state| state.doing.is_some()),
    )
    .attr_with(
        "data-status",
        hook(|settings| status_code(settings.status).to_owned()),
    )
    .attr_with(
        "data-codes-left",
        hook(|settings| settings.codes_left.to_string()),
    )
    .child(inside);
    parts::with_slow(ui, card, flow.is(|state| state.slow))
}

/// The `data-status` hook.
pub const fn status_code(status: Status) -> &'static str {
    match status {
        Status::Off => "off",
        Status::Pending => "pending",
        Status::On => "on",
        Status::Suspended => "suspended",
        Status::Locked => "locked",
    }
}
