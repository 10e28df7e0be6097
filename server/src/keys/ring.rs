//! The keys assertions are signed with. A new one is published at once and signs only when every portal must have
//! seen it; the old one stays published until nothing it signed can still be checked. All of that follows from
//! the files' names (`assertion-<Unix seconds>.pem`, the moment of publication) and the time: there is nothing
//! else to keep, and servers that share a folder agree. One file, though long: reading, deciding and rotating
//! are three views of that one rule.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::{create_private, new_signing_pem, signer_in};
use crate::assertion::{LIFETIME, Signer};

/// Seconds a portal may keep the published keys without asking again.
pub const CACHE: i64 = 15 * 60;
/// Seconds a new key is published before it signs. Longer than [`CACHE`]: libraries keep keys as they like.
pub const OVERLAP: i64 = 60 * 60;
/// Seconds a key stays published once it signs no more.
pub const AFTERWARDS: i64 = OVERLAP + LIFETIME;
/// Seconds after which a running server looks at the folder again.
const LOOK: i64 = 60;
/// The key of the first start.
const FIRST: &str = "assertion.pem";

/// One signing key.
pub struct Key {
    pub file: String,
    /// Unix seconds; 0 for the key of the first start.
    pub published_at: i64,
    pub signer: Arc<Signer>,
}

/// What a key is for at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Published; signs from then on.
    Waits {
        from: i64,
    },
    Signs,
    /// Published until then.
    Ends {
        until: i64,
    },
    Over,
}

/// The keys of a folder, as they were when it was last looked at.
pub struct Ring {
    folder: PathBuf,
    seen: Mutex<Seen>,
}

struct Seen {
    keys: Arc<[Arc<Key>]>,
    /// Unix seconds.
    at: i64,
}

impl Ring {
    /// Makes the first key where there is none.
    pub fn open(folder: &Path) -> Result<Self, String> {
        if names(folder)?.is_empty() {
            signer_in(&folder.join(FIRST))?;
        }
        let keys = read(folder, &[])?;
        Ok(Self {
            folder: folder.to_owned(),
            seen: Mutex::new(Seen { keys, at: i64::MIN }),
        })
    }

    /// What signs now.
    pub fn signer(&self, now: i64) -> Arc<Signer> {
        let keys = self.keys(now);
        Arc::clone(&keys[signing(&keys, now)].signer)
    }

    /// The published document (RFC 7517), the one that signs first.
    pub fn jwks(&self, now: i64) -> Value {
        let keys = self.keys(now);
        let mut published: Vec<_> = uses(&keys, now)
            .into_iter()
            .filter(|(_, what)| *what != Use::Over)
            .collect();
        published.sort_by_key(|(_, what)| *what != Use::Signs);
        let jwks: Vec<_> = published.iter().map(|(key, _)| key.signer.jwk()).collect();
        json!({ "keys": jwks })
    }

    /// The keys, looked up again once a minute. A folder that cannot be read just now changes nothing.
    fn keys(&self, now: i64) -> Arc<[Arc<Key>]> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back counts as a new minute.
        if now < seen.at || now >= seen.at.saturating_add(LOOK) {
            match read(&self.folder, &seen.keys) {
                Ok(keys) => seen.keys = keys,
                Err(error) => tracing::warn!(error, "the signing keys could not be read again"),
            }
            seen.at = now;
        }
        Arc::clone(&seen.keys)
    }

    /// Takes away the files of keys that are over: a secret that nobody needs is only a risk.
    pub fn sweep(&self, now: i64) {
        for (key, _) in uses(&self.keys(now), now)
            .into_iter()
            .filter(|(_, what)| *what == Use::Over)
        {
            match fs::remove_file(self.folder.join(&key.file)) {
                Ok(()) => tracing::info!(kid = key.signer.kid(), "a signing key was retired"),
                Err(error) => {
                    tracing::warn!(%error, key.file, "a signing key could not be removed")
                }
            }
        }
    }
}

/// The files with signing keys, the oldest first.
pub fn names(folder: &Path) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        if let Some(name) = name.to_str()
            && published_at(name).is_some()
        {
            names.push(name.to_owned());
        }
    }
    names.sort_by_key(|name| published_at(name));
    Ok(names)
}

