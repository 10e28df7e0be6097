//! The example portals of `examples/portal`, each in its own runtime, and a server that works for one of them:
//! `serve --config`, not the demonstration, so the clock is the real one.

use crate::process::Process;
use crate::server::binary;
use crate::signer::Signer;
use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

/// What runs an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    Node,
    Python,
    Php,
}

impl Runtime {
    fn program(self) -> String {
        let (variable, otherwise) = match self {
            Self::Node => ("TWEESTAP_NODE", "node"),
            Self::Python => ("TWEESTAP_PYTHON", "python3"),
            Self::Php => ("TWEESTAP_PHP", "php"),
        };
        env::var(variable).unwrap_or_else(|_| otherwise.to_owned())
    }

    fn example(self) -> PathBuf {
        let file = match self {
            Self::Node => "node/portal.mjs",
            Self::Python => "python/portal.py",
            Self::Php => "php/portal.php",
        };
        root().join("examples/portal").join(file)
    }

    fn command(self, address: &str) -> Command {
        if self != Self::Php {
            let mut command = Command::new(self.program());
            command.arg(self.example());
            return command;
        }
        // It says on stderr that it listens.
        let mut command = Command::new("sh");
        let listen = address.trim_start_matches("http://");
        command
            .args(["-c", "exec \"$0\" -S \"$1\" \"$2\" 2>&1"])
            .args([&self.program(), listen])
            .arg(self.example());
        command
    }
}

/// The top of the repository.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Where something is going to listen that has to be named before it runs.
pub fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("http://{}", listener.local_addr().expect("its address"))
}

/// Unix seconds of this machine.
pub fn wall_clock() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(now.expect("a time after 1970").as_secs()).expect("a time")
}

/// The portal's key; its public half is what the server is told.
pub fn portal_key() -> Signer {
    Signer::of(7)
}

/// An example that runs.
pub struct Portal {
    pub address: String,
    _process: Process,
}

impl Portal {
    /// `tweestap` is the address of whom it trusts.
    pub fn start(runtime: Runtime, address: &str, tweestap: &str, folder: &Path) -> Self {
        let key = folder.join("portal.key");
        fs::write(&key, portal_key().private_pem()).expect("the portal's key");
        let mut command = runtime.command(address);
        command
            .env("PORTAL_URL", address)
            .env("PORTAL_KEY", key)
            .env("PORTAL_STATE", folder.join("portal-state"))
            .env("TWEESTAP_URL", tweestap);
        let (process, ()) = Process::start(&mut command, |line| {
            let is_ready = line.starts_with("ready ") || line.contains("Development Server");
            is_ready.then_some(())
        });
        Self {
            address: address.to_owned(),
            _process: process,
        }
    }
}

/// A server with one school: that of the portal at an address.
pub struct Installation {
    pub address: String,
    _process: Process,
}

impl Installation {
    pub fn start(portal: &str, folder: &Path) -> Self {
        let address = free_address();
        fs::write(folder.join("portal.pem"), portal_key().public_pem()).expect("a public key");
        let config = format!(
            "public_url = \"{address}\"\n\n[[school]]\nid = \"voorbeeld\"\nname = \"Voorbeeldcollege\"\n\
             issuer = \"{portal}\"\naudience = \"tweestap\"\nkeys = [\"portal.pem\"]\norigins = [\"{portal}\"]\n"
        );
        let file = folder.join("tweestap.toml");
        fs::write(&file, config).expect("the configuration");
        let mut command = Command::new(binary());
        command
            .args(["serve", "--listen", address.trim_start_matches("http://")])
            .arg("--config")
            .arg(file)
            .arg("--data")
            .arg(folder.join("installation"))
            .stderr(Stdio::null());
        let (process, ()) = Process::start(&mut command, |line| {
            line.starts_with("ready ").then_some(())
        });
        Self {
            address,
            _process: process,
        }
    }
}
