//! `tweestap-server mail test`: one letter through the configured mail server, and what it said.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::config::Config;
use crate::mail::carrier::{Carrier as _, Parcel};
use crate::mail::smtp::{PATIENCE, Smtp};
use crate::mail::{address, letter};
use crate::random;
use crate::sms::text::Language;
use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub enum Mail {
    /// Send a test message and say what the mail server answered.
    Test(Test),
}

#[derive(Args)]
pub struct Test {
    /// Where to send it.
    address: String,
    /// The configuration, in TOML.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// The school it comes from; the first one of the configuration otherwise.
    #[arg(long, value_name = "ID")]
    school: Option<String>,
    /// Language of the message.
    #[arg(long, default_value = "nl")]
    lang: String,
}

pub async fn run(command: Mail) -> Result<(), String> {
    let Mail::Test(test) = command;
    let to = address::parse(&test.address)
        .ok_or_else(|| "the address must be one such as sam@school.example".to_owned())?;
    let config = Config::read(&test.config, true)?;
    let Some(mail) = &config.mail else {
        return Err(format!("{} has no [mail]", test.config.display()));
    };
    let school = match &test.school {
        Some(id) => config.school(id),
        None => config.schools.first(),
    };
    let school = school.ok_or_else(|| "there is no such school".to_owned())?;
    let smtp = Smtp::new(mail, &config.public_url, PATIENCE)?;
    let letter = letter::trial(Language::nearest(&test.lang), school);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_secs()).unwrap_or_default()
        });
    let id = random::id().map_err(|_| "no randomness".to_owned())?;
    let parcel = Parcel {
        id: &id,
        school,
        to: &to,
        letter: &letter,
        at: now,
        now,
    };
    match smtp.carry(parcel).await {
        Ok(()) => {
            println!("{}:{} accepted the message", mail.server, mail.port);
            Ok(())
        }
        Err(not_carried) => {
            let trouble = not_carried.trouble();
            let said = match trouble.said.expose() {
                "" => String::new(),
                said => format!(" ({said})"),
            };
            Err(format!(
                "{}:{} did not take the message: {trouble}{said}",
                mail.server, mail.port
            ))
        }
    }
}
