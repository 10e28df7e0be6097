//! `[[sms]]`, the gateways in the order in which they are tried, and `[sms_limits]`. Read from the same file
//! as the schools; a gateway's key comes from a file or from the environment, never from there.

use std::path::{Path, PathBuf};

use toml::{Table, Value};
use tweestap_api::Secret;

use super::file::{LimitsEntry, Senders};
use super::report::Report;
use super::source::Source;
use super::{schema, shape};
use crate::keys;
use crate::sms::adapter::{Adapter, Spec, is_sender};
use crate::sms::budget::Allowance;
use crate::sms::failover::{Gateways, Tuning};
use crate::sms::templates;

/// The gateways of a configuration; `None` when it names none.
pub fn read(path: &Path) -> Result<Option<Gateways>, String> {
    tuned(path, Tuning::default())
}

/// With other times than the usual ones.
pub fn tuned(path: &Path, tuning: Tuning) -> Result<Option<Gateways>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut report = Report::default();
    let read = Source::parse(path, &text, &mut report)
        .and_then(|source| gateways(&source, tuning, &mut report));
    report.outcome().map(|()| read)
}

/// Those of a file that is TOML. What is wrong with any of them is in the report.
pub(super) fn gateways(
    source: &Source<'_>,
    tuning: Tuning,
    report: &mut Report,
) -> Option<Gateways> {
    let whole = schema::document();
    let entry = &whole["properties"]["sms"]["items"];
    let limits = &whole["properties"]["sms_limits"];
    let senders = senders_of_schools(source);
    let mut list: Vec<Adapter> = Vec::new();
    for place in 0..source.entries("sms").len() {
        let at = format!("/sms/{place}");
        if !shape::fits(source, &at, entry, whole, report) {
            continue;
        }
        let Some(table) = source.read::<Table>(&at, report) else {
            continue;
        };
        let folder = source.path.parent().unwrap_or(Path::new("."));
        match adapter(table, &senders, folder, tuning) {
            Ok(adapter) if list.iter().any(|other| other.name() == adapter.name()) => {
                let said = format!(
                    "two sms gateways are called {:?}: give one a name of its own",
                    adapter.name()
                );
                source.fault(&at, said, report);
            }
            Ok(adapter) => list.push(adapter),
            Err(what) => source.fault(&setting_of(&at, &what), what, report),
        }
    }
    let fits = shape::fits(source, "/sms_limits", limits, whole, report);
    let limits = fits.then(|| source.read::<LimitsEntry>("/sms_limits", report));
    let limits = limits.flatten().unwrap_or_default();
    let usual = Allowance::default();
    let allowance = Allowance {
        school: limits.per_school_per_day.map(i64::from),
        all: limits.per_day.map_or(usual.all, i64::from),
    };
    (!list.is_empty()).then(|| Gateways::new(list, tuning, allowance))
}

/// Most refusals begin with the setting they are about.
fn setting_of(at: &str, what: &str) -> String {
    let sentence = what
        .rsplit_once(") ")
        .map_or(what, |(_, sentence)| sentence);
    let end = sentence.find(|c: char| !c.is_ascii_lowercase() && c != '_');
    format!("{at}/{}", &sentence[..end.unwrap_or(sentence.len())])
}

/// What the schools call themselves in text messages.
fn senders_of_schools(source: &Source<'_>) -> Senders {
    let word = |place: usize, key: &str| {
        let value = source.get(&format!("/school/{place}/{key}"))?;
        value.get_ref().as_str().map(str::to_owned)
    };
    (0..source.entries("school").len())
        .filter_map(|place| Some((word(place, "id")?, word(place, "sms_from")?)))
        .filter(|(_, sender)| is_sender(sender))
        .collect()
}

fn adapter(
    mut entry: Table,
    senders: &Senders,
    folder: &Path,
    tuning: Tuning,
) -> Result<Adapter, String> {
    let key = key(&mut entry, folder)?;
    let mut spec: Spec = over_template(entry)?
        .try_into()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
    spec.senders.extend(senders.clone());
    let name = spec.name.clone();
    Adapter::new(spec, key, tuning.connect).map_err(|what| format!("({name}) {what}"))
}

/// What the file says, and what its template says where the file is silent.
fn over_template(mut entry: Table) -> Result<Table, String> {
    let Some(template) = entry.remove("template") else {
        return Ok(entry);
    };
    let settings = template
        .as_str()
        .and_then(templates::named)
        .ok_or_else(|| {
            let names: Vec<_> = templates::ALL.iter().map(|(name, _)| *name).collect();
            format!("template must be one of {}", names.join(", "))
        })?;
    let mut whole: Table = toml::from_str(settings).map_err(|error| error.to_string())?;
    whole.insert("name".to_owned(), template);
    whole.extend(entry);
    Ok(whole)
}

fn key(entry: &mut Table, folder: &Path) -> Result<Secret, String> {
    let mut word = |name: &str| match entry.remove(name) {
        None => Ok(None),
        Some(Value::String(word)) => Ok(Some(word)),
        Some(_) => Err(format!("{name} is no text")),
    };
    match (word("key_file")?, word("key_env")?) {
        (Some(file), None) => {
            let path = folder.join(PathBuf::from(file));
            keys::secret_in(&path)
                .map(|text| Secret::new(text.trim().to_owned()))
                .map_err(|said| format!("key_file: {said}"))
        }
        (None, Some(name)) => std::env::var(&name)
            .map(|key| Secret::new(key.trim().to_owned()))
            .map_err(|_| format!("key_env: the environment has no {name}")),
        _ => Err("say where the key is with either key_file or key_env".to_owned()),
    }
}
