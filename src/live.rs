//! Signals that cost no code per type. A Leptos signal brings some kilobytes for every type it holds
//! (measured: the widget's forty kinds made 124 kB of the wasm); here the value sits behind one
//! type-erased handle and only a [`ArcTrigger`] tells who depends on it.

use leptos::prelude::*;
use std::{any::Any, cell::RefCell, marker::PhantomData, rc::Rc};

/// A `Copy` handle to something that lives as long as the view that made it.
pub struct Keep<T: 'static>(
    StoredValue<Rc<dyn Any>, LocalStorage>,
    PhantomData<fn() -> T>,
);

impl<T> Clone for Keep<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Keep<T> {}

impl<T> Keep<T> {
    pub fn new(value: T) -> Self {
        Self(StoredValue::new_local(Rc::new(value)), PhantomData)
    }

    /// `None`: the view is gone.
    pub fn get(self) -> Option<Rc<T>> {
        fetch(self.0)?.downcast().ok()
    }
}

#[inline(never)]
fn fetch(stored: StoredValue<Rc<dyn Any>, LocalStorage>) -> Option<Rc<dyn Any>> {
    stored.try_get_value()
}

/// A value that views follow.
pub struct Live<T: 'static>(Keep<Cell<T>>);

struct Cell<T> {
    value: RefCell<T>,
    trigger: ArcTrigger,
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T> Live<T> {
    pub fn new(value: T) -> Self {
        Self(Keep::new(Cell {
            value: RefCell::new(value),
            trigger: ArcTrigger::new(),
        }))
    }

    /// Reads and follows. The default stands for a view that is gone, which shows nothing any more.
    pub fn with<R: Default>(self, read: impl FnOnce(&T) -> R) -> R {
        if let Some(cell) = self.0.get() {
            cell.trigger.track();
        }
        self.peek(read)
    }

    /// Reads without following.
    pub fn peek<R: Default>(self, read: impl FnOnce(&T) -> R) -> R {
        match self.0.get() {
            Some(cell) => read(&cell.value.borrow()),
            None => R::default(),
        }
    }

    /// Does nothing when the view is gone: a late answer is no error.
    pub fn set(self, value: T) {
        if let Some(cell) = self.0.get() {
            *cell.value.borrow_mut() = value;
            cell.trigger.notify();
        }
    }

    /// Changes it in place and tells; what `change` gives is the default when the view is gone.
    pub fn update<R: Default>(self, change: impl FnOnce(&mut T) -> R) -> R {
        let Some(cell) = self.0.get() else {
            return R::default();
        };
        let result = change(&mut cell.value.borrow_mut());
        cell.trigger.notify();
        result
    }

    /// Follows a part of the value, and tells only when that part changes.
    pub fn map<U: PartialEq + Default>(self, part: fn(&T) -> U) -> Live<U> {
        let mapped = Live::new(self.peek(part));
        follow(move || {
            let now = self.with(part);
            if mapped.peek(|before| *before != now) {
                mapped.set(now);
            }
        });
        mapped
    }
}

impl<T: Clone + Default> Live<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }
}

/// Runs `act` now and whenever something it followed has changed, until the view is gone.
pub fn follow(act: impl Fn() + 'static) {
    follow_boxed(Box::new(act));
}

// Apart, because a closure inside a generic function is made once for each of its types.
fn follow_boxed(act: Box<dyn Fn()>) {
    let effect = RenderEffect::new(move |_| act());
    on_cleanup(move || drop(effect));
}
