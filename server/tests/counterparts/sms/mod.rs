//! The SMS adapter and `tweestap-server sms test` against Prism, which judges by Twilio's published contract,
//! and against Kannel, a gateway of one's own.

mod kannel;
mod prism;

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tweestap_server::config;
use tweestap_server::keys::signer_in;
use tweestap_server::sms::failover::Gateways;

pub const KEY: &str = "k3y-Canary-0123456789";

/// A program of somebody else, ended with the test.
pub struct Running(Child);

impl Running {
    pub fn start(command: &mut Command) -> Self {
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("{command:?}: {error}")),
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Where `cargo xtask` puts what it installs.
pub fn tools() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    target.join("tools")
}

/// Waits until somebody listens.
pub fn wait_for(port: u16, what: &str) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "{what} does not start"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A configuration with one school and these gateways, and a key beside it.
pub fn configured(gateways: &str) -> TempDir {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let portal = signer_in(&folder.path().join("portal.pem")).unwrap();
    std::fs::write(folder.path().join("portal.pub.pem"), portal.public_pem()).unwrap();
    let key = folder.path().join("sms.key");
    std::fs::write(&key, KEY).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let school = r#"
        public_url = "https://tweestap.test"
        [[school]]
        id = "brug"
        name = "De Brug"
        issuer = "https://portal.test"
        audience = "tweestap"
        keys = ["portal.pub.pem"]
        methods = ["app", "sms"]
        sms_domain = "portal.test"
    "#;
    std::fs::write(
        folder.path().join("tweestap.toml"),
        format!("{school}\n{gateways}"),
    )
    .unwrap();
    folder
}

pub fn gateways(folder: &TempDir) -> Gateways {
    config::sms::read(&folder.path().join("tweestap.toml"))
        .unwrap()
        .unwrap()
}

/// `tweestap-server sms test NUMBER`.
pub fn sms_test(folder: &TempDir, number: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
        .args(["sms", "test", number, "--config"])
        .arg(folder.path().join("tweestap.toml"))
        .output()
        .unwrap()
}

/// Both of what it printed, for one search.
pub fn printed(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .concat()
}
