//! What the program does besides serving, one file a command.

pub mod audit;
pub mod check;
pub mod keys;
pub mod mail;
pub mod people;
pub mod policy;
pub mod reset;
pub mod seed;
pub mod sms;
pub mod token;

use std::path::PathBuf;

use clap::Args;

use crate::store::{Store, Tuning};

/// Where a server keeps what a command works on.
#[derive(Args)]
pub struct Kept {
    /// Folder of the keys and of the database file.
    #[arg(long, value_name = "DIR", default_value = "tweestap-data")]
    data: PathBuf,
    /// A PostgreSQL database (postgres://…) instead of the file in the data folder.
    #[arg(
        long,
        value_name = "URL",
        env = "TWEESTAP_DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
}

impl Kept {
    /// A command never makes a database: an empty one would say that nobody exists.
    async fn store(&self) -> Result<Store, String> {
        if let Some(url) = &self.database_url {
            return Store::postgres(url, Tuning::default()).await;
        }
        let file = self.data.join("tweestap.db");
        if !file.is_file() {
            return Err(format!("{}: there is no database", file.display()));
        }
        Store::sqlite(&file, Tuning::default()).await
    }
}
