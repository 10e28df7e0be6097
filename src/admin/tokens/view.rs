//! The section of the hardware tokens: what is inside follows the machine's screen.

use super::{
    acts,
    driver::{Around, carry_out},
    file,
    finding::search,
    flow::{Effect, Event, Screen, State, step},
    list, page,
};
use crate::{
    admin::{Desk, work::Work},
    el::{El, el},
    live::{Keep, follow},
    parts,
};
use std::cell::RefCell;
use tweestap_api::HardwareToken;

pub type Shelf = Work<State, Event>;

impl Shelf {
    /// The one whose page is open, as it is when the screen is built.
    pub fn token(self) -> Option<HardwareToken> {
        self.state.peek(|state| state.token.clone())
    }

    pub fn said(self) -> El {
        self.notice(|state| state.notice.clone())
    }

    pub fn way_back(self) -> El {
        parts::ways_out(self.desk.ui, None, Some(self.act(Event::Back)))
    }
}

/// The section "tokens" of the desk.
pub fn view(desk: Desk) -> El {
    let around = Around {
        desk,
        file: Keep::new(RefCell::default()),
    };
    let mut opening = State::default();
    let first = search(&mut opening);
    let shelf = Shelf::begin(desk, opening, step, carry_out, around);
    let shelf = shelf.when_back(Event::Returned);
    carry_out(around, Effect::Step(Screen::List), shelf.send);
    for effect in first {
        carry_out(around, effect, shelf.send);
    }
    let screen = shelf.state.map(|state| state.screen);
    let inside = el("div").inside(
        move || screen.get(),
        move |screen| {
            Some(match screen {
                Screen::List => list::screen(shelf),
                Screen::Import => file::screen(shelf, around),
                Screen::Checked => file::checked(shelf),
                Screen::Token => page::screen(shelf),
                Screen::Link => acts::link(shelf),
                Screen::Resync => acts::resync(shelf),
                Screen::Unlink => acts::unlink(shelf),
                Screen::Remove => acts::remove(shelf),
            })
        },
    );
    let acting = shelf.is(State::is_acting);
    follow(move || desk.held.set(acting()));
    let busy = shelf.is(|state| state.doing.is_some());
    desk.frame(busy, shelf.is(|state| state.slow), inside)
}
