//! `tweestap-server check-config`: reads everything that serving would read, and says all that is wrong with it, so
//! that nobody finds out at a restart. And the schema that it is held against.

use std::path::PathBuf;

use clap::Args;

use crate::config;
use crate::keys::Keys;
use crate::mail::smtp::{PATIENCE, Smtp};

/// Read a configuration and say everything that is wrong with it.
#[derive(Args)]
pub struct CheckConfig {
    /// The configuration, in TOML.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// The data folder, to look at its keys as well. Nothing is made in it.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// A summary, or a line for each fault.
pub fn run(asked: &CheckConfig) -> Result<String, String> {
    let mut faults = Vec::new();
    let read = config::read(&asked.config)
        .map_err(|lines| faults.push(lines))
        .ok();
    if let Some(mail) = read.as_ref().and_then(|(config, _)| config.mail.as_ref())
        && let Err(said) = Smtp::new(mail, "", PATIENCE)
    {
        faults.push(format!("{}: [mail] {said}", asked.config.display()));
    }
    if let Some(folder) = &asked.data {
        faults.extend(Keys::check(folder).err().into_iter().flatten());
    }
    match read {
        Some((config, gateways)) if faults.is_empty() => {
            let schools: Vec<_> = config
                .schools
                .iter()
                .map(|school| school.id.as_str())
                .collect();
            Ok(format!(
                "{} is good: {} ({}), {}, {}",
                asked.config.display(),
                counted(schools.len(), "school"),
                schools.join(", "),
                counted(
                    gateways.map_or(0, |list| list.each().count()),
                    "SMS gateway"
                ),
                if config.mail.is_some() {
                    "mail"
                } else {
                    "no mail"
                },
            ))
        }
        _ => Err(faults.join("\n")),
    }
}

fn counted(number: usize, thing: &str) -> String {
    match number {
        0 => format!("no {thing}"),
        1 => format!("1 {thing}"),
        more => format!("{more} {thing}s"),
    }
}
