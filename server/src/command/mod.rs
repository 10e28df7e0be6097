//! What the program does besides serving, one file a command.

pub mod audit;
pub mod check;
pub mod keys;
pub mod mail;
pub mod people;
pub mod reset;
pub mod seed;
pub mod sms;
pub mod token;

use std::path::Path;

use crate::store::{Store, Tuning};

/// A command never makes a database: an empty one would say that nobody exists.
async fn store(folder: &Path, database_url: Option<&str>) -> Result<Store, String> {
    if let Some(url) = database_url {
        return Store::postgres(url, Tuning::default()).await;
    }
    let file = folder.join("tweestap.db");
    if !file.is_file() {
        return Err(format!("{}: there is no database", file.display()));
    }
    Store::sqlite(&file, Tuning::default()).await
}
