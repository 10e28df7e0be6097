//! A server to test against: a stopped clock, a portal with a key of its own, two schools, cheap hashes. The
//! mechanics are here so that the tests read as what happens.
#![allow(dead_code)]

pub mod cupboard;
mod letters;
pub mod managers;
mod person;
pub mod policies;
pub mod tokens;
pub mod ways;

pub use person::{Person, code};

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt as _;
use tweestap_api::{Method, RememberDuration};
use tweestap_server::assertion::Signer;
use tweestap_server::clock::Clock;
use tweestap_server::config::password::Passwords;
use tweestap_server::config::proxies::Network;
use tweestap_server::config::{Config, Group, School};
use tweestap_server::demo::Demo;
use tweestap_server::hash::{Cost, Hasher};
use tweestap_server::keys::{Keys, signer_in};
use tweestap_server::portal_token::PortalKey;
use tweestap_server::sms::budget::Allowance;
use tweestap_server::sms::{Gateway, Message, NotSent, Outbox};
use tweestap_server::store::directory::{self, Entry};
use tweestap_server::store::{Store, Tuning};
use tweestap_server::texts::Texts;
use tweestap_server::{App, Shared, app};

/// Waits long for a busy machine, and not for the disk.
pub const QUICK: Tuning = Tuning {
    lock_wait: Duration::from_secs(60),
    patience: Duration::from_secs(60),
    durable: false,
};

pub const NOW: i64 = 1_800_000_000;
pub const ADDRESS: &str = "https://tweestap.test";
pub const PORTAL: &str = "https://portal.test";
pub const ISSUER: &str = "https://portal.test/issuer";
/// A school that requires two steps.
pub const FIRM: &str = "https://firm.test/issuer";
/// A school with one reset code instead of six recovery codes.
pub const SINGLE: &str = "https://single.test/issuer";
pub const PASSWORD: &str = "correct horse battery";

/// An answer, read.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The stable code of a problem, or an empty text.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()
    }

    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(
            (self.status, self.code().as_str()),
            (status, code),
            "{}",
            self.json()
        );
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json"
        );
        self.json()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub fn cookies(&self) -> Vec<String> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }
}

/// A gateway that can be out of order.
#[derive(Default)]
pub struct Post {
    pub outbox: Outbox,
    pub broken: AtomicBool,
    /// Takes messages and does not say so.
    pub mute: AtomicBool,
    pub allowance: Mutex<Allowance>,
}

impl Gateway for Post {
    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: i64,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>> {
        if self.broken.load(Ordering::SeqCst) {
            return Box::pin(std::future::ready(Err(NotSent::Certainly)));
        }
        let sent = self.outbox.send(message, now);
        if self.mute.load(Ordering::SeqCst) {
            return Box::pin(std::future::ready(Err(NotSent::Perhaps)));
        }
        sent
    }

    fn allowance(&self) -> Allowance {
        *self.allowance.lock().unwrap()
    }
}

impl Post {
    /// The code of the newest message.
    pub fn code(&self) -> String {
        self.outbox
            .messages()
            .first()
            .expect("a message was sent")
            .text[..6]
            .to_owned()
    }

    pub fn count(&self) -> usize {
        self.outbox.messages().len()
    }
}

pub struct World {
    pub app: Shared,
    pub router: Router,
    pub clock: Arc<Clock>,
    pub post: Arc<Post>,
    pub portal: Arc<Signer>,
    pub folder: Arc<TempDir>,
    postgres: Option<String>,
}

impl World {
    pub async fn new() -> Self {
        Self::tuned(QUICK).await
    }

