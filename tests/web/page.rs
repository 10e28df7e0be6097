//! A page with a view on it: find, act, see. The mechanics are here so that the tests read as prose.

use crate::back_end::{BackEnd, Reply, answer, held};
use crate::fixture::secret;
use js_sys::{Array, Function, JSON, Object, Promise};
use serde_json::Value;
use std::{cell::RefCell, rc::Rc};
use tweestap_api::{Challenge, Enrolment, Level, Session, Settings};
use tweestap_widget::{Mounted, mount};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CustomEvent, Document, Element, Event, EventTarget, HtmlElement, HtmlInputElement, ShadowRoot,
    ShadowRootInit, ShadowRootMode, Window,
};

pub const TOKEN: &str = "canary-access-token";

pub fn window() -> Window {
    web_sys::window().unwrap()
}

pub fn document() -> Document {
    window().document().unwrap()
}

pub fn texts(language: &str) -> Object {
    let file = match language {
        "nl" => include_str!("../../src/lang/nl.json"),
        _ => include_str!("../../src/lang/en.json"),
    };
    JSON::parse(file).unwrap().unchecked_into()
}

/// The sentence of a key, as a person reads it.
pub fn words(language: &str, key: &str) -> String {
    js_sys::Reflect::get(&texts(language), &JsValue::from_str(key))
        .unwrap()
        .as_string()
        .unwrap_or_else(|| panic!("no text {key}"))
}

/// Goes on when `so` holds; panics when it does not come to hold.
pub async fn until(what: &str, so: impl Fn() -> bool) {
    let clock = window().performance().unwrap();
    let begun = clock.now();
    while !so() {
        assert!(clock.now() - begun < 15_000.0, "it never happened: {what}");
        turn().await;
    }
}

/// Everything that is only waiting for its turn gets it.
pub async fn turns() {
    for _ in 0..12 {
        turn().await;
    }
}

async fn turn() {
    let next = Promise::new(&mut |go, _| {
        window().set_timeout_with_callback(&go).unwrap();
    });
    JsFuture::from(next).await.unwrap();
}

/// Timers of a second and more no longer run by themselves, until this is dropped.
pub struct Clock {
    timers: Array,
    restore: Function,
}

impl Clock {
    pub fn stop() -> Self {
        let timers = Array::new();
        let stop = Function::new_with_args(
            "timers",
            "const real = window.setTimeout;
            window.setTimeout = (act, ms, ...given) =>
              ms >= 1000 ? timers.push(() => act(...given)) : real.call(window, act, ms, ...given);
            return () => { window.setTimeout = real; };",
        );
        let restore = stop
            .call1(&JsValue::NULL, &timers)
            .unwrap()
            .unchecked_into();
        Self { timers, restore }
    }

    /// The timer that was set first goes off, if one is set.
    pub fn strike(&self) {
        let timer = self.timers.shift();
        if let Some(act) = timer.dyn_ref::<Function>() {
            act.call0(&JsValue::NULL).unwrap();
        }
    }

    /// Time passes until `so` holds.
    pub async fn runs_until(&self, what: &str, so: impl Fn() -> bool) {
        until(what, || {
            self.strike();
            so()
        })
        .await;
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.restore.call0(&JsValue::NULL).unwrap();
    }
}

pub fn shadow(host: &Element) -> ShadowRoot {
    host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
        .unwrap()
}

/// A place on the page, inside another component's shadow root; gone when dropped.
pub struct Place {
    pub root: ShadowRoot,
    around: HtmlElement,
}

impl Place {
    pub fn new() -> Self {
        let around: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        let root = shadow(&around);
        document().body().unwrap().append_child(&around).unwrap();
        Self { root, around }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.around.remove();
    }
}

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

/// A mounted view.
pub struct Widget {
    pub mounted: Option<Mounted>,
    pub root: ShadowRoot,
    pub heard: Heard,
    back_end: BackEnd,
    _place: Place,
}

pub fn session(
    enrolment: Option<Enrolment>,
    settings: Option<Settings>,
    challenge: Option<Challenge>,
) -> Session {
    Session {
        access_token: secret(TOKEN),
        level: match challenge {
            Some(_) => Level::BeforeSecondFactor,
            None => Level::Full,
        },
        enrolment,
        settings,
        challenge,
    }
}

