//! A mounted view, without the element around it: find, act, see.

use crate::{
    back_end::{BackEnd, Reply, answer, held},
    fixture::secret,
    heard::Heard,
    page::{Place, View, document, shadow, texts, turns, until},
};
use js_sys::Function;
use tweestap_api::{Challenge, Enrolment, Level, Session, Settings};
use tweestap_widget::{Mounted, mount};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, ShadowRoot};

pub const TOKEN: &str = "canary-access-token";

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
        password: None,
    }
}

impl Widget {
    /// The view, its opening answered with `opening`.
    pub fn show(back_end: &BackEnd, view: &str, opening: Reply) -> Self {
        Self::show_with(back_end, view, &[], opening)
    }

    /// The same, on an element with these attributes.
    pub fn show_with(
        back_end: &BackEnd,
        view: &str,
        attributes: &[(&str, &str)],
        opening: Reply,
    ) -> Self {
        back_end.will("POST /session", opening);
        let place = Place::new();
        let heard = Heard::at(place.around());
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        for (name, value) in attributes {
            host.set_attribute(name, value).unwrap();
        }
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