    pub async fn tuned(tuning: Tuning) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let postgres = match std::env::var("TWEESTAP_TEST_POSTGRES") {
            Ok(url) => Some(fresh_schema(&url).await),
            Err(_) => None,
        };
        let clock = Arc::new(Clock::stopped(NOW));
        Self::start(
            folder,
            clock,
            Arc::default(),
            postgres,
            tuning,
            |_| {},
            None,
        )
        .await
    }

    /// With another gateway than the one that keeps its messages.
    pub async fn through(gateway: Arc<dyn Gateway>) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let postgres = match std::env::var("TWEESTAP_TEST_POSTGRES") {
            Ok(url) => Some(fresh_schema(&url).await),
            Err(_) => None,
        };
        let clock = Arc::new(Clock::stopped(NOW));
        Self::start(
            folder,
            clock,
            Arc::default(),
            postgres,
            QUICK,
            |_| {},
            Some(gateway),
        )
        .await
    }

    /// The same folder, database, clock and gateway in a new process, so to speak.
    pub async fn restarted(self) -> Self {
        self.restarted_with(|_| {}).await
    }

    /// And with other rules: every school is changed like this.
    pub async fn restarted_with(self, change: impl Fn(&mut School)) -> Self {
        let Self {
            folder,
            clock,
            post,
            postgres,
            app,
            ..
        } = self;
        app.store.close().await;
        let tuning = QUICK;
        Self::start(folder, clock, post, postgres, tuning, change, None).await
    }

    async fn start(
        folder: Arc<TempDir>,
        clock: Arc<Clock>,
        post: Arc<Post>,
        postgres: Option<String>,
        tuning: Tuning,
        change: impl Fn(&mut School),
        gateway: Option<Arc<dyn Gateway>>,
    ) -> Self {
        let portal = Arc::new(signer_in(&folder.path().join("portal.pem")).unwrap());
        let key = PortalKey::from_pem(portal.public_pem().as_bytes()).unwrap();
        let store = match &postgres {
            Some(url) => Store::postgres(url, tuning).await.unwrap(),
            None => Store::sqlite(&folder.path().join("tweestap.db"), tuning)
                .await
                .unwrap(),
        };
        let mut config = config(key);
        for school in &mut config.schools {
            change(Arc::get_mut(school).unwrap());
        }
        let app = Arc::new(App {
            clock: clock.clone(),
            store,
            keys: Keys::open(folder.path()).unwrap(),
            config,
            hasher: Hasher::new(Cost::CHEAP),
            reader: tweestap_server::token::reader::Reader::default(),
            gateway: Some(gateway.unwrap_or_else(|| post.clone())),
            demo: None,
        });
        let router = tweestap_server::app(app.clone());
        Self {
            app,
            router,
            clock,
            post,
            portal,
            folder,
            postgres,
        }
    }

    /// Its address, where it is PostgreSQL.
    pub fn address(&self) -> Option<&str> {
        self.postgres.as_deref()
    }

    pub fn is_postgres(&self) -> bool {
        self.postgres.is_some()
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("tweestap.db")
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        send(self.router.clone(), request).await
    }

    /// Someone in the local directory, whose password this back end checks.
    pub async fn local(&self, subject: &str) {
        let password = self
            .app
            .hasher
            .password(&tweestap_api::Secret::new(PASSWORD))
            .await
            .unwrap();
        let mut tx = self.app.store.write().await.unwrap();
        let entry = Entry {
            name: subject.to_owned(),
            password: Some(password),
        };
        directory::add(&mut tx, "school", ISSUER, subject, &entry)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Rows a query counts.
    pub async fn count(&self, query: &'static str) -> i64 {
        let mut connection = self.app.store.read().await.unwrap();
        let (count,): (i64,) = sqlx::query_as(query)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        count
    }

    /// Everyone has an address, so that notices are written.
    pub async fn reachable(&self) {
        self.execute("UPDATE accounts SET email = 'sealed'").await;
    }

    /// The notices that wait to be sent, by name, in alphabetical order; there are none afterwards.
    pub async fn notices(&self) -> Vec<String> {
        let mut connection = self.app.store.read().await.unwrap();
        let rows: Vec<(String,)> = sqlx::query_as("SELECT event FROM mails ORDER BY event")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
        drop(connection);
        self.execute("DELETE FROM mails").await;
        rows.into_iter().map(|(event,)| event).collect()
    }

    pub async fn execute(&self, statement: &'static str) {
        sqlx::raw_sql(statement)
            .execute(self.app.store.writer())
            .await
            .unwrap();
    }
}

