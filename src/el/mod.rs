//! The one element type of the widget, a Leptos view. `view!` makes a type, and its code, of every
//! element; a tree of one type is a third of the bytes. It builds real nodes, so it needs no HTML sink
//! and mounts under Trusted Types.

mod mounted;
mod part;

pub use mounted::View;

use crate::machine::Act;
use leptos::prelude::*;
use std::{borrow::Cow, cell::RefCell, rc::Rc};
use web_sys::{Element, Event, HtmlInputElement};

/// Words that follow the language and the state.
pub type Words = Rc<dyn Fn() -> String>;

/// Something that is so or not, and may change.
pub type Flag = Rc<dyn Fn() -> bool>;

/// Words made of a closure.
pub fn words(say: impl Fn() -> String + 'static) -> Words {
    Rc::new(say)
}

/// An element to be: tag, attributes, listeners, children. Boxed, so that a chain of calls hands on a
/// pointer and not a hundred bytes.
pub struct El(Box<Inner>);

/// Ties a built element to what it follows: gives what runs now and at every change.
type Follow = Box<dyn FnOnce(Element) -> Box<dyn FnMut()>>;
type Listener = Box<dyn Fn(Event)>;

#[derive(Default)]
struct Inner {
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    following: Vec<Follow>,
    field: Option<Field>,
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<El>,
    text: Cow<'static, str>,
}

pub fn el(tag: &'static str) -> El {
    El(Box::new(Inner {
        tag,
        ..Inner::default()
    }))
}

impl El {
    pub fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    pub fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.0.attributes.push((name, value.into()));
        self
    }

    /// An attribute that follows; `None` leaves it out.
    pub fn attr_with(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        self.attr_following(name, Box::new(value))
    }

    // Here and below: a closure inside a generic function is made once for each of its types.
    fn attr_following(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        self.following(Box::new(move |element| {
            Box::new(move || match value() {
                Some(value) => element.set_attribute(name, &value).unwrap_or_default(),
                None => element.remove_attribute(name).unwrap_or_default(),
            })
        }))
    }

    /// An `aria-label` or the like, in words.
    pub fn attr_words(self, name: &'static str, words: Words) -> Self {
        self.attr_with(name, move || Some(words()))
    }

    pub fn text(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.0.text = text.into();
        self
    }

    /// Set only when they differ, so that a live region does not say the same twice.
    pub fn words(self, words: Words) -> Self {
        self.following(Box::new(move |element| {
            Box::new(move || {
                let words = words();
                if element.text_content().is_none_or(|before| before != words) {
                    element.set_text_content(Some(&words));
                }
            })
        }))
    }

    /// An attribute with a fixed value while `flag` holds.
    pub fn attr_if(self, name: &'static str, value: &'static str, flag: Flag) -> Self {
        self.attr_following(name, Box::new(move || flag().then(|| value.to_owned())))
    }

    pub fn child(mut self, child: El) -> Self {
        self.0.children.push(child);
        self
    }

    pub fn children(mut self, children: Vec<El>) -> Self {
        self.0.children.extend(children);
        self
    }

    pub fn maybe(self, child: Option<El>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// What is inside follows `what`, and nothing else: making it may read whatever it likes without
    /// being made again, or a form would be rebuilt while someone types.
    pub fn inside<T: 'static>(
        self,
        what: impl Fn() -> T + 'static,
        make: impl Fn(T) -> Option<El> + 'static,
    ) -> Self {
        self.inside_following(Box::new(move || {
            let what = what();
            untrack(|| make(what))
        }))
    }

    fn inside_following(self, inside: Box<dyn Fn() -> Option<El>>) -> Self {
        self.following(Box::new(move |element| {
            let mut kept = None;
            Box::new(move || {
                let built = inside().map(El::build);
                element.replace_children_with_node_0();
                if let Some(built) = &built {
                    element.append_child(built.element()).ok();
                }
                // What follows inside the old content ends here.
                drop(std::mem::replace(&mut kept, built));
            })
        }))
    }

    /// What is inside leaves the document while it is `away`, and is not made again: what was typed in it is there when
    /// it comes back. Hidden alone, its ids and headings would be there twice.
    pub fn away_if(self, away: Flag) -> Self {
        self.following(Box::new(move |element| {
            let mut kept = Vec::new();
            Box::new(move || match away() {
                true => {
                    while let Some(child) = element.first_child() {
                        element.remove_child(&child).ok();
                        kept.push(child);
                    }
                }
                false => {
                    for child in kept.drain(..) {
                        element.append_child(&child).ok();
                    }
                }
            })
        }))
    }

    pub fn on(mut self, event: &'static str, act: impl Fn(Event) + 'static) -> Self {
        self.0.listeners.push((event, Box::new(act)));
        self
    }

    pub fn on_click(self, act: Act) -> Self {
        self.on("click", move |_| act.run(()))
    }

    /// `field` holds the element from when it is built.
    pub fn field(mut self, field: &Field) -> Self {
        self.0.field = Some(field.clone());
        self
    }

    fn following(mut self, follow: Follow) -> Self {
        self.0.following.push(follow);
        self
    }
}

/// An input element, once it is there. What is typed lives in it until it is submitted.
#[derive(Clone, Default)]
pub struct Field(Rc<RefCell<Option<HtmlInputElement>>>);

impl Field {
    pub fn get(&self) -> Option<HtmlInputElement> {
        self.0.borrow().clone()
    }
}
