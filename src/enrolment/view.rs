//! The enrolment view: one card, whose inside follows the machine's screen.

use super::{
    confirm, done,
    driver::{carry_out, name},
    flow::{Call, Effect, Event, Screen, State, step},
    later, method, password, phone, recovery_codes, scan,
};
use crate::{
    el::{El, Flag, Words, el, words},
    live::Live,
    machine::{self, Act, run},
    notice::Notice,
    parts,
    strings::Text,
    ui::Ui,
};
use std::rc::Rc;
use tweestap_api::{Enrolment, EnrolmentAction, Method};

pub type Flow = machine::Flow<State, Event>;

impl Flow {
    /// A button's act.
    pub fn act(self, event: Event) -> Act {
        Act::new(move |()| self.send.run(event.clone()))
    }

    /// As it is when the screen is built.
    pub fn enrolment(self) -> Option<Enrolment> {
        self.state.peek(|state| state.enrolment.clone())
    }

    pub fn school(self) -> String {
        self.enrolment()
            .map(|enrolment| enrolment.school)
            .unwrap_or_default()
    }

    /// The notice is about what was typed.
    pub fn wrong(self) -> Flag {
        self.is(|state| state.notice.as_ref().is_some_and(Notice::is_about_field))
    }

    /// What the person's own number is now.
    pub fn number(self) -> String {
        self.state.with(about).1
    }

    pub fn t(self, text: Text) -> Words {
        self.ui.t(text)
    }

    pub fn with_school(self, text: Text) -> Words {
        let school = self.school();
        words(move || self.ui.say_with(text, "school", &school))
    }

    /// Back and cancel, where the back end accepts them.
    pub fn ways_out(self) -> El {
        let back = (self.may(EnrolmentAction::Back) && !self.is_first_of_change())
            .then(|| self.act(Event::Back));
        parts::ways_out(self.ui, back, self.cancel())
    }

    /// Where "back" has a name of its own.
    pub fn way_out(self) -> El {
        parts::ways_out(self.ui, None, self.cancel())
    }

    fn cancel(self) -> Option<Act> {
        let first = self.state.peek(State::screen) == Screen::Method;
        // Nothing else is open to someone who must set it up.
        let must = self
            .enrolment()
            .is_some_and(|enrolment| enrolment.required && !enrolment.change);
        let may = (first && !must) || self.may(EnrolmentAction::Cancel);
        may.then(|| self.act(Event::Cancel))
    }

    /// The method was chosen in the settings: there is nothing before it.
    fn is_first_of_change(self) -> bool {
        let change = self.enrolment().is_some_and(|enrolment| enrolment.change);
        let screen = self.state.peek(State::screen);
        change && matches!(screen, Screen::Password | Screen::Phone | Screen::Scan)
    }

    fn may(self, action: EnrolmentAction) -> bool {
        self.enrolment()
            .is_some_and(|enrolment| enrolment.actions.contains(&action))
    }
}

/// `<tweestap-enrolment>`, or the same inside the settings.
pub fn view(ui: Ui) -> El {
    begin(ui, None)
}

/// With a method that was chosen before.
pub fn begin(ui: Ui, method: Option<Method>) -> El {
    let state = Live::new(State::opening());
    let send = run(state, step, carry_out, ui);
    let flow = Flow { ui, state, send };
    let first = method.map_or(Call::Open, Call::Begin);
    carry_out(ui, Effect::Call(first), send);
    ui.when_token_given(flow.act(Event::TokenGiven));

    let screen = state.map(State::screen);
    let about: parts::About = Rc::new(move || state.with(about));
    let notice = state.map(|state| state.notice.clone());
    // Another enrolment at the same step has another key.
    let place = state.map(|state| {
        let id = state
            .enrolment
            .as_ref()
            .and_then(|enrolment| enrolment.id.clone());
        (state.screen(), id)
    });
    let shown = move |(screen, _)| {
        let notice = parts::notice(ui, notice, about.clone());
        Some(shown(flow, screen, notice))
    };
    let card = parts::card(
        "enrolment",
        move || name(screen.get()),
        flow.is(|state| state.doing.is_some()),
    )
    .child(parts::progress(ui, Rc::new(move || state.with(position))))
    .child(later::banner(flow))
    .child(el("div").inside(move || place.get(), shown));
    parts::with_slow(ui, card, flow.is(|state| state.slow))
}

fn shown(flow: Flow, screen: Screen, notice: El) -> El {
    match screen {
        Screen::Opening => {
            let failed = flow.is(|state| state.doing.is_none());
            parts::opening(flow.ui, notice, failed, flow.act(Event::Retry))
        }
        Screen::Method => method::screen(flow, notice),
        Screen::Password => password::screen(flow, notice),
        Screen::Portal => password::at_the_portal(flow, notice),
        Screen::Phone => phone::screen(flow, notice),
        Screen::Scan => scan::screen(flow, notice),
        Screen::Confirm => confirm::screen(flow, notice),
        Screen::RecoveryCodes => recovery_codes::screen(flow, notice),
        Screen::Done => done::screen(flow, notice),
        Screen::NotNeeded => done::not_needed(flow, notice),
    }
}

fn about(state: &State) -> (String, String) {
    let Some(enrolment) = &state.enrolment else {
        return Default::default();
    };
    let number = enrolment.sms.as_ref().map(|sms| sms.number.clone());
    (enrolment.school.clone(), number.unwrap_or_default())
}

/// Which step of how many; (0, 0) shows nothing.
fn position(state: &State) -> (u32, u32) {
    let Some(enrolment) = &state.enrolment else {
        return (0, 0);
    };
    let password = u32::from(enrolment.with_password);
    let sms = u32::from(enrolment.method == Some(Method::Sms));
    // A method that is added or replaced was chosen before it began.
    let method = u32::from(!enrolment.change);
    let total = 1 + method + password + sms + u32::from(enrolment.with_codes);
    let position = match state.screen() {
        // Done is no step: it is where the steps lead.
        Screen::Opening | Screen::Done | Screen::NotNeeded => return (0, 0),
        Screen::Method => 1,
        Screen::Password | Screen::Portal => 1 + method,
        Screen::Phone | Screen::Scan => 1 + method + password,
        Screen::Confirm => 2 + method + password,
        Screen::RecoveryCodes => total,
    };
    (position, total)
}
