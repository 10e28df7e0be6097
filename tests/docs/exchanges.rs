//! The exchanges of docs/backend.md, performed in their order against one demonstration, and compared.
//!
//! A block that is tagged `http` is a request; the next one, which begins with `HTTP/1.1`, is its answer. Behind the
//! tag may stand `as=docent` (that person signs in at the portal first) and `later=30` (so many seconds pass first).
//! In a request `{token}` is a fresh token of the portal, `{code}` what the authenticator app shows, `{sms_code}` what
//! the phone received, and every other name in braces, also in the address, was in an answer before. With TWEESTAP_UPDATE=1 the answers are
//! written into the document: all members, or those of which the answer there already has the names.

use crate::blocks::{Block, Document, documents};
use crate::shape::differs;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::{env, fs};
use tempfile::TempDir;
use tweestap_e2e::{Authenticator, PASSWORD, Server};

#[test]
fn every_exchange_happens_as_documented_and_every_route_is_in_one() {
    let document = documents()
        .into_iter()
        .find(|one| one.name == "docs/backend.md");
    let document = document.expect("docs/backend.md");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(perform_all(&document));
}

async fn perform_all(document: &Document) {
    let folder = TempDir::new().unwrap();
    let mut talk = Talk::with(Server::start(folder.path()));
    let mut called = BTreeSet::new();
    let mut written = document.text.lines().map(str::to_owned).collect::<Vec<_>>();
    let update = env::var_os("TWEESTAP_UPDATE").is_some();
    let mut blocks = document
        .blocks()
        .into_iter()
        .filter(|block| block.tag() == "http");
    let mut changes = vec![];
    while let Some(request) = blocks.next() {
        let answer = blocks.next().expect("an answer to the last request");
        assert!(
            answer.text.starts_with("HTTP/1.1"),
            "{}: a request without an answer",
            request.place
        );
        let (route, real) = talk.perform(&request).await;
        called.insert(route);
        if update {
            changes.push((
                answer.line,
                answer.text.lines().count(),
                real.written(&body_of(&answer)),
            ));
        } else {
            real.compare(&answer);
        }
    }
    if update {
        for (line, count, text) in changes.into_iter().rev() {
            written.splice(line..line + count, text.lines().map(str::to_owned));
        }
        fs::write(&document.path, written.join("\n") + "\n").unwrap();
    }
    let mut missing = talk.routes().await;
    missing.retain(|route| !called.iter().any(|call| is_of(route, call)));
    assert!(missing.is_empty(), "without an exchange: {missing:#?}");
}

/// Whether a call is one of a route, whose names in braces stand for any word.
fn is_of(route: &str, call: &str) -> bool {
    let (words, said) = (route.split('/'), call.split('/'));
    words.clone().count() == said.clone().count()
        && words
            .zip(said)
            .all(|(word, said)| word == said || word.starts_with('{'))
}

/// What was answered.
struct Real {
    status: u16,
    content_type: String,
    body: Value,
}

fn body_of(answer: &Block) -> Value {
    let body = answer.text.split_once("\n\n").map_or("", |(_, body)| body);
    serde_json::from_str(body).unwrap_or_else(|error| match body.trim() {
        "" => Value::Null,
        _ => panic!("{}: {error}", answer.place),
    })
}

impl Real {
    fn compare(&self, answer: &Block) {
        let mut lines = answer.text.lines();
        let status = format!("HTTP/1.1 {}", self.status);
        assert_eq!(
            lines.next(),
            Some(status.as_str()),
            "{}: {}",
            answer.place,
            self.body
        );
        let content_type = format!("content-type: {}", self.content_type);
        assert_eq!(
            lines.next(),
            Some(content_type.as_str()),
            "{}",
            answer.place
        );
        let difference = differs(&body_of(answer), &self.body, "");
        assert_eq!(difference, None, "{}: {}", answer.place, self.body);
    }

    /// As the document has it.
    fn written(&self, before: &Value) -> String {
        let Value::Object(all) = shortened("", &self.body) else {
            panic!("{}", self.body);
        };
        let names: Vec<&String> = before
            .as_object()
            .map(|one| one.keys().collect())
            .unwrap_or_default();
        let some = names.iter().any(|name| *name == "…");
        let kept: Map<String, Value> = all
            .into_iter()
            .filter(|(name, _)| !some || names.contains(&name))
            .chain(some.then(|| ("…".to_owned(), json!("…"))))
            .collect();
        let lines: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("  \"{name}\": {}", line(value)))
            .collect();
        format!(
            "HTTP/1.1 {}\ncontent-type: {}\n\n{{\n{}\n}}",
            self.status,
            self.content_type,
            lines.join(",\n")
        )
    }
}

/// Secrets and names that are drawn anew each time.
fn shortened(name: &str, value: &Value) -> Value {
    let start =
        |text: &str, count| json!(format!("{}…", text.chars().take(count).collect::<String>()));
    match (name, value) {
        ("access_token" | "assertion" | "id" | "x" | "y" | "kid", Value::String(text)) => {
            start(text, 6)
        }
        ("key" | "recovery_codes", Value::String(text)) => start(text, 5),
        ("uri", Value::String(text)) => start(text, 31),
        (_, Value::Array(all)) => all.iter().map(|one| shortened(name, one)).collect(),
        (_, Value::Object(all)) => {
            let members = all
                .iter()
                .map(|(name, one)| (name.clone(), shortened(name, one)));
            Value::Object(members.collect())
        }
        _ => value.clone(),
    }
}

