//! The password view: one card, whose inside follows the machine's screen; the challenge takes its place while a code is
//! asked.

use super::{
    address, choosing,
    driver::{carry_out, name},
    flow::{Behind, Effect, Event, Field, Screen, State, Way, step},
    forgotten, refusals,
};
use crate::{
    challenge,
    el::{El, Flag, Words, el, words},
    live::Live,
    machine::{self, Act, run},
    parts,
    strings::Text,
    ui::Ui,
};
use std::rc::Rc;
use tweestap_api::PasswordRules;

pub type Flow = machine::Flow<State, Event>;

impl Flow {
    pub fn act(self, event: Event) -> Act {
        Act::new(move |()| self.send.run(event.clone()))
    }

    /// As they are when the screen is built.
    pub fn rules(self) -> Option<PasswordRules> {
        let opened = self.state.peek(|state| state.opened.clone());
        opened.map(|opened| opened.rules)
    }

    /// The refusal is about this field.
    pub fn wrong(self, field: Field) -> Flag {
        Rc::new(move || self.state.with(|state| is_about(state, field)))
    }

    pub fn with_school(self, text: Text) -> Words {
        let school = self.rules().map(|rules| rules.school).unwrap_or_default();
        words(move || self.ui.say_with(text, "school", &school))
    }

    /// Whom to ask.
    pub fn whom_to_ask(self) -> El {
        let help = self.rules().map(|rules| rules.help).unwrap_or_default();
        let said = words(move || match help.is_empty() {
            true => self.ui.say(Text::PasswordAskSchool),
            false => self.ui.say_with(Text::PasswordAsk, "help", &help),
        });
        parts::paragraph("", said)
    }

    /// The way back to where one signs in.
    pub fn way_back(self) -> El {
        let back = self.act(Event::Leave);
        let back = parts::button(self.ui.t(Text::PasswordBack), "back", "link", back);
        parts::group("ways", vec![back])
    }
}

fn is_about(state: &State, field: Field) -> bool {
    let about = state.notice.as_ref();
    about.and_then(|notice| refusals::field_of(notice.code)) == Some(field)
}

/// `<tweestap-password>`.
pub fn view(ui: Ui) -> El {
    let first = State::opening(way(ui));
    let (signed_in, call) = (first.way == Way::Change, first.first_call());
    let state = Live::new(first);
    let send = run(state, step, carry_out, ui);
    let flow = Flow { ui, state, send };
    carry_out(ui, Effect::Call(call), send);
    match signed_in {
        true => ui.when_token_given(flow.act(Event::TokenGiven)),
        false => {
            let moved = Act::new(move |()| send.run(Event::Moved(address::behind())));
            address::when_moved(moved);
        }
    }
    let screen = state.map(State::screen);
    el("div").inside(
        move || screen.get(),
        move |screen| {
            Some(match screen {
                Screen::Proving => challenge::prove(ui.inside(flow.act(Event::Over))),
                screen => card(flow, screen),
            })
        },
    )
}

/// A school and nobody's token: the password is forgotten, or a link was followed.
fn way(ui: Ui) -> Way {
    let signed_out = ui.attribute("school").is_some() && ui.attribute("token-url").is_none();
    match signed_out {
        false => Way::Change,
        true => match address::behind() {
            Behind::Token(token) => Way::Link(token),
            Behind::Nothing | Behind::Other => Way::Forgotten,
        },
    }
}

fn card(flow: Flow, screen: Screen) -> El {
    let Flow { ui, state, .. } = flow;
    let opened = state.map(|state| state.opened.clone());
    let about = Rc::new(move || {
        let school = opened.with(|opened| opened.as_ref().map(|one| one.rules.school.clone()));
        (school.unwrap_or_default(), String::new())
    });
    let notice = parts::notice(ui, state.map(|state| state.notice.clone()), about);
    let inside = match screen {
        Screen::Forgotten => forgotten::form(flow, notice),
        Screen::Sent => forgotten::sent(flow, notice),
        Screen::NewPassword => choosing::by_link(flow, notice),
        Screen::Change => choosing::known(flow, notice),
        Screen::LinkInvalid => choosing::invalid(flow, notice),
        Screen::Saved => choosing::saved(flow, notice),
        Screen::NotOffered => forgotten::not_offered(flow, notice),
        Screen::Opening | Screen::Proving => {
            let failed = flow.is(|state| state.doing.is_none());
            parts::opening(ui, notice, failed, flow.act(Event::Retry))
        }
    };
    let step = name(screen);
    let busy = flow.is(|state| state.doing.is_some());
    let card = parts::card("password", move || step, busy).child(inside);
    parts::with_slow(ui, card, flow.is(|state| state.slow))
}
