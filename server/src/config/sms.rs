//! `[[sms]]`, the gateways in the order in which they are tried, and `[sms_limits]`. Read from the same file
//! as the schools; a gateway's key comes from a file or from the environment, never from there.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};
use tweestap_api::Secret;

use crate::keys;
use crate::sms::adapter::{Adapter, Spec};
use crate::sms::budget::Allowance;
use crate::sms::failover::{Gateways, Tuning};
use crate::sms::templates;

/// What of the file this is about; the rest is read elsewhere.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    sms: Vec<Table>,
    #[serde(default)]
    sms_limits: Limits,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    per_school_per_day: Option<u32>,
    per_day: Option<u32>,
}

/// The gateways of a configuration; `None` when it names none.
pub fn read(path: &Path) -> Result<Option<Gateways>, String> {
    tuned(path, Tuning::default())
}

/// With other times than the usual ones.
pub fn tuned(path: &Path, tuning: Tuning) -> Result<Option<Gateways>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
    let file: File = toml::from_str(&text).map_err(|error| failed(&error))?;
    if file.sms.is_empty() {
        return Ok(None);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut list: Vec<Adapter> = Vec::new();
    for (place, entry) in file.sms.into_iter().enumerate() {
        let adapter = adapter(entry, folder, tuning)
            .map_err(|what| failed(&format!("sms gateway {}: {what}", place + 1)))?;
        if list.iter().any(|other| other.name() == adapter.name()) {
            let name = adapter.name();
            return Err(failed(&format!(
                "two sms gateways are called {name:?}: give one a name of its own"
            )));
        }
        list.push(adapter);
    }
    let usual = Allowance::default();
    let allowance = Allowance {
        school: file.sms_limits.per_school_per_day.map(i64::from),
        all: file.sms_limits.per_day.map_or(usual.all, i64::from),
    };
    Ok(Some(Gateways::new(list, tuning, allowance)))
}

fn adapter(mut entry: Table, folder: &Path, tuning: Tuning) -> Result<Adapter, String> {
    for secret in ["key", "token", "password", "secret"] {
        if entry.contains_key(secret) {
            return Err(format!(
                "{secret} does not belong in this file: write key_file or key_env"
            ));
        }
    }
    let key = key(&mut entry, folder)?;
    let spec: Spec = over_template(entry)?
        .try_into()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
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
            keys::secret_in(&path).map(|text| Secret::new(text.trim().to_owned()))
        }
        (None, Some(name)) => std::env::var(&name)
            .map(|key| Secret::new(key.trim().to_owned()))
            .map_err(|_| format!("the environment has no {name}")),
        _ => Err("say where the key is with either key_file or key_env".to_owned()),
    }
}