/// JSON on one line, with room to breathe.
fn line(value: &Value) -> String {
    match value {
        Value::Array(all) => format!("[{}]", all.iter().map(line).collect::<Vec<_>>().join(", ")),
        Value::Object(all) if all.is_empty() => "{}".to_owned(),
        Value::Object(all) => {
            let members = all
                .iter()
                .map(|(name, one)| format!("\"{name}\": {}", line(one)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A client that remembers what it was told.
struct Talk {
    server: Server,
    http: Client,
    cookies: BTreeMap<String, String>,
    /// By name; recovery codes by the name of their owner as well.
    known: BTreeMap<String, String>,
    person: String,
}

impl Talk {
    fn with(server: Server) -> Self {
        Self {
            server,
            http: Client::new(),
            cookies: BTreeMap::new(),
            known: BTreeMap::new(),
            person: String::new(),
        }
    }

    async fn perform(&mut self, block: &Block) -> (String, Real) {
        for word in &block.words[1..] {
            match word.split_once('=') {
                Some(("as", person)) => self.signs_in(person).await,
                Some(("later", seconds)) => self.server.later(seconds.parse().unwrap()).await,
                _ => panic!("{}: what is {word}?", block.place),
            }
        }
        let (head, body) = block
            .text
            .split_once("\n\n")
            .unwrap_or((block.text.as_str(), ""));
        let mut words = head.split_whitespace();
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let address = self.filled(path, &block.place).await;
        let mut request = self.request(method, &address);
        if let Some(token) = self.known.get("access_token") {
            request = request.bearer_auth(token);
        }
        if !body.trim().is_empty() {
            let body = self.filled(body, &block.place).await;
            request = request
                .header("content-type", "application/json")
                .body(body);
        }
        let real = self.sends(request, &block.place).await;
        let route = path.split('?').next().unwrap_or(path);
        (format!("{method} {route}"), real)
    }

    fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        let address = format!("{}{path}", self.server.address);
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = self.http.request(method, address);
        request
            .header("cookie", pairs.join("; "))
            .header("origin", &self.server.address)
    }

    async fn sends(&mut self, request: RequestBuilder, place: &str) -> Real {
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let (status, content_type) = (
            answer.status().as_u16(),
            answer.headers()["content-type"]
                .to_str()
                .unwrap()
                .to_owned(),
        );
        let text = answer.text().await.unwrap();
        let body: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{place}: {error}: {text}"));
        self.learns(&body);
        Real {
            status,
            content_type,
            body,
        }
    }

    async fn signs_in(&mut self, person: &str) {
        self.person = person.to_owned();
        self.known.remove("access_token");
        let body = json!({ "username": person, "password": PASSWORD });
        let request = self.request("POST", "/demo/portal/sign-in").json(&body);
        assert_eq!(self.sends(request, person).await.status, 200);
    }

    /// Names for later requests.
    fn learns(&mut self, answer: &Value) {
        let mut learn = |name: &str, value: &Value| {
            if let Some(text) = value.as_str() {
                self.known.insert(name.to_owned(), text.to_owned());
            }
        };
        learn("access_token", &answer["access_token"]);
        let view = |name: &str| {
            if answer[name].is_object() {
                &answer[name]
            } else {
                answer
            }
        };
        let (enrolment, challenge, settings) =
            (view("enrolment"), view("challenge"), view("settings"));
        if enrolment["with_password"].is_boolean() {
            learn("enrolment", &enrolment["id"]);
        }
        if challenge["ways"].is_array() {
            learn("challenge", &challenge["id"]);
        }
        learn("key", &enrolment["app"]["key"]);
        learn(&self.person, &enrolment["recovery_codes"][0]);
        learn("factor", &settings["factors"][0]["id"]);
        learn("device", &settings["devices"][0]["id"]);
        learn("person", &answer["people"][0]["id"]);
        learn("hardware", &answer["tokens"][0]["id"]);
    }

    async fn filled(&mut self, body: &str, place: &str) -> String {
        let mut body = body.to_owned();
        if body.contains("{token}") {
            let request = self.request("POST", "/demo/portal/token").json(&json!({}));
            let token = self.sends(request, place).await.body["token"]
                .as_str()
                .unwrap()
                .to_owned();
            body = body.replace("{token}", &token);
        }
        if body.contains("{code}") {
            let app = Authenticator {
                key: self.known["key"].clone(),
            };
            let now = self.server.early_in_a_step().await;
            body = body.replace("{code}", &app.code_at(now));
        }
        if body.contains("{sms_code}") {
            body = body.replace("{sms_code}", &self.server.newest_message().await.code());
        }
        if let Some(code) = self.known.get(&self.person) {
            body = body.replace("{recovery_code}", code);
        }
        for (name, value) in &self.known {
            body = body.replace(&format!("{{{name}}}"), value);
        }
        assert!(!body.contains("\"{"), "{place}: not known yet: {body}");
        body
    }

    /// All of the published contract.
    async fn routes(&self) -> BTreeSet<String> {
        let answer = self
            .request("GET", "/api/v1/openapi.json")
            .send()
            .await
            .unwrap();
        let contract: Value = answer.json().await.unwrap();
        let paths = contract["paths"].as_object().unwrap();
        let each = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        });
        each.map(|route| {
            if route.contains("/api/v1") {
                route
            } else {
                route.replacen(" /", " /api/v1/", 1)
            }
        })
        .collect()
    }
}
