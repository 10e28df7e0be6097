//! While there is time: from when it is compulsory, how long that is, and the way on without it.

use super::{
    flow::{Event, State},
    view::Flow,
};
use crate::{
    el::{El, el},
    parts,
};

/// Above every screen up to the code, and nothing where it cannot be left for later.
pub fn banner(flow: Flow) -> El {
    let until = flow.state.map(until);
    let later = flow.act(Event::Later);
    el("div").inside(
        move || until.get(),
        move |until| until.map(|(until, now)| parts::later(flow.ui, until, now, later)),
    )
}

/// The moment, and when that was said.
fn until(state: &State) -> Option<(i64, i64)> {
    let now = state.enrolment.as_ref()?.server_time;
    Some((state.later_until()?, now))
}
