//! The real server in a process of its own, with a data folder of its own. Its clock is moved, its outbox is
//! read, and it can be killed and started again.

use crate::process::Process;
use serde::Deserialize;
use serde_json::json;
use std::env;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The queue of the mail is waited for, as `World::until` waits for the page.
const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_millis(50);
/// Seconds of a code (RFC 6238).
const STEP: i64 = 30;

pub struct Server {
    /// `http://127.0.0.1:43210`
    pub address: String,
    listen: String,
    folder: PathBuf,
    /// Other origins whose pages may carry the widget.
    portals: Vec<String>,
    process: Option<Process>,
    /// It was stopped at some time, so that the browser may have missed it.
    pub was_away: bool,
    http: reqwest::Client,
}

/// What the demonstration's phone received.
#[derive(Debug, Deserialize)]
pub struct Message {
    pub kind: String,
    pub to: String,
    pub text: String,
}

impl Message {
    /// The first six digits in a row.
    pub fn code(&self) -> String {
        let digits = self.text.split(|c: char| !c.is_ascii_digit());
        let code = digits.into_iter().find(|run| run.len() == 6);
        code.unwrap_or_else(|| panic!("no code in {:?}", self.text))
            .to_owned()
    }
}

impl Server {
    /// On a free port; `folder` gets its data and its log.
    pub fn start(folder: &Path) -> Self {
        Self::start_for(folder, Vec::new())
    }

    /// And pages of these origins may carry the widget, too.
    pub fn start_for(folder: &Path, portals: Vec<String>) -> Self {
        let mut server = Self {
            portals,
            address: String::new(),
            listen: "127.0.0.1:0".to_owned(),
            folder: folder.to_owned(),
            process: None,
            was_away: false,
            http: reqwest::Client::new(),
        };
        server.start_again();
        server
    }

    /// At once, without a chance to tidy up.
    pub fn is_killed(&mut self) {
        self.process = None;
        self.was_away = true;
    }

    /// On the same port and data as before.
    pub fn start_again(&mut self) {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log_file());
        let mut command = Command::new(binary());
        command
            .args(["serve", "--demo", "--listen", &self.listen, "--data"])
            .arg(self.folder.join("data"))
            .args(self.portals.iter().flat_map(|portal| ["--portal", portal]))
            .stderr(log.expect("a file for the server's log"));
        let (process, address) = Process::start(&mut command, |line| {
            let address = line.strip_prefix("ready ")?.trim_end_matches('/');
            Some(address.to_owned())
        });
        self.listen = address.trim_start_matches("http://").to_owned();
        self.address = address;
        self.process = Some(process);
    }

    fn log_file(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// All it wrote on stderr so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// Unix seconds on its clock.
    pub async fn now(&self) -> i64 {
        #[derive(Deserialize)]
        struct Clock {
            now: String,
        }
        let clock: Clock = self.get("/demo/clock").await;
        let now: jiff::Timestamp = clock.now.parse().expect("a time of RFC 3339");
        now.as_second()
    }

    /// Moves its clock ahead.
    pub async fn later(&self, seconds: i64) {
        let request = self.http.post(format!("{}/demo/clock", self.address));
        let answer = request
            .json(&json!({ "advance_seconds": seconds }))
            .send()
            .await;
        let answer = answer.expect("an answer about the clock");
        assert!(
            answer.status().is_success(),
            "the clock did not move: {answer:?}"
        );
    }

    /// So that the step of a code does not end while it is being typed: at most five seconds into one.
    pub async fn early_in_a_step(&self) -> i64 {
        let now = self.now().await;
        if now % STEP > 5 {
            self.later(STEP - now % STEP).await;
        }
        self.now().await
    }

    /// The text messages, newest first.
    pub async fn outbox(&self) -> Vec<Message> {
        self.messages("sms").await
    }

    async fn messages(&self, kind: &str) -> Vec<Message> {
        let all: Vec<Message> = self.get("/demo/outbox").await;
        all.into_iter().filter(|one| one.kind == kind).collect()
    }

    /// The newest mail to this account that has these words in it.
    pub async fn is_mailed(&self, username: &str, words: &str) {
        let mut seen = Vec::new();
        for _ in 0..200 {
            let mails = self.messages("mail").await;
            let mine = mails
                .into_iter()
                .filter(|mail| mail.to.starts_with(username));
            seen = mine.map(|mail| mail.text).collect();
            if seen.iter().any(|text| text.contains(words)) {
                return;
            }
            // The queue works beside the answers.
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        panic!("no mail to {username} says {words:?}: {seen:#?}");
    }

    /// The page of the newest link that was mailed to this account, behind the server's own address.
    pub async fn mailed_link(&self, username: &str) -> String {
        for _ in 0..200 {
            let mails = self.messages("mail").await;
            let mut mine = mails.iter().filter(|mail| mail.to.starts_with(username));
            let link = mine.find_map(|mail| {
                let words = mail.text.split_whitespace();
                words
                    .into_iter()
                    .find_map(|word| word.strip_prefix(&self.address))
            });
            if let Some(link) = link {
                return link.trim_start_matches('/').to_owned();
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        panic!("no link was mailed to {username}");
    }

    /// How many mails went to this account.
    pub async fn mails_to(&self, username: &str) -> usize {
        let mails = self.messages("mail").await;
        mails
            .iter()
            .filter(|mail| mail.to.starts_with(username))
            .count()
    }

    /// What the hardware token of the demonstration shows now.
    pub async fn token_code(&self) -> String {
        #[derive(Deserialize)]
        struct Token {
            code: String,
        }
        let token: Token = self.get("/demo/token").await;
        token.code
    }

    pub async fn newest_message(&self) -> Message {
        let mut messages = self.outbox().await.into_iter();
        messages.next().expect("a message in the outbox")
    }

    /// Every screen the gallery has.
    pub async fn gallery(&self) -> Vec<String> {
        #[derive(Deserialize)]
        struct Entry {
            name: String,
        }
        let entries: Vec<Entry> = self.get("/demo/gallery").await;
        entries.into_iter().map(|entry| entry.name).collect()
    }

    /// What a GET is answered with.
    pub async fn status_of(&self, path: &str) -> u16 {
        let request = self.http.get(format!("{}{path}", self.address));
        let answer = request.send().await.expect("an answer of the server");
        answer.status().as_u16()
    }

    async fn get<T: for<'a> Deserialize<'a>>(&self, path: &str) -> T {
        let answer = self
            .http
            .get(format!("{}{path}", self.address))
            .send()
            .await;
        let body = answer.expect("an answer of the server").json().await;
        body.unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// The server that is tested.
pub fn binary() -> PathBuf {
    env::var_os("TWEESTAP_SERVER").map_or_else(
        || target_folder().join("debug/tweestap-server"),
        PathBuf::from,
    )
}

/// Cargo's, seen from the test program in `<target>/debug/deps`.
pub fn target_folder() -> PathBuf {
    let program = env::current_exe().expect("the path of this program");
    program
        .ancestors()
        .nth(3)
        .expect("the test program lies in cargo's target folder")
        .to_owned()
}
