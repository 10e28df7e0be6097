//! A section's machine at work: its state, and the way its events reach it.

use super::Desk;
use crate::{
    el::{El, Flag},
    live::Live,
    machine::{Act, Sender, run},
    notice::Notice,
};
use std::rc::Rc;

pub struct Work<S: 'static, E: 'static> {
    pub desk: Desk,
    pub state: Live<S>,
    pub send: Sender<E>,
}

impl<S, E> Clone for Work<S, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, E> Copy for Work<S, E> {}

impl<S: 'static, E: Clone + 'static> Work<S, E> {
    /// `around`: what the effects are carried out upon.
    pub fn begin<F: 'static, A: Copy + 'static>(
        desk: Desk,
        state: S,
        step: fn(&mut S, E) -> Vec<F>,
        carry_out: fn(A, F, Sender<E>),
        around: A,
    ) -> Self {
        let state = Live::new(state);
        let send = run(state, step, carry_out, around);
        Self { desk, state, send }
    }

    pub fn act(self, event: E) -> Act {
        Act::new(move |()| self.send.run(event.clone()))
    }

    /// Something about the state, followed.
    pub fn is(self, so: fn(&S) -> bool) -> Flag {
        Rc::new(move || self.state.with(so))
    }

    pub fn notice(self, of: fn(&S) -> Option<Notice>) -> El {
        self.desk.notice(self.state.map(of))
    }

    /// Told when the way to the back end is clear again.
    pub fn when_back(self, event: E) -> Self {
        self.desk.when_back(self.act(event));
        self
    }
}
