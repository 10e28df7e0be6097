//! `[mail]`: the server that takes notices to people. Encrypted, unless it is on this very machine; the
//! password is never in the configuration itself.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use lettre::Address;
use serde::Deserialize;
use tweestap_api::Secret;

use crate::mail::address;

/// Holds the password where there is no `password_file`.
pub const PASSWORD_VARIABLE: &str = "TWEESTAP_MAIL_PASSWORD";

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    server: String,
    port: Option<u16>,
    #[serde(default)]
    tls: Tls,
    from: String,
    username: Option<String>,
    /// Relative to the configuration.
    password_file: Option<PathBuf>,
    /// Only to be refused with a sentence.
    password: Option<toml::Value>,
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
    /// `variable`: what the environment holds in [`PASSWORD_VARIABLE`].
    pub(super) fn read(
        entry: Entry,
        folder: &Path,
        variable: Option<String>,
    ) -> Result<Self, String> {
        if entry.password.is_some() {
            return Err(format!(
                "[mail] password: keep it out of this file, in a password_file or in {PASSWORD_VARIABLE}"
            ));
        }
        if !is_host(&entry.server) {
            return Err(format!(
                "[mail] server = {:?} must be the name of a mail server such as smtp.school.example",
                entry.server
            ));
        }
        if entry.port == Some(0) {
            return Err("[mail] port must be 1 to 65535".to_owned());
        }
        if entry.tls == Tls::None && !is_loopback(&entry.server) {
            return Err(format!(
                "[mail] tls = \"none\" is for a mail server on this machine, and {:?} is elsewhere: use \"required\" or \"implicit\"",
                entry.server
            ));
        }
        let from = sender("[mail] from", &entry.from)?;
        let credentials = credentials(entry.username, entry.password_file, folder, variable)?;
        let authority = entry
            .ca_file
            .map(|path| {
                let path = folder.join(path);
                std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
            })
            .transpose()?;
        let usual = match entry.tls {
            Tls::Required => 587,
            Tls::Implicit => 465,
            Tls::None => 25,
        };
        Ok(Self {
            server: entry.server,
            port: entry.port.unwrap_or(usual),
            tls: entry.tls,
            from,
            credentials,
            authority,
        })
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
