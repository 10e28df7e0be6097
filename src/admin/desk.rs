//! `<tweestap-admin>`: one card with a navigation and the section in sight. A code that is asked in between stands in
//! the place of all that, which is hidden and not taken away: nothing typed is lost.

use super::{
    sections::sections,
    shell::{Effect, Event, Inside, Section, State, step},
};
use crate::{
    challenge,
    client::{Answer, Ask, state_of},
    el::{El, Flag, Words, el},
    enrolment,
    failure::Failure,
    live::{Keep, Live, follow},
    machine::{Act, Sender, run},
    notice::Notice,
    parts,
    ui::Ui,
};
use serde::de::DeserializeOwned;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use tweestap_api::{Administration, Enrolment, EnrolmentStep, routes};

/// The `data-step` hook as long as there is no screen.
pub const OPENING: &str = "opening";

/// What every section gets. Copy, so that every screen can hold it.
#[derive(Clone, Copy)]
pub struct Desk {
    pub ui: Ui,
    /// Follows; there as soon as a section is.
    pub about: Live<Option<Administration>>,
    state: Live<State>,
    send: Sender<Event>,
    /// The `data-step` hook of the card.
    step: Live<&'static str>,
    /// The same of the people, also while another section is in sight.
    step_of_people: Live<&'static str>,
    busy: Live<bool>,
    slow: Live<bool>,
    /// What is sent by the section in sight would be told nowhere if that went: no other one comes before its answer.
    pub held: Live<bool>,
    waiting: Keep<RefCell<Vec<Waiting>>>,
}

/// Asked once, and refused for want of a code.
struct Waiting {
    ask: Ask,
    then: Then,
}

type Then = Box<dyn FnOnce(Answer)>;

impl Desk {
    /// Asks the back end. Where the code is too old, the challenge comes first, in the place of the section, and then
    /// it is asked again. Left without a code: the refusal.
    pub fn ask<T: DeserializeOwned + 'static>(
        self,
        ask: Ask,
        then: impl FnOnce(Result<Box<T>, Failure>) + 'static,
    ) {
        self.ask_boxed(ask, Box::new(move |answer| then(state_of(answer, ""))));
    }

    fn ask_boxed(self, ask: Ask, then: Then) {
        let Some(client) = self.ui.client() else {
            return;
        };
        let (again, other) = (ask.clone(), client.clone());
        client.ask(ask, move |answer| {
            let inside = answer.as_ref().err().and_then(Inside::against);
            match inside {
                None => then(answer),
                Some(Inside::Proof) => self.wait(Waiting { ask: again, then }, Inside::Proof),
                // Switched off for a while there is nothing to set up: that is for the settings, which are elsewhere.
                Some(Inside::SetUp) => other.ask(Ask::get(routes::ENROLMENT), move |now| {
                    match state_of::<Enrolment>(now, "") {
                        Ok(now) if now.step == EnrolmentStep::Done => then(answer),
                        _ => self.wait(Waiting { ask: again, then }, Inside::SetUp),
                    }
                }),
            }
        });
    }

    fn wait(self, asked: Waiting, inside: Inside) {
        if let Some(waiting) = self.waiting.get() {
            waiting.borrow_mut().push(asked);
        }
        self.send.run(Event::Needs(inside));
    }

    /// Once more, and whatever comes of it.
    fn ask_again(self) {
        let (Some(client), Some(waiting)) = (self.ui.client(), self.waiting.get()) else {
            return;
        };
        for Waiting { ask, then } in waiting.take() {
            client.clone().ask(ask, then);
        }
    }

    /// Another screen of a section.
    pub fn step(self, name: &'static str) {
        self.step.set(name);
        self.ui.emit_step("admin", name);
    }

    /// The same of the people, who are there all the time.
    pub fn step_of_people(self, name: &'static str) {
        self.step_of_people.set(name);
        self.people_are_shown();
    }

    /// Where the people were left.
    pub fn people_are_shown(self) {
        if !self.is_at(Section::People) {
            return;
        }
        match self.step_of_people.peek(|name| *name) {
            // Nothing is there yet, or nothing comes: no step of which the page is told.
            OPENING => self.step.set(OPENING),
            name => self.step(name),
        }
    }

    /// Whether that section is in sight. What happens in another one moves no focus.
    pub fn is_at(self, section: Section) -> bool {
        self.state.peek(|state| state.section == section)
    }

    /// Follows which section is in sight.
    pub fn section(self) -> Live<Section> {
        self.state.map(|state| state.section)
    }

    /// A section says itself what went wrong. What the page is to know, and what ends it, is done here; see
    /// [`Self::when_back`].
    pub fn lost(self, failure: Failure) {
        self.send.run(Event::Lost(failure));
    }

    /// The way to the back end is clear again, after no connection or an ended sign-in.
    pub fn when_back(self, act: Act) {
        let back = self.state.map(|state| state.back);
        let seen = Cell::new(back.peek(|times| *times));
        follow(move || {
            let now = back.get();
            if seen.replace(now) != now {
                act.run(());
            }
        });
    }

    /// The sentence under a section's heading.
    pub fn notice(self, current: Live<Option<Notice>>) -> El {
        let about = self.about;
        let about: parts::About = Rc::new(move || {
            let school = about.with(|about| about.as_ref().map(|about| about.school.clone()));
            (school.unwrap_or_default(), String::new())
        });
        parts::notice_as(self.ui, current, about, ["desk-notice", "desk-said"])
    }

    /// Around a section: while it is busy the whole card is, and what takes long is said below it.
    pub fn frame(self, busy: Flag, slow: Flag, inside: El) -> El {
        let (own, now) = (self.state.peek(|state| state.section), self.section());
        let of_own = move |flag: Flag, card: Live<bool>| {
            follow(move || {
                let is = flag();
                if now.get() == own {
                    card.set(is);
                }
            });
        };
        of_own(busy, self.busy);
        of_own(slow, self.slow);
        inside
    }

    pub fn go(self, section: Section) -> Act {
        Act::new(move |()| {
            if !self.held.peek(|held| *held) {
                self.send.run(Event::Go(section));
            }
        })
    }

    /// A button that goes away when it is pressed: the focus moves on to the heading.
    pub fn gone_after(self, act: Act) -> Act {
        Act::new(move |()| {
            self.ui.focus("h2");
            act.run(());
        })
    }

    fn act(self, event: Event) -> Act {
        Act::new(move |()| self.send.run(event.clone()))
    }
}

