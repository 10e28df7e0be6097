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

/// A value that views follow. Its handle and its cell are of one type for every `T`; only what is read
/// from it is looked at as a `T`. (Given closures to run instead, each brought a vtable: 1 kB more.)
pub struct Live<T: 'static>(Keep<Cell>, PhantomData<fn() -> T>);

struct Cell {
    /// Nobody else holds it but while reading.
    value: RefCell<Rc<dyn Any>>,
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
        Self(keep(Rc::new(value)), PhantomData)
    }

    /// Reads and follows. The default stands for a view that is gone, which shows nothing any more.
    pub fn with<R: Default>(self, read: impl FnOnce(&T) -> R) -> R {
        self.read(true, read)
    }

    /// Reads without following.
    pub fn peek<R: Default>(self, read: impl FnOnce(&T) -> R) -> R {
        self.read(false, read)
    }

    fn read<R: Default>(self, following: bool, read: impl FnOnce(&T) -> R) -> R {
        let value = look(self.0, following);
        match value.as_ref().and_then(|value| value.downcast_ref()) {
            Some(value) => read(value),
            None => R::default(),
        }
    }

    /// Does nothing when the view is gone: a late answer is no error.
    pub fn set(self, value: T) {
        put(self.0, Rc::new(value));
    }

    /// Changes it in place and tells; what `update` gives is the default when the view is gone.
    pub fn update<R: Default>(self, update: impl FnOnce(&mut T) -> R) -> R {
        let Some(cell) = self.0.get() else {
            return R::default();
        };
        let mut value = cell.value.borrow_mut();
        let inside = Rc::get_mut(&mut value).and_then(|value| value.downcast_mut());
        let result = inside.map(update).unwrap_or_default();
        drop(value);
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

fn keep(value: Rc<dyn Any>) -> Keep<Cell> {
    Keep::new(Cell {
        value: RefCell::new(value),
        trigger: ArcTrigger::new(),
    })
}

fn look(cell: Keep<Cell>, following: bool) -> Option<Rc<dyn Any>> {
    let cell = cell.get()?;
    if following {
        cell.trigger.track();
    }
    let value = cell.value.borrow();
    Some(Rc::clone(&value))
}

fn put(cell: Keep<Cell>, value: Rc<dyn Any>) {
    if let Some(cell) = cell.get() {
        let before = cell.value.replace(value);
        drop(before);
        cell.trigger.notify();
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
fn follow_boxed(act: Box<dyn FnMut()>) {
    let effect = following(act);
    on_cleanup(move || drop(effect));
}

/// Runs `act` now and whenever something it followed has changed, for as long as what it gives is kept.
/// The only place that makes an effect: each further kind brings a task of its own.
pub fn following(mut act: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| act())
}
