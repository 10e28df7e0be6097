//! The only place that calls the back end. HTTP in, `Result<_, Failure>` out; holds the bearer token.
//! One kind of future carries every call: each further kind would cost a kilobyte of wasm.

use crate::failure::Failure;
use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::{Function, JSON, Promise, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use std::{cell::RefCell, rc::Rc};
use tweestap_api::{Problem, Secret};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, RequestCredentials};

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
    Request(Method, &'static str, JsValue),
}

/// The answer's body, or why there is none.
pub type Answer = Result<JsValue, Failure>;

impl Ask {
    pub fn get(path: &'static str) -> Self {
        Self::Request(Method::GET, path, JsValue::UNDEFINED)
    }

    pub fn delete(path: &'static str) -> Self {
        Self::Request(Method::DELETE, path, JsValue::UNDEFINED)
    }

    pub fn post(path: &'static str, body: &impl Serialize) -> Self {
        Self::Request(Method::POST, path, encode(body))
    }

    /// A POST that says all by its address.
    pub fn post_nothing(path: &'static str) -> Self {
        Self::Request(Method::POST, path, JsValue::from_str("{}"))
    }

    pub fn put(path: &'static str, body: &impl Serialize) -> Self {
        Self::Request(Method::PUT, path, encode(body))
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
        self.spawn(ask, false, Box::new(then));
    }

    /// Asks again, ever slower, until there is another answer than "no connection".
    pub fn ask_until_online(self, ask: Ask, then: impl FnOnce(Answer) + 'static) {
        self.spawn(ask, true, Box::new(then));
    }

    fn spawn(self, ask: Ask, patiently: bool, then: Box<dyn FnOnce(Answer)>) {
        spawn_local(async move {
            let mut pause = 1_000;
            loop {
                if patiently {
                    sleep(pause).await;
                    pause = (pause * 2).min(10_000);
                }
                match self.answer(&ask).await {
                    // Nobody waits any more when only this future holds the client.
                    Err(Failure::Offline) if patiently && Rc::strong_count(&self.0) > 1 => {}
                    answer => return then(answer),
                }
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
            match self.send(method.clone(), path, body).await {
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

    async fn send(&self, method: Method, path: &str, body: &JsValue) -> Answer {
        let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
        let bearer = ["Bearer ", self.0.token.borrow().expose()].concat();
        let request = RequestBuilder::new(&[&self.0.api, path].concat())
            .method(method)
            .credentials(RequestCredentials::Include)
            .header("authorization", &bearer)
            .abort_signal(Some(&signal));
        let request = match body.is_undefined() {
            true => request.build(),
            false => request
                .header("content-type", "application/json")
                .body(body),
        };
        let request = request.map_err(|_| Failure::Unreadable)?;
        let response = request.send().await.map_err(|_| Failure::Offline)?;
        read(response).await
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
        (Ok(problem), _) if problem != Problem::Unknown => Failure::Refused(problem),
        (_, 401 | 403) => Failure::SignedOut,
        (_, 502..=504) => Failure::Offline,
        (Ok(problem), _) => Failure::Refused(problem),
        _ => Failure::Unreadable,
    }
}

/// A body of the contract always has a JSON form; if it had none, the server would say what is missing.
fn encode(body: &impl Serialize) -> JsValue {
    stringify(serde_wasm_bindgen::to_value(body).unwrap_or(JsValue::NULL))
}

fn stringify(value: JsValue) -> JsValue {
    JSON::stringify(&value).map_or(JsValue::NULL, JsValue::from)
}

/// A view's state: by itself, or as the member `name` of a session.
pub fn state_of<T: DeserializeOwned>(answer: Answer, name: &str) -> Result<Box<T>, Failure> {
    let answer = answer?;
    let inside = member(&answer, name);
    let body = if inside.is_object() { inside } else { answer };
    decode(body).map(Box::new)
}

fn decode<T: DeserializeOwned>(body: JsValue) -> Result<T, Failure> {
    serde_wasm_bindgen::from_value(body).map_err(|_| Failure::Unreadable)
}

/// A member of an object; `undefined` when it has none.
fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Runs `act` after so many milliseconds.
pub fn after(milliseconds: i32, act: impl FnOnce() + 'static) {
    set_timeout(&Closure::once_into_js(act), milliseconds);
}

fn set_timeout(act: &JsValue, milliseconds: i32) {
    if let Some(window) = web_sys::window() {
        let act = act.unchecked_ref();
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(act, milliseconds)
            .ok();
    }
}

async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| set_timeout(&resolve, milliseconds));
    JsFuture::from(promise).await.ok();
}
