//! The adapter for SMS gateways: what it sends, what it makes of an answer, what it does on bad days.

mod faults;
mod golden;
mod injector;
mod settings;
mod shapes;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;
use tweestap_api::Secret;
use tweestap_server::config;
use tweestap_server::sms::Message;
use tweestap_server::sms::failover::{Gateways, Tuning};

pub const KEY: &str = "k3y-Canary-0123456789";
pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
pub const TEXT: &str =
    "482913 is je code voor \"De Brug\" & {to} \\ €. Geef hem aan niemand.\n@portal.test #482913";
pub const NOW: i64 = 1_800_000_000;

/// Short, so that nobody waits; long enough for a busy machine.
pub const SHORT: Tuning = Tuning {
    connect: Duration::from_millis(1_500),
    each: Duration::from_millis(1_500),
    whole: Duration::from_millis(3_500),
};

/// A configuration file with a key beside it.
pub struct Configured {
    folder: TempDir,
}

impl Configured {
    pub fn with(toml: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tweestap.toml"), toml).unwrap();
        let key = folder.path().join("sms.key");
        std::fs::write(&key, format!("{KEY}\n")).unwrap();
        set_mode(&key, 0o600);
        Self { folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("tweestap.toml")
    }

    pub fn key(&self) -> PathBuf {
        self.folder.path().join("sms.key")
    }

    pub fn read(&self) -> Result<Option<Gateways>, String> {
        config::sms::tuned(&self.path(), SHORT)
    }

    pub fn refusal(&self) -> String {
        self.read().err().expect("it was accepted")
    }
}

pub fn set_mode(path: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// `[[sms]]` of a template, at an address of this machine.
pub fn entry(template: &str, address: SocketAddr, more: &str) -> String {
    let path = match template {
        "twilio" => "/2010-04-01/Accounts/{account}/Messages.json",
        "kannel" => "/cgi-bin/sendsms",
        "cm" => "/v1.0/message",
        _ => "/messages",
    };
    format!(
        "[[sms]]\ntemplate = \"{template}\"\nurl = \"http://{address}{path}\"\nprivate = true\n\
         account = \"{ACCOUNT}\"\nkey_file = \"sms.key\"\nfrom = \"School\"\n{more}\n"
    )
}

/// The gateways of these entries.
pub fn gateways(entries: &[String]) -> Gateways {
    Configured::with(&entries.join("\n"))
        .read()
        .unwrap()
        .unwrap()
}

pub fn message() -> Message {
    Message {
        to: "+31612345678".to_owned(),
        text: Secret::new(TEXT),
        school: "brug".to_owned(),
        reference: "message-1".to_owned(),
        validity: 300,
    }
}
