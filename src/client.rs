//! The only place that calls the back end. HTTP in, `Result<_, Failure>` out; holds the bearer token.
//! One kind of future carries every call: each further kind would cost a kilobyte of wasm.

use crate::{
    codec::{decode, encode},
    failure::Failure,
    plain::{member, object, texts},
};
use gloo_net::http::{Request, Response};
use js_sys::{Function, JSON, Promise};
use serde::{Serialize, de::DeserializeOwned};
use std::{borrow::Cow, cell::RefCell, pin::Pin, rc::Rc};
use tweestap_api::{Problem, Secret};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortSignal;

/// A server that says nothing for so long is treated as out of reach.
const TIMEOUT_MS: u32 = 10_000;

#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    api: String,
    opening: RefCell<Option<Promise>>,
    open: Function,
    token: RefCell<Secret>,
}

/// What to ask.
#[derive(Clone)]
pub enum Ask {
    /// Hand the person over: a portal token against a bearer token. The answer is a `Session`.
    Open,
    Request(&'static str, Cow<'static, str>, JsValue),
}

/// The answer's body, or why there is none.
pub type Answer = Result<JsValue, Failure>;

type Then = Box<dyn FnOnce(Answer)>;

impl Ask {
    pub fn get(path: impl Into<Cow<'static, str>>) -> Self {
        Self::Request("GET", path.into(), JsValue::UNDEFINED)
    }

    pub fn delete(path: &'static str) -> Self {
        Self::Request("DELETE", path.into(), JsValue::UNDEFINED)
    }

    pub fn post(path: &'static str, body: &impl Serialize) -> Self {
        Self::Request("POST", path.into(), encode(body))
    }

    /// A POST that says all by its address.
    pub fn post_nothing(path: &'static str) -> Self {
        Self::Request("POST", path.into(), JsValue::from_str("{}"))
    }

    pub fn put(path: &'static str, body: &impl Serialize) -> Self {
        Self::Request("PUT", path.into(), encode(body))
    }
}

impl Client {
    pub fn new(api: String, opening: Promise, open: Function) -> Self {
        Self(Rc::new(Inner {
            api,
            opening: RefCell::new(Some(opening)),
            open,
            token: RefCell::default(),
        }))
    }

    /// A session has been opened.
    pub fn is_open(&self) -> bool {
        !self.0.token.borrow().expose().is_empty()
    }

    /// Asks once; `then` gets the answer.
    pub fn ask(self, ask: Ask, then: impl FnOnce(Answer) + 'static) {
        self.spawn(ask, None, Box::new(then));
    }

    /// Asks again, ever slower, until there is another answer than "no connection".
    pub fn ask_until_online(self, ask: Ask, then: impl FnOnce(Answer) + 'static) {
        self.ask_after(1_000, ask, Box::new(then));
    }

    fn ask_after(self, pause: i32, ask: Ask, then: Then) {
        after(pause, move || self.spawn(ask, Some(pause), then));
    }

    /// After a pause of so many milliseconds it will be asked again; `None`: once.
    fn spawn(self, ask: Ask, pause: Option<i32>, then: Then) {
        spawn(async move {
            let answer = self.answer(&ask).await;
            match pause {
                // Nobody waits any more when only this future holds the client.
                Some(pause)
                    if matches!(answer, Err(Failure::Offline)) && Rc::strong_count(&self.0) > 1 =>
                {
                    self.ask_after((pause * 2).min(10_000), ask, then);
                }
                _ => then(answer),
            }
        });
    }

    /// An expired session is opened again, once, without the person noticing.
    async fn answer(&self, ask: &Ask) -> Answer {
        let Ask::Request(method, path, body) = ask else {
            return self.open().await;
        };
        let mut again = true;
        loop {
            match self.send(method, path, body).await {
                Err(Failure::Refused(Problem::SessionExpired)) if again => again = false,
                answer => return answer,
            }
            self.open().await?;
        }
    }

    async fn open(&self) -> Answer {
        let opening = self.0.opening.borrow_mut().take();
        let promise = match opening {
            Some(opening) => opening,
            None => self
                .0
                .open
                .call0(&JsValue::NULL)
                .ok()
                .and_then(|promise| promise.dyn_into().ok())
                .ok_or(Failure::Unreadable)?,
        };
        let response = JsFuture::from(promise)
            .await
            .map_err(|_| Failure::Offline)?;
        let response: web_sys::Response = response.dyn_into().map_err(|_| Failure::Unreadable)?;
        let session = read(response.into()).await?;
        let token = member(&session, "access_token").as_string();
        *self.0.token.borrow_mut() = Secret::new(token.ok_or(Failure::Unreadable)?);
        Ok(session)
    }

    async fn send(&self, method: &str, path: &str, body: &JsValue) -> Answer {
        let request = self.request(method, path, body);
        let request = request.ok_or(Failure::Unreadable)?;
        let response = request.send().await.map_err(|_| Failure::Offline)?;
        read(response).await
    }

    /// Made without `RequestBuilder`, which takes every address apart and puts it together again.
    fn request(&self, method: &str, path: &str, body: &JsValue) -> Option<Request> {
        let bearer = ["Bearer ", self.0.token.borrow().expose()].concat();
        let headers = [
            ("authorization", &*bearer),
            ("content-type", "application/json"),
        ];
        let headers = match body.is_undefined() {
            true => &headers[..1],
            false => &headers,
        };
        let options = object(&[
            ("method", &method.into()),
            ("credentials", &"include".into()),
            ("headers", &texts(headers)),
            ("signal", &AbortSignal::timeout_with_u32(TIMEOUT_MS)),
            ("body", body),
        ]);
        let address = [&self.0.api, path].concat();
        let request =
            web_sys::Request::new_with_str_and_init(&address, options.unchecked_ref()).ok()?;
        Some(request.into())
    }
}

/// The parsed body of a success; otherwise why not.
async fn read(response: Response) -> Answer {
    let status = response.status();
    let text = response.text().await.map_err(|_| Failure::Offline)?;
    let body = JSON::parse(&text).unwrap_or(JsValue::UNDEFINED);
    match status {
        200..300 if body.is_object() => Ok(body),
        200..300 => Err(Failure::Unreadable),
        _ => Err(refusal(status, body)),
    }
}

fn refusal(status: u16, body: JsValue) -> Failure {
    match (decode::<Problem>(body), status) {
        (Some(problem), _) if problem != Problem::Unknown => Failure::Refused(problem),
        (_, 401 | 403) => Failure::SignedOut,
        (_, 502..=504) => Failure::Offline,
        (Some(problem), _) => Failure::Refused(problem),
        _ => Failure::Unreadable,
    }
}

/// A view's state: by itself, or as the member `name` of a session.
pub fn state_of<T: DeserializeOwned>(answer: Answer, name: &str) -> Result<Box<T>, Failure> {
    let answer = answer?;
    let inside = member(&answer, name);
    let body = if inside.is_object() { inside } else { answer };
    decode(body).map(Box::new).ok_or(Failure::Unreadable)
}

/// Runs `act` after so many milliseconds.
pub fn after(milliseconds: i32, act: impl FnOnce() + 'static) {
    let act: Box<dyn FnOnce()> = Box::new(act);
    set_timeout(&Closure::once_into_js(act), milliseconds);
}

/// Runs `task` in the page's own time. Boxed, like the tasks of the reactive graph: one kind of task.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    spawn_local(task);
}

fn set_timeout(act: &JsValue, milliseconds: i32) {
    if let Some(window) = web_sys::window() {
        let act = act.unchecked_ref();
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(act, milliseconds)
            .ok();
    }
}
