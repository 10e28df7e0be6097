//! `[school.password]`: whether people can replace a forgotten password or change one, where, and what a new one must
//! hold to. Where the portal keeps the passwords, the address it takes new ones at.

use std::sync::Arc;

use reqwest::Url;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::School;
use super::origin;
use super::report::Report;
use super::source::Source;
use crate::password_hook::Hook;
use crate::password_rules::Rules;

/// What a new password must hold to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "PasswordRules")]
pub enum Kind {
    /// 15 characters, or 8 where required is set.
    #[default]
    Length,
    /// For systems that insist: 8 characters, and 3 of 4 kinds. Weaker than length.
    Classes,
}

/// Passwords of people who have no other portal, or whose portal takes new ones from this server.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Password")]
pub struct Entry {
    /// People can have a link mailed to replace a forgotten password.
    #[serde(default)]
    forgotten: bool,
    /// People can change their password in the settings.
    #[serde(default)]
    change: bool,
    /// The page with the form for a new password, on one of the school's origins; the mail adds #t= and a token.
    link: Option<String>,
    /// Whom to ask who has no mail address on file, in one line; helpdesk where it is absent.
    help: Option<String>,
    /// What a new password must hold to.
    #[serde(default)]
    rules: Kind,
    /// Where the portal takes new passwords, as https; this server then keeps none.
    hook: Option<String>,
}

/// All off where the file says nothing.
#[derive(Default)]
pub struct Passwords {
    pub forgotten: bool,
    pub change: bool,
    /// Without a fragment.
    pub link: String,
    pub help: String,
    pub kind: Kind,
    /// Absent: this server keeps the passwords.
    pub hook: Option<Hook>,
}

/// What is wrong, by the setting.
pub type Faults = Vec<(&'static str, String)>;

impl Passwords {
    /// `helpdesk`: the school's, where the entry names nobody.
    pub(super) fn read(entry: Option<Entry>, helpdesk: &str) -> (Self, Faults) {
        let Some(entry) = entry else {
            return (Self::default(), Faults::new());
        };
        let mut faults = Faults::new();
        let hook = entry.hook.and_then(|address| {
            Hook::new(&address, false)
                .map_err(|said| faults.push(("hook", said)))
                .ok()
        });
        let passwords = Self {
            forgotten: entry.forgotten,
            change: entry.change,
            link: entry.link.unwrap_or_default(),
            help: entry
                .help
                .unwrap_or_else(|| helpdesk.to_owned())
                .trim()
                .to_owned(),
            kind: entry.rules,
            hook,
        };
        (passwords, faults)
    }

    /// `required`: everybody at the school has a second step.
    pub fn rules(&self, required: bool) -> Rules {
        Rules::of(self.kind == Kind::Classes, required)
    }

    /// `origins`: of the school's pages and of this server.
    pub fn faults(&self, origins: &[&str]) -> Faults {
        let mut faults = Faults::new();
        if self.forgotten || !self.link.is_empty() {
            faults.extend(fault_of_link(&self.link, origins).map(|said| ("link", said)));
        }
        if self.help.chars().any(char::is_control) || self.help.chars().count() > 200 {
            let said = "help must be one line of at most 200 characters";
            faults.push(("help", said.to_owned()));
        }
        if self.change && self.hook.is_some() {
            let said = "change is for passwords that this server keeps: with a hook the portal changes them itself";
            faults.push(("change", said.to_owned()));
        }
        faults
    }
}

/// A page that carries the widget: anywhere else the token would be in strange hands.
fn fault_of_link(link: &str, origins: &[&str]) -> Option<String> {
    let why = |said: &str| {
        Some(format!(
            "link = {link:?} must be the page with the form for a new password, such as https://portal.example/password: {said}"
        ))
    };
    let Ok(url) = Url::parse(link) else {
        return why("no browser reads it as an address");
    };
    if url.fragment().is_some() {
        return why("leave out what stands behind the #; the token comes there");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return why("leave out the name before the @");
    }
    let sent = url.origin().ascii_serialization();
    if origin::fault(&sent).is_some() {
        return why("it must begin with https://");
    }
    if !origins.contains(&sent.as_str()) {
        return why(&format!("{sent} is not one of the school's origins"));
    }
    None
}

/// A link that nobody can send is worse than none on offer.
pub(super) fn need_mail(
    source: &Source<'_>,
    schools: &[(usize, Arc<School>)],
    report: &mut Report,
) {
    if source.get("/mail").is_some() {
        return;
    }
    for (place, _) in schools
        .iter()
        .filter(|(_, school)| school.password.forgotten)
    {
        let said = "forgotten = true needs a mail server for the links; add [mail], or take it out";
        source.fault(&format!("/school/{place}/password/forgotten"), said, report);
    }
}
