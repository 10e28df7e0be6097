//! One person: who it is, what can be done about their second step, and what happened.

mod acts;
mod asking;
mod driver;
pub mod flow;
mod made;
mod replies;
mod terms;
mod view;

pub use asking::checked_words;

use super::{OPENING, people::List, work::Work};
use crate::{
    el::{El, el},
    live::Live,
};
use driver::{Around, carry_out};
use flow::{Call, Effect, Event, Screen, State, step};

pub type Page = Work<State, Event>;

/// In the place of the list, until it is left.
pub fn view(list: List, id: String) -> El {
    let around = Around {
        list,
        id: Live::new(id),
    };
    let page = Work::begin(list.desk, State::opening(), step, carry_out, around);
    let page = page.when_back(Event::Back);
    page.desk.step_of_people(OPENING);
    carry_out(around, Effect::Call(Call::Read), page.send);
    let screen = page.state.map(State::screen);
    let shown = el("div").inside(
        move || screen.get(),
        move |screen| {
            Some(match screen {
                Screen::Opening => view::opening(page),
                Screen::Person => view::screen(page),
                Screen::Asking(act) => asking::screen(page, act),
                Screen::Made => made::screen(page),
            })
        },
    );
    let busy = page.is(|state| state.doing.is_some());
    let slow = page.is(|state| state.slow);
    page.desk.frame(busy, slow, shown)
}