impl Widget {
    /// The view, its opening answered with `opening`.
    pub fn show(back_end: &BackEnd, view: &str, opening: Reply) -> Self {
        back_end.will("POST /session", opening);
        let place = Place::new();
        let heard = Heard::at(&place.around);
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        place.root.append_child(&host).unwrap();
        let root = shadow(&host);
        let open = opener(back_end);
        let opening = open.call0(&JsValue::NULL).unwrap().unchecked_into();
        let mounted = mount(
            view,
            host,
            root.clone(),
            back_end.base.clone(),
            texts("nl"),
            "nl".to_owned(),
            opening,
            open,
        );
        Self {
            mounted: Some(mounted),
            root,
            heard,
            back_end: back_end.clone(),
            _place: place,
        }
    }

    /// Enrolment, once it shows this.
    pub async fn enrolment(back_end: &BackEnd, enrolment: Enrolment) -> Self {
        let step = serde_json::to_value(enrolment.step).unwrap();
        let opening = answer(&session(Some(enrolment), None, None));
        let widget = Self::show(back_end, "enrolment", opening);
        widget.comes_to(step.as_str().unwrap()).await;
        widget
    }

    /// The same, without waiting for the focus.
    pub async fn enrolment_at_once(back_end: &BackEnd, enrolment: Enrolment) -> Self {
        let opening = answer(&session(Some(enrolment), None, None));
        let widget = Self::show(back_end, "enrolment", opening);
        until("a field", || widget.has("[data-field]")).await;
        widget
    }

    pub async fn comes_to(&self, step: &str) {
        let screen = format!("[data-step='{step}']");
        until(&screen, || self.has(&screen)).await;
        until("no longer busy", || !self.has("[aria-busy]")).await;
        // The focus is moved after the rendering.
        turns().await;
    }

    pub fn view(&self) -> View<'_> {
        View(&self.root)
    }

    pub fn has(&self, selector: &str) -> bool {
        self.view().has(selector)
    }

    pub async fn alert(&self, code: &str) -> HtmlElement {
        let alert = format!("[role=alert][data-error='{code}']");
        until(&alert, || self.has(&alert)).await;
        turns().await;
        self.view().find(&alert)
    }

    /// A call whose answer waits until [`BackEnd::release`].
    pub async fn is_busy_with(&self, what: &str, reply: Reply, act: impl FnOnce(&View)) {
        self.back_end.will(what, held(reply));
        act(&self.view());
        until(what, || self.back_end.is_holding()).await;
        until("busy", || self.has("[aria-busy=true]")).await;
    }
}

/// Starts a session at this test's back end, as the element's script does.
fn opener(back_end: &BackEnd) -> Function {
    let code = format!(
        "return fetch('{}/session', {{ method: 'POST', body: '{{}}' }})",
        back_end.base
    );
    Function::new_no_args(&code)
}

/// What is inside a shadow root, to a person.
pub struct View<'a>(pub &'a ShadowRoot);

impl View<'_> {
    pub fn has(&self, selector: &str) -> bool {
        self.0.query_selector(selector).unwrap().is_some()
    }

    #[track_caller]
    pub fn find<E: JsCast>(&self, selector: &str) -> E {
        let found = self.0.query_selector(selector).unwrap();
        let found = found.unwrap_or_else(|| panic!("no {selector} in {}", self.0.inner_html()));
        found.unchecked_into()
    }

    pub fn texts_of(&self, selector: &str) -> Vec<String> {
        let all = self.0.query_selector_all(selector).unwrap();
        let texts = (0..all.length()).filter_map(|index| all.get(index));
        texts
            .map(|node| node.text_content().unwrap_or_default())
            .collect()
    }

    pub fn heading(&self) -> String {
        self.texts_of("h2").join("|")
    }

    #[track_caller]
    pub fn click(&self, action: &str) {
        self.find::<HtmlElement>(&format!("[data-action='{action}']"))
            .click();
    }

    #[track_caller]
    pub fn field(&self, name: &str) -> HtmlInputElement {
        self.find(&format!("[data-field='{name}']"))
    }

    #[track_caller]
    pub fn types(&self, field: &str, text: &str) {
        self.field(field).set_value(text);
    }

    pub fn focused(&self) -> Option<Element> {
        self.0.active_element()
    }
}
