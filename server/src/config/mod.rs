//! The schools this server works for, read from a TOML file and checked once at the start. Every refusal is
//! a sentence that says what to change. Long by those sentences; gateways and mail have files of their own.

pub mod mail;
pub mod sms;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lettre::Address;
use phonenumber::country::Id;
use serde::Deserialize;
use serde::de::IgnoredAny;
use tweestap_api::{Method, Recovery, RememberDuration};

use crate::portal_token::PortalKey;

/// The file. Paths in it are relative to the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Where browsers reach this server: `https://tweestap.example`.
    public_url: String,
    mail: Option<mail::Entry>,
    school: Vec<SchoolEntry>,
    /// Read by [`sms`].
    #[serde(default, rename = "sms")]
    _sms: IgnoredAny,
    #[serde(default, rename = "sms_limits")]
    _sms_limits: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchoolEntry {
    id: String,
    name: String,
    issuer: String,
    audience: String,
    keys: Vec<PathBuf>,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default = "app_only")]
    methods: Vec<Method>,
    #[serde(default = "twelve_hours")]
    longest_remember: RememberDuration,
    #[serde(default = "dutch_and_belgian")]
    countries: Vec<String>,
    #[serde(default)]
    sms_domain: String,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    recovery: Recovery,
    mail_from: Option<String>,
    #[serde(default)]
    helpdesk: String,
}

fn app_only() -> Vec<Method> {
    vec![Method::App]
}

/// What NIST SP 800-63B-4 leaves room for; a school may go up to a week.
fn twelve_hours() -> RememberDuration {
    RememberDuration::TwelveHours
}

fn dutch_and_belgian() -> Vec<String> {
    vec!["NL".to_owned(), "BE".to_owned()]
}

/// A school whose portal hands people over.
pub struct School {
    /// Stable: part of every account's name.
    pub id: String,
    pub name: String,
    /// The `iss` of the portal's tokens, and the `aud` of our assertions.
    pub issuer: String,
    /// The `aud` the portal's tokens must have.
    pub audience: String,
    pub keys: Vec<PortalKey>,
    /// Origins of pages that carry the widget, exact.
    pub origins: Vec<String>,
    /// The recommended one first. Never SMS alone.
    pub methods: Vec<Method>,
    pub longest_remember: RememberDuration,
    /// The school's own first.
    pub countries: Vec<Id>,
    /// The domain in the last line of a text message.
    pub sms_domain: String,
    /// Two steps must be set up before anything else, and stay on.
    pub required: bool,
    pub recovery: Recovery,
    /// Sender of notices to its people, where it is not the one of `[mail]`.
    pub mail_from: Option<Address>,
    /// Whom people ask for help, in one line; empty: the school's manager.
    pub helpdesk: String,
}

pub struct Config {
    /// Where browsers reach this server, without a slash at the end; the `iss` of assertions.
    pub public_url: String,
    pub schools: Vec<Arc<School>>,
    /// Absent: people get no notices.
    pub mail: Option<mail::Mail>,
}

impl Config {
    /// Reads and checks a file. `sms`: a gateway is there.
    pub fn read(path: &Path, sms: bool) -> Result<Self, String> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let file: File =
            toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let schools = file
            .school
            .into_iter()
            .map(|entry| School::read(entry, folder).map(Arc::new))
            .collect::<Result<_, _>>()?;
        let password = std::env::var(mail::PASSWORD_VARIABLE).ok();
        let mail = file
            .mail
            .map(|entry| mail::Mail::read(entry, folder, password))
            .transpose()?;
        let config = Self {
            public_url: file.public_url.trim_end_matches('/').to_owned(),
            schools,
            mail,
        };
        config.check(sms)?;
        Ok(config)
    }

    /// Refuses what would be unsafe or could never work.
    pub fn check(&self, sms: bool) -> Result<(), String> {
        if !is_origin(&self.public_url) {
            return Err(format!(
                "public_url = {:?} is not an origin such as https://tweestap.example",
                self.public_url
            ));
        }
        if !self.is_https() && !is_loopback(&self.public_url) {
            return Err(format!(
                "public_url = {:?} must begin with https://: cookies and tokens would travel in the clear",
                self.public_url
            ));
        }
        if self.schools.is_empty() {
            return Err("there is no [[school]]".to_owned());
        }
        for (place, school) in self.schools.iter().enumerate() {
            school
                .check(sms)
                .map_err(|what| format!("school {:?}: {what}", school.id))?;
            for other in &self.schools[..place] {
                if other.id == school.id {
                    return Err(format!("two schools have the id {:?}", school.id));
                }
                if (&other.issuer, &other.audience) == (&school.issuer, &school.audience) {
                    return Err(format!(
                        "schools {:?} and {:?} have the same issuer and audience: their people could not be told apart",
                        other.id, school.id
                    ));
                }
            }
        }
        Ok(())
    }

    pub fn school(&self, id: &str) -> Option<&Arc<School>> {
        self.schools.iter().find(|school| school.id == id)
    }

    /// Whether cookies can be `Secure` with the `__Host-` prefix.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The domain of the public address, without a port.
    pub fn host(&self) -> &str {
        let (_, host) = self.public_url.split_once("://").unwrap_or_default();
        match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        }
    }

    /// Whether a page of this origin may call at all. Exact: no suffixes, no patterns, never `null`.
    pub fn allows_origin(&self, origin: &str) -> bool {
        origin == self.public_url
            || self
                .schools
                .iter()
                .any(|school| school.origins.iter().any(|one| one == origin))
    }
}

