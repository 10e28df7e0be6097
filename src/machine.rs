//! Runs a pure machine: event in, state set, effects handed to the driver. Knows no view.

use crate::{
    el::Flag,
    live::{Keep, Live},
    ui::Ui,
};
use std::{cell::OnceCell, rc::Rc};

/// Takes events. When its view is gone, an event (a late answer) changes nothing.
pub struct Sender<E: 'static>(Keep<OnceCell<Feed<E>>>);

type Feed<E> = Box<dyn Fn(E)>;

/// What a button does.
pub type Act = Sender<()>;

impl<E> Clone for Sender<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Sender<E> {}

impl<E> Sender<E> {
    pub fn new(feed: impl Fn(E) + 'static) -> Self {
        Self::boxed(Box::new(feed))
    }

    // Apart, because a generic function is made once for each of its types.
    fn boxed(feed: Feed<E>) -> Self {
        Self(Keep::new(OnceCell::from(feed)))
    }

    pub fn run(self, event: E) {
        let cell = self.0.get();
        if let Some(feed) = cell.as_ref().and_then(|cell| cell.get()) {
            feed(event);
        }
    }
}

/// What every screen of a view gets.
pub struct Flow<S: 'static, E: 'static> {
    pub ui: Ui,
    pub state: Live<S>,
    pub send: Sender<E>,
}

impl<S, E> Clone for Flow<S, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, E> Copy for Flow<S, E> {}

impl<S, E> Flow<S, E> {
    /// Something about the state, followed.
    pub fn is(self, so: fn(&S) -> bool) -> Flag {
        Rc::new(move || self.state.with(so))
    }
}

/// Feeds events to `step` and its effects to `carry_out`, which may send further events. `around`: what the effects
/// are carried out upon, the [`Ui`] for most.
pub fn run<S, E, F, A>(
    state: Live<S>,
    step: fn(&mut S, E) -> Vec<F>,
    carry_out: fn(A, F, Sender<E>),
    around: A,
) -> Sender<E>
where
    S: 'static,
    F: 'static,
    A: Copy + 'static,
{
    let cell = Keep::new(OnceCell::new());
    let sender = Sender(cell);
    let feed: Feed<E> = Box::new(move |event| {
        for effect in state.update(|state| step(state, event)) {
            carry_out(around, effect, sender);
        }
    });
    if let Some(cell) = cell.get() {
        cell.set(feed).ok();
    }
    sender
}
