//! What a view may do to the page around it: say texts, move the focus, tell the host. Copy, so that
//! every screen can hold it.

use crate::{
    client::{Client, after, spawn},
    el::{Words, words},
    live::{Keep, Live, follow},
    machine::{Act, Sender},
    plain::{object, texts},
    strings::{Text, Texts, fill},
    time,
};
use leptos::prelude::*;
use std::{cell::Cell, time::Duration};
use tweestap_api::Secret;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, Element, HtmlElement, HtmlInputElement, ShadowRoot};

#[derive(Clone, Copy)]
pub struct Ui {
    texts: Live<Texts>,
    language: Live<String>,
    around: Keep<Around>,
    /// Counts the portal tokens the page has set since mounting.
    token_given: Live<u32>,
    /// What to do when a view that stands inside another one has been finished or cancelled.
    over: Option<Act>,
    /// And when it has been left for later.
    later: Option<Act>,
}

struct Around {
    host: HtmlElement,
    root: ShadowRoot,
    client: Client,
    /// The first screen has been shown.
    ready: Cell<bool>,
    /// How many calls have been started.
    calls: Cell<u32>,
}

impl Ui {
    pub fn new(
        host: HtmlElement,
        root: ShadowRoot,
        client: Client,
        texts: &js_sys::Object,
        language: String,
    ) -> Self {
        Self {
            texts: Live::new(Texts::new(texts)),
            language: Live::new(language),
            around: Keep::new(Around {
                host,
                root,
                client,
                ready: Cell::default(),
                calls: Cell::default(),
            }),
            token_given: Live::new(0),
            over: None,
            later: None,
        }
    }

    /// For a view inside another one.
    pub fn inside(self, over: Act) -> Self {
        Self {
            over: Some(over),
            ..self
        }
    }

    /// The same, where it may be left for later.
    pub fn with_later(self, later: Act) -> Self {
        Self {
            later: Some(later),
            ..self
        }
    }

    pub fn is_inside(&self) -> bool {
        self.over.is_some()
    }

    /// The person has finished or cancelled this view.
    pub fn over(&self) {
        if let Some(over) = self.over {
            over.run(());
        }
    }

    /// `false`: the view around this one, if any, makes no difference.
    pub fn left_for_later(&self) -> bool {
        if let Some(later) = self.later {
            later.run(());
        }
        self.later.is_some()
    }

    pub fn speak(&self, texts: &js_sys::Object, language: String) {
        self.language.set(language);
        self.texts.set(Texts::new(texts));
    }

    /// The words of now; follows a change of language.
    pub fn say(&self, text: Text) -> String {
        self.texts.with(|texts| texts.get(text))
    }

    pub fn say_with(&self, text: Text, name: &str, value: &str) -> String {
        fill(self.say(text), name, value)
    }

    /// The words as they stand in a view.
    pub fn t(self, text: Text) -> Words {
        words(move || self.say(text))
    }

    /// Follows a change of language.
    pub fn language(&self) -> String {
        self.language.get()
    }

