//! What the page around an element has heard of it.

use js_sys::JSON;
use serde_json::Value;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{CustomEvent, Event, EventTarget};

/// What the page around has heard, at its very outside, for as long as this lives.
pub struct Heard {
    list: Rc<RefCell<Vec<(String, Value)>>>,
    _listeners: Vec<Closure<dyn Fn(Event)>>,
}

const EVENTS: [&str; 8] = [
    "ready",
    "step",
    "enrolled",
    "cancelled",
    "verified",
    "changed",
    "reauthenticate",
    "error",
];

impl Heard {
    pub fn at(target: &EventTarget) -> Self {
        let list = Rc::new(RefCell::new(vec![]));
        let listeners = EVENTS.map(|name| listener(target, name, list.clone()));
        Self {
            list,
            _listeners: listeners.into(),
        }
    }

    pub fn all(&self) -> Vec<(String, Value)> {
        self.list.borrow().clone()
    }

    /// The details of every event of this name.
    pub fn of(&self, name: &str) -> Vec<Value> {
        let all = self.all().into_iter();
        all.filter(|(heard, _)| heard == name)
            .map(|(_, detail)| detail)
            .collect()
    }
}

fn listener(
    target: &EventTarget,
    name: &'static str,
    list: Rc<RefCell<Vec<(String, Value)>>>,
) -> Closure<dyn Fn(Event)> {
    let hear = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        assert!(event.bubbles() && event.composed());
        let detail = event.unchecked_ref::<CustomEvent>().detail();
        let detail = JSON::stringify(&detail)
            .map(String::from)
            .unwrap_or_default();
        let detail = serde_json::from_str(&detail).unwrap_or(Value::Null);
        list.borrow_mut().push((name.to_owned(), detail));
    });
    target
        .add_event_listener_with_callback(
            &format!("tweestap:{name}"),
            hear.as_ref().unchecked_ref(),
        )
        .unwrap();
    hear
}
