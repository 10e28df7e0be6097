//! Mail through aiosmtpd, a mail server of another maker, read by Python's own `email` package.

mod certificates;
mod command;
mod delivery;
mod faults;
mod process;
mod tls;

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tweestap_server::config::mail::{Mail, Tls};
use tweestap_server::mail::smtp::Smtp;
use tweestap_server::mail::worker::{self, Outcome};

use crate::world::{ADDRESS, World};

const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/counterparts/smtp/smtpd.py"
);

/// The Python that has aiosmtpd: where `cargo xtask test` put it, or where the environment says.
fn python() -> PathBuf {
    let usual = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../target/tools/aiosmtpd/bin/python"
    );
    let path = std::env::var_os("TWEESTAP_AIOSMTPD_PYTHON")
        .map_or_else(|| PathBuf::from(usual), PathBuf::from);
    assert!(
        path.is_file(),
        "these tests need aiosmtpd, and {} is not there: `cargo xtask test --only native` installs it",
        path.display()
    );
    path
}

/// A mail server that runs.
struct Server {
    child: Child,
    /// Taken when it is stopped.
    lines: Option<BufReader<ChildStdout>>,
    port: u16,
}

impl Server {
    /// `arguments` as `smtpd.py` has them.
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(python())
            .arg(SCRIPT)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = child.stdout.take().map(BufReader::new);
        let mut server = Self {
            child,
            lines,
            port: 0,
        };
        let port = server.next()["port"].as_u64().expect("it listens");
        server.port = u16::try_from(port).unwrap();
        server
    }

    /// The next thing it says: it says so before it answers the client.
    fn next(&mut self) -> Value {
        let mut line = String::new();
        let lines = self.lines.as_mut().unwrap();
        lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    /// The next message it accepted.
    fn message(&mut self) -> Message {
        Message(self.next())
    }

    /// Stops it; whatever it had not said yet.
    fn rest(mut self) -> Vec<Value> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let lines = self.lines.take().unwrap();
        lines
            .lines()
            .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
            .collect()
    }

    /// A carrier to it, without encryption.
    fn plain(&self) -> Smtp {
        smtp(&settings(self.port, Tls::None))
    }
}

/// A test that fails leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// An accepted message, as Python read it.
struct Message(Value);

impl Message {
    fn headers(&self, name: &str) -> Vec<&str> {
        let headers = self.0["headers"].as_array().unwrap().iter();
        headers
            .filter(|header| header[0] == name)
            .map(|header| header[1].as_str().unwrap())
            .collect()
    }

    #[track_caller]
    fn header(&self, name: &str) -> &str {
        let all = self.headers(name);
        assert_eq!(all.len(), 1, "{name}: {all:?}");
        all[0]
    }

    fn part(&self, kind: &str) -> &Value {
        let parts = self.0["parts"].as_array().unwrap();
        parts.iter().find(|part| part["type"] == kind).unwrap()
    }

    fn text(&self) -> &str {
        self.part("text/plain")["text"].as_str().unwrap()
    }

    fn html(&self) -> &str {
        self.part("text/html")["text"].as_str().unwrap()
    }
}

fn settings(port: u16, tls: Tls) -> Mail {
    Mail {
        server: "127.0.0.1".to_owned(),
        port,
        tls,
        from: "tweestap@school.example".parse().unwrap(),
        credentials: None,
        authority: None,
    }
}

/// A carrier that is patient enough for a busy machine.
fn smtp(mail: &Mail) -> Smtp {
    Smtp::new(mail, ADDRESS, Duration::from_secs(60)).unwrap()
}

/// A carrier that gives up soon.
fn hasty(mail: &Mail) -> Smtp {
    Smtp::new(mail, ADDRESS, Duration::from_millis(300)).unwrap()
}

impl World {
    async fn carried(&self, smtp: &Smtp) -> Outcome {
        worker::next(&self.app, smtp).await.unwrap()
    }
}
