//! A child process that says on stdout when it is ready, and ends with its owner.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

const START: Duration = Duration::from_secs(30);
const BETWEEN_KNOCKS: Duration = Duration::from_millis(20);

/// Killed when dropped.
pub struct Process(Child);

impl Process {
    /// Starts it and waits for the first line of which `ready` makes something.
    pub fn start<T: Send + 'static>(
        command: &mut Command,
        ready: impl Fn(&str) -> Option<T> + Send + 'static,
    ) -> (Self, T) {
        Self::try_start(command, ready).unwrap_or_else(|why| panic!("{why}"))
    }

    /// The same, or why it did not come to that: what it said, and how it ended if it did.
    pub fn try_start<T: Send + 'static>(
        command: &mut Command,
        ready: impl Fn(&str) -> Option<T> + Send + 'static,
    ) -> Result<(Self, T), String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name} could not be started: {error}"));
        let output = child.stdout.take().expect("its stdout is a pipe");
        let mut process = Self(child);
        let (send, receive) = mpsc::channel();
        // Reads to the end: a child whose output nobody takes stops at a full pipe.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let value = ready(&line);
                send.send((line, value)).ok();
            }
        });
        let deadline = Instant::now() + START;
        let mut said = Vec::new();
        loop {
            match receive.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok((_, Some(value))) => return Ok((process, value)),
                Ok((line, None)) => said.push(line),
                Err(_) => break,
            }
        }
        let ended = match process.0.try_wait() {
            Ok(Some(status)) => format!("ended with {status}"),
            _ => "is still running".to_owned(),
        };
        Err(format!(
            "{name} did not say that it is ready; it {ended}, and said: {said:?}"
        ))
    }

    /// The same for a program that says nothing: ready is when something answers at this port.
    pub fn start_at(command: &mut Command, port: u16) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        let process =
            Self(child.unwrap_or_else(|error| panic!("{name} could not be started: {error}")));
        let deadline = Instant::now() + START;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "{name} does not answer");
            thread::sleep(BETWEEN_KNOCKS);
        }
        process
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