fn published_at(name: &str) -> Option<i64> {
    if name == FIRST {
        return Some(0);
    }
    let at = name.strip_prefix("assertion-")?.strip_suffix(".pem")?;
    at.parse().ok().filter(|at| *at > 0)
}

/// The keys of a folder; those known already are not read again.
pub fn read(folder: &Path, known: &[Arc<Key>]) -> Result<Arc<[Arc<Key>]>, String> {
    let mut keys = Vec::new();
    for file in names(folder)? {
        if let Some(key) = known.iter().find(|key| key.file == file) {
            keys.push(Arc::clone(key));
            continue;
        }
        let signer = Arc::new(signer_in(&folder.join(&file))?);
        let published_at = published_at(&file).unwrap_or_default();
        keys.push(Arc::new(Key {
            file,
            published_at,
            signer,
        }));
    }
    if keys.is_empty() {
        return Err(format!("{}: there is no signing key", folder.display()));
    }
    Ok(keys.into())
}

/// The youngest that has been published long enough; failing that the oldest. `keys` is not empty.
fn signing(keys: &[Arc<Key>], now: i64) -> usize {
    let may_sign = |key: &Arc<Key>| key.published_at.saturating_add(OVERLAP) <= now;
    keys.iter().rposition(may_sign).unwrap_or(0)
}

/// What each key is for.
pub fn uses(keys: &[Arc<Key>], now: i64) -> Vec<(Arc<Key>, Use)> {
    let signing = signing(keys, now);
    let what = |place: usize| match place.cmp(&signing) {
        std::cmp::Ordering::Equal => Use::Signs,
        std::cmp::Ordering::Greater => Use::Waits {
            from: keys[place].published_at.saturating_add(OVERLAP),
        },
        std::cmp::Ordering::Less => {
            let replaced = keys[place + 1].published_at.saturating_add(OVERLAP);
            match replaced.saturating_add(AFTERWARDS) {
                until if now < until => Use::Ends { until },
                _ => Use::Over,
            }
        }
    };
    keys.iter()
        .enumerate()
        .map(|(place, key)| (Arc::clone(key), what(place)))
        .collect()
}

/// Publishes a new key. Refused while another one waits: it would sign before portals have seen it in between.
pub fn rotate(folder: &Path, now: i64) -> Result<Arc<Key>, String> {
    let keys = read(folder, &[])?;
    for (key, what) in uses(&keys, now) {
        if let Use::Waits { from } = what {
            return Err(format!(
                "the key {} is published already and signs from {}; wait, or take it back with `keys retire`",
                key.signer.kid(),
                crate::time::rfc3339(from)
            ));
        }
    }
    let file = format!("assertion-{now}.pem");
    let path = folder.join(&file);
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if path.exists() {
        return Err(format!("{}: is there already", path.display()));
    }
    // Whole under its name from the first moment: a running server may be looking.
    let draft = folder.join(format!(".{file}"));
    let mut written = create_private(&draft).map_err(failed)?;
    std::io::Write::write_all(&mut written, new_signing_pem()?.as_bytes())
        .and_then(|()| written.sync_all())
        .and_then(|()| fs::rename(&draft, &path))
        .map_err(failed)?;
    let keys = read(folder, &keys)?;
    let made = keys.iter().find(|key| key.file == file);
    made.cloned()
        .ok_or_else(|| format!("{}: the new key is not there", path.display()))
}

/// Takes a key away at once: what it signed is worthless as soon as portals ask for the keys again.
pub fn retire(folder: &Path, kid: &str) -> Result<Arc<Key>, String> {
    let keys = read(folder, &[])?;
    let Some(key) = keys.iter().find(|key| key.signer.kid() == kid) else {
        return Err(format!(
            "there is no signing key {kid:?}; `keys list` shows them"
        ));
    };
    if keys.len() == 1 {
        return Err(
            "this is the only signing key; make another one first, with `keys rotate`".to_owned(),
        );
    }
    let path = folder.join(&key.file);
    fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Arc::clone(key))
}
