//! The schools this server works for, read from a TOML file and checked once at the start. Every refusal is a
//! sentence with its place in the file that says what to change, and all of them come at once.

mod file;
mod gateway;
mod group;
pub mod mail;
mod origin;
pub mod password;
pub mod proxies;
mod report;
pub mod schema;
mod school;
mod shape;
pub mod sms;
mod source;
mod texts;

use std::path::Path;
use std::sync::Arc;

pub use group::Group;
pub use school::School;

use crate::sms::failover::{Gateways, Tuning};
use file::SchoolEntry;
use proxies::Network;
use report::Report;
use source::Source;

pub struct Config {
    /// Where browsers reach this server, without a slash at the end; the `iss` of assertions.
    pub public_url: String,
    pub schools: Vec<Arc<School>>,
    /// Schools that share a policy.
    pub groups: Vec<Group>,
    /// Absent: people get no notices.
    pub mail: Option<mail::Mail>,
    /// Whose word about where a request comes from counts.
    pub proxies: Vec<Network>,
}

/// Whether text messages can be sent.
#[derive(Clone, Copy)]
enum Messages {
    /// As the file says.
    Read(Tuning),
    /// Gateways are not looked at: the caller knows.
    Assumed(bool),
}

/// Everything that serving needs: the schools and the gateways.
pub fn read(path: &Path) -> Result<(Config, Option<Gateways>), String> {
    load(path, Messages::Read(Tuning::default()))
}

impl Config {
    /// Reads and checks a file. `sms`: a gateway is there.
    pub fn read(path: &Path, sms: bool) -> Result<Self, String> {
        load(path, Messages::Assumed(sms)).map(|(config, _)| config)
    }

    /// Refuses what would be unsafe or could never work.
    pub fn check(&self, sms: bool) -> Result<(), String> {
        match self.faults(sms).into_iter().next() {
            Some((place, said)) => Err(format!("{place}: {said}")),
            None => Ok(()),
        }
    }

    /// With the pointer of each in the file.
    fn faults(&self, sms: bool) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        if let Some(said) = origin::fault(&self.public_url) {
            faults.push(("/public_url".to_owned(), said));
        }
        if self.schools.is_empty() {
            let said = "there is no [[school]]; add one for each portal";
            faults.push(("/school".to_owned(), said.to_owned()));
        }
        for (place, school) in self.schools.iter().enumerate() {
            let own = school.faults(sms).into_iter();
            faults.extend(own.map(|(key, said)| (format!("/school/{place}/{key}"), said)));
            let pages = school.origins.iter().map(String::as_str);
            let pages: Vec<&str> = pages.chain([self.public_url.as_str()]).collect();
            let of_passwords = school.password.faults(&pages).into_iter();
            faults.extend(
                of_passwords.map(|(key, said)| (format!("/school/{place}/password/{key}"), said)),
            );
        }
        faults.extend(self.faults_of_groups());
        faults
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

fn load(path: &Path, messages: Messages) -> Result<(Config, Option<Gateways>), String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut report = Report::default();
    let read =
        Source::parse(path, &text, &mut report).map(|source| whole(&source, messages, &mut report));
    report.outcome()?;
    read.ok_or_else(|| format!("{}: nothing could be read", path.display()))
}