impl School {
    fn read(entry: SchoolEntry, folder: &Path) -> Result<Self, String> {
        let keys = entry
            .keys
            .iter()
            .map(|path| PortalKey::read(&folder.join(path)))
            .collect::<Result<_, _>>()?;
        let countries = entry
            .countries
            .iter()
            .map(|code| {
                code.parse()
                    .map_err(|_| format!("school {:?}: there is no country {code:?}", entry.id))
            })
            .collect::<Result<_, _>>()?;
        let mail_from = entry
            .mail_from
            .map(|text| mail::sender("mail_from", &text))
            .transpose()
            .map_err(|what| format!("school {:?}: {what}", entry.id))?;
        Ok(Self {
            id: entry.id,
            name: entry.name,
            issuer: entry.issuer,
            audience: entry.audience,
            keys,
            origins: entry.origins,
            methods: entry.methods,
            longest_remember: entry.longest_remember,
            countries,
            sms_domain: entry.sms_domain,
            required: entry.required,
            recovery: entry.recovery,
            mail_from,
            helpdesk: entry.helpdesk.trim().to_owned(),
        })
    }

    fn check(&self, sms: bool) -> Result<(), &'static str> {
        if [&self.id, &self.name, &self.issuer, &self.audience]
            .iter()
            .any(|text| text.trim().is_empty())
        {
            return Err("id, name, issuer and audience may not be empty");
        }
        if self.keys.is_empty() {
            return Err("keys names no public key of the portal");
        }
        if !self.origins.iter().all(|origin| is_origin(origin)) {
            return Err(
                "origins must be exact origins such as https://portal.example, without a path",
            );
        }
        if self.helpdesk.chars().any(char::is_control) || self.helpdesk.chars().count() > 200 {
            return Err("helpdesk must be one line of at most 200 characters");
        }
        if self.helpdesk.contains("://") || self.helpdesk.contains("www.") {
            return Err("helpdesk may not hold a link: notices never ask people to follow one");
        }
        if self.methods.contains(&Method::Hardware) {
            return Err(
                "methods may not contain hardware: a token is handed out, with `token link`, and then works beside them",
            );
        }
        if !self.methods.contains(&Method::App) {
            return Err(
                "methods must contain app: a text message is never the only method on offer",
            );
        }
        if !self.methods.contains(&Method::Sms) {
            return Ok(());
        }
        if !sms {
            return Err(
                "methods contains sms, but there is no [[sms]] gateway; add one, or take sms out of methods",
            );
        }
        if self.countries.is_empty() {
            return Err("countries may not be empty while methods contains sms");
        }
        if self.sms_domain.is_empty() || self.sms_domain.len() > 100 || !self.sms_domain.is_ascii()
        {
            return Err(
                "sms_domain must be the domain of the school's page (at most 100 ASCII characters)",
            );
        }
        Ok(())
    }
}

/// Scheme, host and perhaps a port; lower case, nothing behind it.
fn is_origin(text: &str) -> bool {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte)
            })
    })
}

/// `http` is good enough where nothing leaves the machine.
fn is_loopback(origin: &str) -> bool {
    let host = origin.strip_prefix("http://").unwrap_or_default();
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|home| {
        host.strip_prefix(home)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    })
}
