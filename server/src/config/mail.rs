//! `[mail]`: the server that takes notices to people. Encrypted, unless it is on this very machine; the
//! password is never in the configuration itself.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use lettre::Address;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tweestap_api::Secret;

use crate::mail::address;

/// Holds the password where there is no `password_file`.
pub const PASSWORD_VARIABLE: &str = "TWEESTAP_MAIL_PASSWORD";

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// STARTTLS; without it nothing is sent. Port 587.
    #[default]
    Required,
    /// From the first byte. Port 465.
    Implicit,
    /// Not at all: only where nothing leaves the machine. Port 25.
    None,
}

/// The mail server for notices to people.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Mail")]
pub struct Entry {
    /// Its name, such as smtp.school.example.
    server: String,
    /// 587, or what tls says, where it is absent.
    port: Option<u16>,
    /// How the connection is encrypted.
    #[serde(default)]
    tls: Tls,
    /// The sender, such as tweestap@school.example.
    from: String,
    /// The account at the mail server.
    username: Option<String>,
    /// File with its password, readable by its owner only; or set TWEESTAP_MAIL_PASSWORD.
    password_file: Option<PathBuf>,
    /// Certificate (PEM) of the authority that signed the mail server's, where the system does not know it.
    ca_file: Option<PathBuf>,
}

#[derive(Clone)]
pub struct Mail {
    pub server: String,
    pub port: u16,
    pub tls: Tls,
    /// The sender; a school may have one of its own.
    pub from: Address,
    pub credentials: Option<(String, Secret)>,
    /// PEM.
    pub authority: Option<Vec<u8>>,
}

impl Mail {
    /// `variable`: what the environment holds in [`PASSWORD_VARIABLE`]. Refused with the setting each fault is
    /// about.
    pub(super) fn read(
        entry: Entry,
        folder: &Path,
        variable: Option<String>,
    ) -> Result<Self, Vec<(&'static str, String)>> {
        let mut faults = Vec::new();
        if !is_host(&entry.server) {
            let said = format!(
                "[mail] server = {:?} must be the name of a mail server such as smtp.school.example",
                entry.server
            );
            faults.push(("server", said));
        } else if entry.tls == Tls::None && !is_loopback(&entry.server) {
            let said = format!(
                "[mail] tls = \"none\" is for a mail server on this machine, and {:?} is elsewhere: use \"required\" or \"implicit\"",
                entry.server
            );
            faults.push(("tls", said));
        }
        if entry.port == Some(0) {
            faults.push(("port", "[mail] port must be 1 to 65535".to_owned()));
        }
        let mut kept =
            |key, what: Result<_, String>| what.map_err(|said| faults.push((key, said))).ok();
        let authority = entry.ca_file.and_then(|path| {
            let path = folder.join(path);
            let read = std::fs::read(&path);
            kept(
                "ca_file",
                read.map_err(|error| format!("{}: {error}", path.display())),
            )
        });
        let from = sender("[mail] from", &entry.from).map_err(|said| faults.push(("from", said)));
        let key = if entry.password_file.is_some() {
            "password_file"
        } else {
            "username"
        };
        let credentials = credentials(entry.username, entry.password_file, folder, variable)
            .map_err(|said| faults.push((key, said)));
        let usual = match entry.tls {
            Tls::Required => 587,
            Tls::Implicit => 465,
            Tls::None => 25,
        };
        match (from, credentials) {
            (Ok(from), Ok(credentials)) if faults.is_empty() => Ok(Self {
                server: entry.server,
                port: entry.port.unwrap_or(usual),
                tls: entry.tls,
                from,
                credentials,
                authority,
            }),
            _ => Err(faults),
        }
    }
}

/// The address letters come from; `place` names the setting.
pub(super) fn sender(place: &str, text: &str) -> Result<Address, String> {
    address::parse(text)
        .filter(|address| AsRef::<str>::as_ref(address).is_ascii())
        .ok_or_else(|| {
            format!("{place} = {text:?} must be an address such as tweestap@school.example")
        })
}

fn credentials(
    username: Option<String>,
    file: Option<PathBuf>,
    folder: &Path,
    variable: Option<String>,
) -> Result<Option<(String, Secret)>, String> {
    let Some(username) = username.filter(|name| !name.trim().is_empty()) else {
        return match file {
            Some(_) => Err("[mail] has a password_file but no username".to_owned()),
            None => Ok(None),
        };
    };
    let password = match file {
        Some(path) => {
            let path = folder.join(path);
            crate::keys::refuse_when_shared(&path)?;
            std::fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?
        }
        None => variable.ok_or_else(|| {
            format!("[mail] has a username: name a password_file, or set {PASSWORD_VARIABLE}")
        })?,
    };
    let password = password.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err("[mail] the password of the mail server is empty".to_owned());
    }
    Ok(Some((username, Secret::new(password))))
}

/// A name or a number, without scheme, port or path.
fn is_host(text: &str) -> bool {
    let is_name = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    text.parse::<IpAddr>().is_ok() || (is_name && text.starts_with(|c: char| c.is_alphanumeric()))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