/// A schema of its own in the given database.
async fn fresh_schema(url: &str) -> String {
    sqlx::any::install_default_drivers();
    let schema = format!(
        "test_{}",
        tweestap_server::random::id()
            .unwrap()
            .replace(['-', '_'], "x")
            .to_lowercase()
    );
    let pool = sqlx::AnyPool::connect(url).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}options=-c%20search_path%3D{schema}")
}

pub async fn send(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        bytes,
    }
}

pub fn school(id: &str, issuer: &str, key: PortalKey) -> School {
    School {
        id: id.to_owned(),
        name: "De Brug".to_owned(),
        issuer: issuer.to_owned(),
        audience: "tweestap".to_owned(),
        keys: vec![key],
        origins: vec![PORTAL.to_owned()],
        methods: vec![Method::App, Method::Sms],
        longest_remember: RememberDuration::OneWeek,
        countries: vec!["NL".parse().unwrap(), "BE".parse().unwrap()],
        sms_domain: "portal.test".to_owned(),
        required: false,
        recovery: tweestap_api::Recovery::Codes,
        mail_from: None,
        helpdesk: String::new(),
        accepted_amr: vec!["mfa".to_owned()],
        texts: Texts::default(),
        password: Passwords {
            forgotten: true,
            change: true,
            link: format!("{PORTAL}/password"),
            ..Passwords::default()
        },
    }
}

/// The school of the tests, one with another portal that is in a group with it, and a strict one.
fn config(key: PortalKey) -> Config {
    let other = school("other", "https://other.test/issuer", key.clone());
    let strict = School {
        methods: vec![Method::App],
        longest_remember: RememberDuration::TwelveHours,
        origins: vec!["https://strict.test".to_owned()],
        password: Passwords::default(),
        ..school("strict", "https://strict.test/issuer", key.clone())
    };
    let firm = School {
        required: true,
        ..school("firm", FIRM, key.clone())
    };
    let single = School {
        recovery: tweestap_api::Recovery::ResetCode,
        ..school("single", SINGLE, key.clone())
    };
    let schools = [school("school", ISSUER, key), other, strict, firm, single]
        .map(Arc::new)
        .to_vec();
    let config = Config {
        public_url: ADDRESS.to_owned(),
        schools,
        groups: vec![Group {
            id: "bridges".to_owned(),
            name: "De Bruggen".to_owned(),
            schools: vec!["school".to_owned(), "other".to_owned()],
        }],
        mail: None,
        proxies: vec![Network::parse("192.0.2.1").unwrap()],
    };
    config.check(true).unwrap();
    config
}

/// A demonstration, as `--demo` serves it.
pub async fn demonstration(folder: &TempDir) -> (Router, Shared) {
    let demo = Demo::open(folder.path()).unwrap();
    let tuning = QUICK;
    let store = Store::sqlite(&folder.path().join("tweestap.db"), tuning)
        .await
        .unwrap();
    let ahead = {
        let mut connection = store.read().await.unwrap();
        tweestap_server::store::demo::clock(&mut connection)
            .await
            .unwrap()
    };
    let clock = Clock::stopped(NOW);
    clock.advance(ahead);
    let state = Arc::new(App {
        clock: Arc::new(clock),
        store,
        keys: Keys::open(folder.path()).unwrap(),
        config: demo.config("http://127.0.0.1:8080", &[]).unwrap(),
        hasher: Hasher::new(Cost::CHEAP),
        reader: tweestap_server::token::reader::Reader::default(),
        gateway: Some(demo.outbox.clone() as Arc<dyn Gateway>),
        demo: Some(demo),
    });
    tweestap_server::demo::settle(&state).await.unwrap();
    (app(state.clone()), state)
}
