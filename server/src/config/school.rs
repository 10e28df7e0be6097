//! One school: what its entry says, and what in it could not work or would be unsafe.

use std::path::Path;

use lettre::Address;
use phonenumber::country::Id;
use tweestap_api::{Method, Recovery, RememberDuration};

use super::file::SchoolEntry;
use super::password::Passwords;
use super::report::Report;
use super::source::Source;
use super::{mail, origin, texts};
use crate::portal_token::PortalKey;
use crate::sms::adapter::is_sender;
use crate::texts::Texts;

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
    /// Values of the portal's `amr` (RFC 8176) that stand for a second step.
    pub accepted_amr: Vec<String>,
    /// Sender of notices to its people, where it is not the one of `[mail]`.
    pub mail_from: Option<Address>,
    /// Whom people ask for help, in one line; empty: the school's manager.
    pub helpdesk: String,
    /// Sentences of its own.
    pub texts: Texts,
    /// What people can do about their passwords here.
    pub password: Passwords,
}

/// A key of the entry, perhaps with the place in its list, and what is wrong there.
pub type Fault = (String, String);

impl School {
    /// With every file it names. `at`: the pointer of its entry.
    pub(super) fn read(
        entry: SchoolEntry,
        folder: &Path,
        source: &Source<'_>,
        at: &str,
        report: &mut Report,
    ) -> Self {
        let mut fault = |key: &str, said: String| {
            source.fault(&format!("{at}/{key}"), said, report);
        };
        let mut keys = Vec::new();
        if entry.keys.is_empty() {
            let said = "keys names no public key of the portal; name a PEM or JWKS file";
            fault("keys", said.to_owned());
        }
        for (place, path) in entry.keys.iter().enumerate() {
            match PortalKey::read(&folder.join(path)) {
                Ok(read) => keys.extend::<Vec<PortalKey>>(read),
                Err(said) => fault(&format!("keys/{place}"), said),
            }
        }
        let mut countries = Vec::new();
        for (place, code) in entry.countries.iter().enumerate() {
            match code.parse() {
                Ok(country) => countries.push(country),
                Err(_) => fault(
                    &format!("countries/{place}"),
                    format!("there is no country {code:?}; write two capitals such as NL"),
                ),
            }
        }
        let mail_from = entry.mail_from.as_deref().and_then(|text| {
            mail::sender("mail_from", text)
                .map_err(|said| fault("mail_from", said))
                .ok()
        });
        if let Some(sender) = entry.sms_from.filter(|sender| !is_sender(sender)) {
            let said = format!(
                "sms_from = {sender:?} is no sender; write at most 11 letters and digits, or a number such as +31612345678"
            );
            fault("sms_from", said);
        }
        let (password, faults) = Passwords::read(entry.password, entry.helpdesk.trim());
        for (key, said) in faults {
            fault(&format!("password/{key}"), said);
        }
        let texts = match &entry.texts {
            Some(path) => {
                let folder = folder.join(path);
                if folder.is_dir() {
                    texts::read(&folder, report)
                } else {
                    fault(
                        "texts",
                        format!("{}: there is no such folder", folder.display()),
                    );
                    Texts::default()
                }
            }
            None => Texts::default(),
        };
        Self {
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
            accepted_amr: entry.accepted_amr,
            mail_from,
            helpdesk: entry.helpdesk.trim().to_owned(),
            texts,
            password,
        }
    }

    /// What would be unsafe or could never work. `sms`: a gateway is there.
    pub fn faults(&self, sms: bool) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |key: &str, said: String| faults.push((key.to_owned(), said));
        for (key, text) in [
            ("id", &self.id),
            ("name", &self.name),
            ("issuer", &self.issuer),
            ("audience", &self.audience),
        ] {
            if text.trim().is_empty() {
                fault(key, format!("{key} may not be empty"));
            }
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
        if !self.id.chars().all(is_plain) {
            let said = "id may hold letters, digits, - _ and . only: it stands in addresses";
            fault("id", said.to_owned());
        }
        for (place, text) in self.origins.iter().enumerate() {
            if let Some(said) = origin::fault(text) {
                fault(&format!("origins/{place}"), said);
            }
        }
        for (place, text) in self.accepted_amr.iter().enumerate() {
            let is_word = |c: char| c.is_ascii_graphic();
            if text.is_empty() || text.len() > 255 || !text.chars().all(is_word) {
                let said = "accepted_amr holds words such as mfa (RFC 8176), without spaces";
                fault(&format!("accepted_amr/{place}"), said.to_owned());
            }
        }
        if self.helpdesk.chars().any(char::is_control) || self.helpdesk.chars().count() > 200 {
            fault(
                "helpdesk",
                "helpdesk must be one line of at most 200 characters".to_owned(),
            );
        }
        if self.helpdesk.contains("://") || self.helpdesk.contains("www.") {
            let said = "helpdesk may not hold a link: notices never ask people to follow one";
            fault("helpdesk", said.to_owned());
        }
        if self.methods.contains(&Method::Hardware) {
            let said = "methods may not contain hardware: a token is handed out, with `token link`, and then works beside them";
            fault("methods", said.to_owned());
        }
        if !self.methods.contains(&Method::App) {
            let said = "methods must contain app: a text message is never the only method on offer";
            fault("methods", said.to_owned());
        }
        if self.methods.contains(&Method::Sms) {
            faults.extend(self.faults_of_messages(sms));
        }
        faults
    }

    fn faults_of_messages(&self, sms: bool) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |key: &str, said: &str| faults.push((key.to_owned(), said.to_owned()));
        if !sms {
            fault(
                "methods",
                "methods contains sms, but there is no [[sms]] gateway; add one, or take sms out of methods",
            );
        }
        if self.countries.is_empty() {
            fault(
                "countries",
                "countries may not be empty while methods contains sms",
            );
        }
        let domain = &self.sms_domain;
        if domain.is_empty() || domain.len() > 100 || !domain.is_ascii() {
            fault(
                "sms_domain",
                "sms_domain must be the domain of the school's page (at most 100 ASCII characters)",
            );
        }
        faults
    }
}