    /// As the attribute `dir` wants it; follows a change of language.
    pub fn direction(&self) -> &'static str {
        match self.language.with(|language| language.starts_with("ar")) {
            true => "rtl",
            false => "ltr",
        }
    }

    /// The first input is a finger: this is probably the phone itself.
    pub fn on_touch(&self) -> bool {
        web_sys::window()
            .and_then(|window| window.match_media("(pointer: coarse)").ok().flatten())
            .is_some_and(|query| query.matches())
    }

    /// Puts `text` on the clipboard and says in `copied` whether that worked.
    pub fn copy(&self, text: String, copied: Live<Option<bool>>) {
        // Absent where the page is neither https nor loopback.
        let window = web_sys::window().filter(|window| window.is_secure_context());
        let Some(window) = window else {
            return copied.set(Some(false));
        };
        let written = window.navigator().clipboard().write_text(&text);
        spawn(async move { copied.set(Some(JsFuture::from(written).await.is_ok())) });
    }

    /// Until the screen is gone.
    pub fn each_second(&self, act: impl Fn() + 'static) {
        if let Ok(timer) = set_interval_with_handle(act, Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
    }

    pub fn token_given(&self) {
        self.token_given
            .set(self.token_given.peek(|times| times + 1));
    }

    /// Each time the page sets a new portal token.
    pub fn when_token_given(&self, act: Act) {
        let given = self.token_given;
        let seen = Cell::new(given.peek(|times| *times));
        follow(move || {
            let now = given.get();
            if seen.replace(now) != now {
                act.run(());
            }
        });
    }

    /// "ongeveer 3 minuten".
    pub fn span(&self, seconds: u32) -> String {
        self.say_with(Text::About, "n", &time::span(&self.language(), seconds))
    }

    pub fn client(&self) -> Option<Client> {
        self.around.get().map(|around| around.client.clone())
    }

    /// Tells the page; the event bubbles and is composed. `detail` never carries a secret, but for
    /// the assertion, which is for the page's server.
    pub fn emit(&self, name: &str, detail: &[(&str, &str)]) {
        let init = object(&[
            ("bubbles", &JsValue::TRUE),
            ("composed", &JsValue::TRUE),
            ("detail", &texts(detail)),
        ]);
        let name = ["tweestap:", name].concat();
        let event = CustomEvent::new_with_event_init_dict(&name, init.unchecked_ref());
        if let (Ok(event), Some(around)) = (event, self.around.get()) {
            // `false` would only say that a listener prevented the default: there is none.
            around.host.dispatch_event(&event).ok();
        }
    }

    /// Another screen; the first one also says that the element is ready.
    pub fn emit_step(&self, view: &str, step: &str) {
        if self
            .around
            .get()
            .is_some_and(|around| !around.ready.replace(true))
        {
            self.emit("ready", &[]);
        }
        self.emit("step", &[("view", view), ("step", step)]);
    }

    /// After the next rendering, focuses the first element that matches.
    pub fn focus(self, selector: &'static str) {
        after_rendering(move || {
            if let Some(element) = self.find::<HtmlElement>(selector) {
                element.focus().ok();
            }
        });
    }

    /// After the next rendering, focuses what the first selector that matches anything finds.
    #[cfg(feature = "admin")]
    pub fn focus_on(self, selectors: Vec<String>) {
        after_rendering(move || {
            let mut found = selectors.iter().filter_map(|selector| self.find(selector));
            if let Some(element) = found.next() {
                HtmlElement::focus(&element).ok();
            }
        });
    }

    /// To be called before what has the focus is drawn anew: gives it back to the same element, or to the heading
    /// where that is gone.
    pub fn keep_focus(self) {
        let focused = move || self.around.get()?.root.active_element();
        let Some(selector) = focused().map(|focused| hook(&focused)) else {
            return;
        };
        after_rendering(move || {
            let lost = focused().is_none();
            let again = || self.find(&selector).or_else(|| self.find("h2"));
            if let Some(element) = lost.then(again).flatten() {
                HtmlElement::focus(&element).ok();
            }
        });
    }

    /// Focuses the first field and selects what is in it, or empties it.
    pub fn focus_field(self, empty: bool) {
        after_rendering(move || {
            if let Some(field) = self.find::<HtmlInputElement>("#field") {
                if empty {
                    field.set_value("");
                }
                field.focus().ok();
                field.select();
            }
        });
    }

    /// Sends `event` when three seconds have passed and no other call was started meanwhile; a machine
    /// that has its answer ignores it.
    pub fn if_slow<E: 'static>(self, send: Sender<E>, event: E) {
        let Some(around) = self.around.get() else {
            return;
        };
        let this = around.calls.get().wrapping_add(1);
        around.calls.set(this);
        after(3_000, move || {
            if around.calls.get() == this {
                send.run(event);
            }
        });
    }

    /// An attribute of the element itself.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.around.get()?.host.get_attribute(name)
    }

    /// After the next rendering, writes into the first field that matches.
    pub fn fill(self, selector: &'static str, text: Secret) {
        after_rendering(move || {
            if let Some(field) = self.find::<HtmlInputElement>(selector) {
                field.set_value(text.expose());
            }
        });
    }

    fn find<E: JsCast>(&self, selector: &str) -> Option<E> {
        let found = self.around.get()?.root.query_selector(selector).ok()??;
        found.dyn_into().ok()
    }
}

/// What an element is known by: its row, its test hook, and of a choice which one.
fn hook(element: &Element) -> String {
    let of = |element: &Element, name: &str| {
        let value = element.get_attribute(name)?;
        Some(["[", name, "='", &value, "']"].concat())
    };
    let row = element.closest("li").ok().flatten();
    let row = row.and_then(|row| {
        ["data-device", "data-factor", "data-person", "data-token"]
            .iter()
            .find_map(|name| of(&row, name))
    });
    let own = ["data-action", "data-field", "value"];
    let own = own.iter().filter_map(|name| of(element, name));
    let row = row.map(|row| row + " ");
    row.into_iter().chain(own).collect()
}

/// Leptos renders in microtasks; a macrotask comes after them, also in a tab that is not painted.
fn after_rendering(act: impl FnOnce() + 'static) {
    after(0, act);
}
