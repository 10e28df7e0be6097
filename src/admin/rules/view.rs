//! The section of the rules: what is inside follows the machine's screen.

use super::{
    driver::{carry_out, name},
    flow::{Call, Effect, Event, Screen, State, step},
    form, password, preview,
};
use crate::{
    admin::Desk,
    el::{El, Flag, el},
    live::Live,
    machine::{Act, Sender, run},
    parts,
};
use std::rc::Rc;
use tweestap_api::PolicyFile;

/// What every screen of the rules gets.
#[derive(Clone, Copy)]
pub struct Rules {
    pub desk: Desk,
    pub state: Live<State>,
    pub send: Sender<Event>,
}

impl Rules {
    pub fn act(self, event: Event) -> Act {
        Act::new(move |()| self.send.run(event.clone()))
    }

    /// Something about the state, followed.
    pub fn is(self, so: fn(&State) -> bool) -> Flag {
        Rc::new(move || self.state.with(so))
    }

    /// As it is when the screen is built.
    pub fn file(self) -> Option<PolicyFile> {
        self.state.peek(|state| state.file.clone())
    }

    pub fn way_back(self) -> El {
        parts::ways_out(self.desk.ui, Some(self.act(Event::Back)), None)
    }
}

/// The section "rules" of the desk.
pub fn view(desk: Desk) -> El {
    let state = Live::new(State::opening());
    let send = run(state, step, carry_out, desk);
    let rules = Rules { desk, state, send };
    desk.step(name(Screen::Rules));
    carry_out(desk, Effect::Call(Call::Read), send);
    desk.when_back(rules.act(Event::Returned));
    let notice = state.map(|state| state.notice.clone());
    let screen = state.map(State::screen);
    let inside = el("div").inside(
        move || screen.get(),
        move |screen| {
            let notice = desk.notice(notice);
            Some(match screen {
                Screen::Opening => {
                    let failed = rules.is(|state| state.doing.is_none());
                    parts::opening(desk.ui, notice, failed, rules.act(Event::Retry))
                }
                Screen::Rules => form::screen(rules, notice),
                Screen::Preview | Screen::Activate | Screen::Deactivate => {
                    preview::screen(rules, notice, screen)
                }
                Screen::Password => password::screen(rules, notice),
                Screen::Portal => password::at_the_portal(rules, notice),
            })
        },
    );
    let busy = rules.is(|state| state.doing.is_some());
    desk.frame(busy, rules.is(|state| state.slow), inside)
}
