//! The people of the school: searched, narrowed down, and one of them opened.

mod driver;
mod filters;
pub mod flow;
pub mod known;
mod terms;
mod view;

use super::{Desk, person, work::Work};
use crate::el::{El, el};
use flow::{Event, State, step};

pub type List = Work<State, Event>;

/// Lives as long as the desk: what was searched and found is there again when the section is.
pub fn begin(desk: Desk) -> List {
    Work::begin(desk, State::default(), step, driver::carry_out, desk).when_back(Event::Back)
}

pub fn view(list: List) -> El {
    let open = list.state.map(|state| state.open.clone());
    el("div").inside(
        move || open.get(),
        move |open| {
            Some(match open {
                Some(id) => person::view(list, id),
                None => view::screen(list),
            })
        },
    )
}
