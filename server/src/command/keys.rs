//! `tweestap-server keys`: the keys assertions are signed with, looked at and changed beside a running server, which
//! sees it within a minute.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::keys::ring::{self, OVERLAP, Use};
use crate::time::rfc3339;

/// The keys assertions are signed with.
#[derive(Subcommand)]
pub enum Keys {
    /// What is published, and what each key is for.
    List(Folder),
    /// Publish a new key. It signs after an hour, and the old one stays published an hour longer.
    Rotate(Folder),
    /// Take a key away at once: one that somebody else may have.
    Retire {
        /// Its name, as `keys list` and the JWKS show it.
        // One in sixty-four begins with a dash.
        #[arg(allow_hyphen_values = true)]
        kid: String,
        #[command(flatten)]
        folder: Folder,
    },
}

#[derive(Args)]
pub struct Folder {
    /// Folder of the keys.
    #[arg(long, value_name = "DIR", default_value = "tweestap-data")]
    data: PathBuf,
}

/// What was done, in words.
pub fn run(command: Keys, now: i64) -> Result<String, String> {
    match command {
        Keys::List(Folder { data }) => {
            let keys = ring::read(&data, &[])?;
            let lines = ring::uses(&keys, now).into_iter().map(|(key, what)| {
                let kid = key.signer.kid();
                format!("{kid}  {}  {}", said(what), key.file)
            });
            Ok(lines.collect::<Vec<_>>().join("\n"))
        }
        Keys::Rotate(Folder { data }) => {
            let key = ring::rotate(&data, now)?;
            Ok(format!(
                "published {}; it signs from {}",
                key.signer.kid(),
                rfc3339(key.published_at + OVERLAP)
            ))
        }
        Keys::Retire { kid, folder } => {
            let key = ring::retire(&folder.data, &kid)?;
            Ok(format!(
                "retired {}; portals forget it within {} minutes",
                key.signer.kid(),
                ring::CACHE / 60
            ))
        }
    }
}

fn said(what: Use) -> String {
    match what {
        Use::Waits { from } => format!("published, signs from {}", rfc3339(from)),
        Use::Signs => "signs".to_owned(),
        Use::Ends { until } => format!("published until {}", rfc3339(until)),
        Use::Over => "over, removed at the next tidying".to_owned(),
    }
}
