//! The program itself: the queue outlives it, and its log holds no address.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use tempfile::TempDir;
use tweestap_server::keys::signer_in;
use tweestap_server::mail::Event;

use super::Server;
use crate::world::World;

/// A configuration and a portal's key, in the data folder.
pub struct Installation {
    folder: Arc<TempDir>,
}

impl Installation {
    pub fn new(mail_port: u16) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let signer = signer_in(&folder.path().join("portal.pem")).unwrap();
        std::fs::write(folder.path().join("portal.pub.pem"), signer.public_pem()).unwrap();
        let text = format!(
            r#"
public_url = "https://tweestap.test"

[mail]
server = "127.0.0.1"
port = {mail_port}
tls = "none"
from = "tweestap@school.example"

[[school]]
id = "school"
name = "De Brug"
issuer = "https://portal.test/issuer"
audience = "tweestap"
keys = ["portal.pub.pem"]
origins = ["https://portal.test"]
"#
        );
        let installation = Self { folder };
        std::fs::write(installation.config(), text).unwrap();
        installation
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().join("tweestap.toml")
    }

    /// The same data, while no program runs.
    async fn world(&self) -> World {
        World::in_folder(self.folder.clone()).await
    }
}

struct Running {
    child: Child,
    /// Read all the time: a full pipe would stop the program.
    log: Receiver<String>,
}

impl Running {
    fn start(installation: &Installation) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
            .args(["serve", "--listen", "127.0.0.1:0", "--config"])
            .arg(installation.config())
            .arg("--data")
            .arg(installation.folder.path())
            .env("RUST_LOG", "trace")
            .env_remove("TWEESTAP_DATABASE_URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (lines, log) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if lines.send(line).is_err() {
                    return;
                }
            }
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let running = Self { child, log };
        assert!(line.starts_with("ready "), "{line:?}");
        running
    }

    /// Reads its log up to a line that holds `text`.
    fn log_until(&self, text: &str) -> String {
        let mut log = String::new();
        while !log.contains(text) {
            log += &self.log.recv().unwrap_or_else(|_| panic!("{text}: {log}"));
            log.push('\n');
        }
        log
    }

    /// As a power cut does it; the rest of its log.
    fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.log.iter().collect::<Vec<_>>().join("\n")
    }

    /// As a service manager does it; the rest of its log.
    fn stop(mut self) -> String {
        // The shell's own: a bare machine has no program of that name.
        let told = Command::new("sh")
            .args(["-c", &format!("kill {}", self.child.id())])
            .status()
            .unwrap();
        assert!(told.success());
        assert!(self.child.wait().unwrap().success());
        self.log.iter().collect::<Vec<_>>().join("\n")
    }
}

/// A test that fails leaves no server behind.
impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A notice in the data folder, as a running server would have left it.
async fn leave_a_notice(installation: &Installation) {
    let world = installation.world().await;
    let email = Some("wolfgang@family.example");
    let account = world.someone("wolfgang", "Wolfgang", "nl", email).await;
    world.notice(&account, Event::SwitchedOn).await;
    world.app.store.close().await;
    time_passes(installation).await;
}

/// Whatever waits is due at once; how much that is.
async fn time_passes(installation: &Installation) -> i64 {
    let world = installation.world().await;
    world.execute("UPDATE mails SET due_at = 0").await;
    let waiting = world.waiting().await;
    world.app.store.close().await;
    waiting
}

#[tokio::test]
async fn the_queue_survives_an_outage_and_a_process_that_is_killed_while_it_sends() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let installation = Installation::new(port);
    leave_a_notice(&installation).await;

    // Nobody listens.
    let running = Running::start(&installation);
    let log = running.log_until("takes nothing now");
    let log = log + &running.kill();
    assert!(!log.contains("family.example"), "{log}");
    assert_eq!(time_passes(&installation).await, 1);

    // Killed in the middle of a conversation.
    let mut hanging = Server::start(&["--port", &port.to_string(), "--fault", "data", "hang", "1"]);
    let running = Running::start(&installation);
    assert_eq!(hanging.next()["fault"], "data");
    let log = running.kill();
    assert!(!log.contains("family.example"), "{log}");
    assert!(hanging.rest().is_empty());
    assert_eq!(time_passes(&installation).await, 1);

    let mut server = Server::start(&["--port", &port.to_string()]);
    let running = Running::start(&installation);
    assert_eq!(server.message().header("to"), "wolfgang@family.example");
    // Stopped in good order, it ticks the letter off first.
    let log = running.stop();
    assert!(!log.contains("family.example"), "{log}");
    assert_eq!(time_passes(&installation).await, 0);
    assert!(server.rest().is_empty(), "it came once");
}

#[tokio::test]
async fn a_refusal_is_logged_without_an_address() {
    let refusal = "550 5.1.1 wolfgang@family.example is unknown here";
    let server = Server::start(&["--fault", "rcpt", refusal, "9"]);
    let installation = Installation::new(server.port);
    leave_a_notice(&installation).await;
    let running = Running::start(&installation);
    let log = running.log_until("is dropped");
    let log = log + &running.stop();
    assert!(log.contains("the server answered 550"), "{log}");
    for secret in ["family.example", "is unknown here", "Wolfgang"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    assert_eq!(time_passes(&installation).await, 0);
}