/// A screen's heading. Under other ids than everywhere: the challenge may stand in front of it.
pub fn heading(words: Words) -> El {
    parts::heading(words).attr("aria-describedby", "desk-said")
}

/// `<tweestap-admin>`.
pub fn view(ui: Ui) -> El {
    let state = Live::new(State::opening());
    let waiting = Keep::new(RefCell::default());
    let about = state.map(|state| state.about.clone());
    // The machine's effects need the desk, and the desk its sender.
    let desk = Keep::new(Cell::new(None::<Desk>));
    let send = run(state, step, carry_out, (ui, desk));
    let made = Desk {
        ui,
        about,
        state,
        send,
        step: Live::new(OPENING),
        step_of_people: Live::new("people"),
        busy: Live::new(true),
        slow: Live::new(false),
        held: Live::new(false),
        waiting,
    };
    if let Some(desk) = desk.get() {
        desk.set(Some(made));
    }
    carry_out((ui, desk), Effect::Open, send);
    ui.when_token_given(made.act(Event::TokenGiven));
    shown(made)
}

type Around = (Ui, Keep<Cell<Option<Desk>>>);

fn carry_out((ui, desk): Around, effect: Effect, send: Sender<Event>) {
    let (Some(client), Some(desk)) = (ui.client(), desk.get().and_then(|desk| desk.get())) else {
        return;
    };
    match effect {
        Effect::Open => {
            ui.if_slow(send, Event::Slow);
            client.ask(Ask::Open, move |answer| match answer {
                Ok(_) => desk.ask(Ask::get(routes::ADMIN), move |about| {
                    send.run(match about {
                        Ok(about) => Event::Opened(about),
                        Err(failure) => Event::Failed(failure),
                    });
                }),
                Err(failure) => send.run(Event::Failed(failure)),
            });
        }
        Effect::AskAgain => desk.ask_again(),
        Effect::Reconnect => {
            // Any answer will do.
            let ask = match client.is_open() {
                true => Ask::get(routes::ADMIN),
                false => Ask::Open,
            };
            client.ask_until_online(ask, move |_| send.run(Event::Online));
        }
        Effect::Reauthenticate => ui.emit("reauthenticate", &[]),
        Effect::Error(code) => ui.emit("error", &[("code", code)]),
        Effect::FocusHeading => ui.focus("h2"),
    }
}

fn shown(desk: Desk) -> El {
    let inside = desk.state.map(|state| state.inside);
    // Before the rest: ids that both have are those of what is in sight.
    let other = el("div").inside(
        move || inside.get(),
        move |inside| {
            let over = desk.ui.inside(desk.act(Event::Over));
            inside.map(|inside| match inside {
                Inside::Proof => challenge::prove(over),
                Inside::SetUp => enrolment::view(over),
            })
        },
    );
    let own = el("div")
        .attr_if("hidden", "", Rc::new(move || inside.get().is_some()))
        .child(card(desk));
    el("div").children(vec![other, own])
}

fn card(desk: Desk) -> El {
    // Another manager who signs in here finds nothing of the one before.
    let you = desk.state.map(|state| {
        let about = state.about.as_ref();
        about.map(|about| about.you.id.clone())
    });
    let whole = el("div").inside(
        move || you.get(),
        move |you| {
            Some(match you {
                None => opening(desk),
                Some(_) => sections(desk),
            })
        },
    );
    // While another view stands in front of it, that one's step is the step, and it is the person who is busy.
    let inside = desk.state.map(|state| state.inside.is_some());
    let card = el("div")
        .class("card")
        .attr("data-view", "admin")
        .attr_with("data-step", move || {
            let step = desk.step.with(|step| (*step).to_owned());
            (!inside.get()).then_some(step)
        })
        .attr_if(
            "aria-busy",
            "true",
            Rc::new(move || desk.busy.get() && !inside.get()),
        )
        .child(whole);
    parts::with_slow(desk.ui, card, Rc::new(move || desk.slow.get()))
}

impl Desk {
    fn is(self, so: fn(&State) -> bool) -> Flag {
        Rc::new(move || self.state.with(so))
    }
}

fn opening(desk: Desk) -> El {
    let notice = desk.notice(desk.state.map(|state| state.notice.clone()));
    let failed = desk.is(|state| !state.opening && !state.closed);
    let retry = desk.act(Event::Retry);
    let closed = desk.state.map(|state| state.closed);
    let inside = el("div").inside(
        move || closed.get(),
        move |closed| match closed {
            true => None,
            false => Some(parts::opening(desk.ui, el("div"), failed.clone(), retry)),
        },
    );
    let inside = parts::group("screen", vec![notice, inside]);
    let busy = desk.is(|state| state.opening);
    desk.frame(busy, desk.is(|state| state.slow), inside)
}
