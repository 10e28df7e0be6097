//! The page's address: a link's token stands behind `#t=`, which a browser sends to nobody, until it is used.

use super::flow::{Address, Behind};
use crate::machine::Act;
use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;
use tweestap_api::Secret;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Event, window};

const MARK: &str = "#t=";
const MOVED: &str = "hashchange";

/// What stands behind the page's address.
pub fn behind() -> Behind {
    let fragment = window().and_then(|window| window.location().hash().ok());
    match fragment.unwrap_or_default() {
        none if none.is_empty() => Behind::Nothing,
        some => match some.strip_prefix(MARK) {
            Some(token) => Behind::Token(Secret::new(token)),
            None => Behind::Other,
        },
    }
}

/// Takes the token out, and leaves no entry with it in the history.
pub fn forget(left: Address) {
    let replaced = || {
        let window = window()?;
        let href = window.location().href().ok()?;
        let page = href.split('#').next()?;
        let left = match left {
            Address::Nothing => "",
            Address::Invalid => MARK,
        };
        let history = window.history().ok()?;
        // What the page keeps with its entry is its own.
        let kept = history.state().unwrap_or(JsValue::NULL);
        let address = [page, left].concat();
        history
            .replace_state_with_url(&kept, "", Some(&address))
            .ok()
    };
    // A page whose address cannot be changed (a document without one) has no token in it.
    replaced().unwrap_or_default();
}

/// Until the view is gone: a link of the mail may be opened where the page is open already.
pub fn when_moved(act: Act) {
    let Some(window) = window() else { return };
    let moved: Box<dyn Fn(Event)> = Box::new(move |_| act.run(()));
    let moved = Closure::wrap(moved);
    window
        .add_event_listener_with_callback(MOVED, moved.as_ref().unchecked_ref())
        .ok();
    let listening = SendWrapper::new((window, moved));
    on_cleanup(move || {
        let (window, moved) = listening.take();
        window
            .remove_event_listener_with_callback(MOVED, moved.as_ref().unchecked_ref())
            .ok();
    });
}
