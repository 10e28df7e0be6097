//! `window.fetch`, scripted: what each call will be answered, and what was asked. Files that a test has
//! made (`blob:`) go to the real `fetch`, unless their failing is scripted.

use js_sys::{Function, Promise};
use serde::Serialize;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};
use tweestap_api::Problem;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Request, RequestInit, Response, ResponseInit, Window};

/// What was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// `POST /enrolment/method`, or `file css`.
    pub what: String,
    pub body: String,
    pub bearer: String,
}

#[derive(Clone)]
pub enum Reply {
    Answer(u16, String),
    /// No connection.
    Broken,
    /// Comes when [`BackEnd::release`] is called.
    Held(Box<Reply>),
}

pub fn answer(body: &impl Serialize) -> Reply {
    Reply::Answer(200, serde_json::to_string(body).unwrap())
}

pub fn problem(problem: Problem) -> Reply {
    Reply::Answer(problem.status(), serde_json::to_string(&problem).unwrap())
}

pub fn held(reply: Reply) -> Reply {
    Reply::Held(Box::new(reply))
}

#[derive(Default)]
struct Script {
    will: Vec<(String, Reply)>,
    asked: Vec<Asked>,
    waiting: Vec<Function>,
    files: HashMap<String, String>,
}

thread_local! {
    static SCRIPT: RefCell<Script> = RefCell::default();
    static TURN: Cell<u32> = const { Cell::new(0) };
    static REAL: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// The back end of one test; calls of a widget that an earlier test left behind are never answered.
#[derive(Clone)]
pub struct BackEnd {
    pub base: String,
}

impl BackEnd {
    pub fn fresh() -> Self {
        install();
        SCRIPT.replace(Script::default());
        TURN.set(TURN.get() + 1);
        Self { base: base() }
    }

    /// The next call of `what` is answered so. Calls without an answer in store are refused as `internal`.
    pub fn will(&self, what: &str, reply: Reply) -> &Self {
        SCRIPT.with_borrow_mut(|script| script.will.push((what.to_owned(), reply)));
        self
    }

    /// A file at this address is known by this name.
    pub fn serves(&self, address: &str, name: &str) {
        let (address, name) = (address.to_owned(), name.to_owned());
        SCRIPT.with_borrow_mut(|script| script.files.insert(address, name));
    }

    pub fn asked(&self) -> Vec<Asked> {
        SCRIPT.with_borrow(|script| script.asked.clone())
    }

    pub fn times(&self, what: &str) -> usize {
        self.asked()
            .iter()
            .filter(|asked| asked.what == what)
            .count()
    }

    /// The one call of `what`.
    #[track_caller]
    pub fn only(&self, what: &str) -> Asked {
        let mut asked = self.asked();
        asked.retain(|asked| asked.what == what);
        assert_eq!(asked.len(), 1, "{what}: {asked:?}");
        asked.remove(0)
    }

    /// Lets everything go that is held.
    pub fn release(&self) {
        let waiting = SCRIPT.with_borrow_mut(|script| std::mem::take(&mut script.waiting));
        assert!(!waiting.is_empty(), "nothing is held");
        for go in waiting {
            go.call0(&JsValue::NULL).unwrap();
        }
    }

    pub fn is_holding(&self) -> bool {
        SCRIPT.with_borrow(|script| !script.waiting.is_empty())
    }
}

fn base() -> String {
    format!("/turn-{}", TURN.get())
}

fn install() {
    if REAL.with_borrow(Option::is_some) {
        return;
    }
    let window = web_sys::window().unwrap();
    let name = JsValue::from_str("fetch");
    let real = js_sys::Reflect::get(&window, &name).unwrap();
    REAL.replace(Some(real.unchecked_into()));
    let fake = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(fetch);
    js_sys::Reflect::set(&window, &name, fake.as_ref()).unwrap();
    fake.forget();
}

fn fetch(input: JsValue, init: JsValue) -> Promise {
    let init = match init.is_undefined() {
        true => RequestInit::new(),
        false => init.unchecked_into(),
    };
    let request = match input.dyn_into::<Request>() {
        Ok(request) => request,
        Err(address) => {
            let address = js_sys::Object::from(address).to_string();
            Request::new_with_str_and_init(&String::from(address), &init).unwrap()
        }
    };
    let Some(what) = name(&request) else {
        // A widget of another test: nobody answers it any more.
        return Promise::new(&mut |_, _| ());
    };
    future_to_promise(async move { respond(request, what).await })
}

/// `None`: not a call of this test.
fn name(request: &Request) -> Option<String> {
    let address = request.url();
    if let Some(file) = SCRIPT.with_borrow(|script| script.files.get(&address).cloned()) {
        return Some(format!("file {file}"));
    }
    let origin = web_sys::window()?.location().origin().ok()?;
    let path = address
        .strip_prefix(&origin)?
        .strip_prefix(&base())?
        .to_owned();
    Some(format!("{} {path}", request.method()))
}

async fn respond(request: Request, what: String) -> Result<JsValue, JsValue> {
    let again = request.clone()?;
    let body = JsFuture::from(request.text()?).await?.as_string().unwrap();
    let bearer = request.headers().get("authorization")?.unwrap_or_default();
    let reply = SCRIPT.with_borrow_mut(|script| {
        script.asked.push(Asked {
            what: what.clone(),
            body,
            bearer,
        });
        let at = script
            .will
            .iter()
            .position(|(planned, _)| *planned == what)?;
        Some(script.will.remove(at).1)
    });
    let mut reply = match reply {
        Some(reply) => reply,
        None if what.starts_with("file ") => return really(&again).await,
        None => problem(Problem::Internal),
    };
    if let Reply::Held(later) = reply {
        let wait = Promise::new(&mut |go, _| {
            SCRIPT.with_borrow_mut(|script| script.waiting.push(go));
        });
        JsFuture::from(wait).await?;
        reply = *later;
    }
    match reply {
        Reply::Answer(status, body) => response(status, &body).map(JsValue::from),
        _ => Err(js_sys::TypeError::new("Failed to fetch").into()),
    }
}

async fn really(request: &Request) -> Result<JsValue, JsValue> {
    let real = REAL.with_borrow(|real| real.clone().unwrap());
    let window: Window = web_sys::window().unwrap();
    JsFuture::from(real.call1(&window, request)?.unchecked_into::<Promise>()).await
}

pub fn response(status: u16, body: &str) -> Result<Response, JsValue> {
    let init = ResponseInit::new();
    init.set_status(status);
    Response::new_with_opt_str_and_init(Some(body), &init)
}