/// Reads everything, also what stands beside something that is wrong.
fn whole(
    source: &Source<'_>,
    messages: Messages,
    report: &mut Report,
) -> (Config, Option<Gateways>) {
    let folder = source.path.parent().unwrap_or(Path::new("."));
    let shape = schema::document();
    // The parts below are held against the schema by whoever reads them.
    let mut outline = shape.clone();
    for part in ["mail", "school", "sms", "sms_limits"] {
        outline["properties"][part] = serde_json::json!({});
    }
    shape::fits(source, "", &outline, shape, report);
    let mail = mail(source, folder, report);
    let mut schools = Vec::new();
    for place in 0..source.entries("school").len() {
        let at = format!("/school/{place}");
        if shape::fits(
            source,
            &at,
            &shape["properties"]["school"]["items"],
            shape,
            report,
        ) && let Some(entry) = source.read::<SchoolEntry>(&at, report)
        {
            let school = School::read(entry, folder, source, &at, report);
            schools.push((place, Arc::new(school)));
        }
    }
    if source
        .get("/school")
        .is_some_and(|school| school.get_ref().as_array().is_none())
    {
        source.fault(
            "/school",
            "write [[school]], with two brackets on each side",
            report,
        );
    }
    let (gateways, sms) = match messages {
        Messages::Read(tuning) => {
            let gateways = sms::gateways(source, tuning, report);
            // A gateway that is wrong has been told of; that there is none would be news.
            let any = !source.entries("sms").is_empty();
            (gateways, any)
        }
        Messages::Assumed(sms) => (None, sms),
    };
    alike(source, &schools, report);
    let public_url = source.read::<String>("/public_url", &mut Report::default());
    let has_address = public_url.is_some();
    let config = Config {
        public_url: public_url
            .unwrap_or_default()
            .trim_end_matches('/')
            .to_owned(),
        schools: schools.iter().map(|(_, school)| school.clone()).collect(),
        groups: group::read(source, report),
        mail,
        proxies: proxies::read(source, report),
    };
    password::need_mail(source, &schools, report);
    let places: Vec<usize> = schools.iter().map(|(place, _)| *place).collect();
    for (pointer, said) in config.faults(sms) {
        let there = pointer_in_file(&pointer, &places);
        // What is missing or could not be read has been told of.
        let told = match there.as_str() {
            "/public_url" => !has_address,
            "/school" => source.get("/school").is_none() || !source.entries("school").is_empty(),
            // A school that could not be read is none that a group could have.
            at => at.starts_with("/groups/") && schools.len() < source.entries("school").len(),
        };
        if !told {
            source.fault(&there, said, report);
        }
    }
    (config, gateways)
}

/// A school that could not be read has no place in the list: the others keep theirs in the file.
fn pointer_in_file(pointer: &str, places: &[usize]) -> String {
    let mut steps = pointer.splitn(4, '/');
    match (steps.next(), steps.next(), steps.next(), steps.next()) {
        (_, Some("school"), Some(place), Some(rest)) => {
            let place = place
                .parse()
                .ok()
                .and_then(|place: usize| places.get(place));
            place.map_or(pointer.to_owned(), |place| {
                format!("/school/{place}/{rest}")
            })
        }
        _ => pointer.to_owned(),
    }
}

fn mail(source: &Source<'_>, folder: &Path, report: &mut Report) -> Option<mail::Mail> {
    let shape = schema::document();
    if !shape::fits(source, "/mail", &shape["properties"]["mail"], shape, report) {
        return None;
    }
    let entry = source.read::<mail::Entry>("/mail", report)?;
    let password = std::env::var(mail::PASSWORD_VARIABLE).ok();
    match mail::Mail::read(entry, folder, password) {
        Ok(mail) => Some(mail),
        Err(faults) => {
            for (key, said) in faults {
                source.fault(&format!("/mail/{key}"), said, report);
            }
            None
        }
    }
}

/// Two schools that could not be told apart.
fn alike(source: &Source<'_>, schools: &[(usize, Arc<School>)], report: &mut Report) {
    for (index, (place, school)) in schools.iter().enumerate() {
        for (earlier, other) in &schools[..index] {
            if other.id == school.id {
                let line = source.line(&format!("/school/{earlier}/id"));
                let said = format!(
                    "two schools have the id {:?}, the other in line {line}; give this one an id of its own",
                    school.id
                );
                source.fault(&format!("/school/{place}/id"), said, report);
            }
            if (&other.issuer, &other.audience) == (&school.issuer, &school.audience) {
                let line = source.line(&format!("/school/{earlier}/issuer"));
                let said = format!(
                    "the school {:?} has the same issuer and audience, in line {line}: their people could not be told apart",
                    other.id
                );
                source.fault(&format!("/school/{place}/issuer"), said, report);
            }
        }
    }
}
