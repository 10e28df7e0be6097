//! `tweestap-server sms test +31…`: one real message through every gateway of a configuration, each by itself,
//! and what each said. For whoever sets a gateway up.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use tweestap_api::Secret;

use crate::config::{self, Config};
use crate::phone::Mobile;
use crate::random;
use crate::sms::Message;
use crate::sms::adapter::Outcome;
use crate::store::messages::LIFETIME;

/// One part of the default alphabet, and plainly no code.
pub const TEXT: &str =
    "This is a test message from Tweestap. It holds no code, and nothing needs to be done.";

#[derive(Args)]
pub struct Sms {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Send one test message through each gateway, and say what each of them answered. They cost money.
    Test {
        /// Where to: +31612345678, or as people of the first school write it.
        number: String,
        /// The schools and the gateways, in TOML.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// Seconds that one gateway gets.
        #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=60))]
        patience: u64,
    },
}

/// `Err`: not every gateway took the message.
pub async fn run(sms: Sms, now: i64) -> Result<(), String> {
    let Command::Test {
        number,
        config,
        patience,
    } = sms.command;
    let gateways = config::sms::read(&config)?
        .ok_or_else(|| format!("{}: there is no [[sms]] gateway", config.display()))?;
    let schools = Config::read(&config, true)?.schools;
    let countries: Vec<_> = schools
        .iter()
        .flat_map(|school| &school.countries)
        .copied()
        .collect();
    let to = Mobile::read(&number, &countries)
        .map_err(|problem| format!("no message can go to this number: {}", problem.code()))?;
    let school = schools.first().map(|school| school.id.clone());
    let mut refused = 0;
    for adapter in gateways.each() {
        let message = Message {
            to: to.e164(),
            text: Secret::new(TEXT),
            school: school.clone().unwrap_or_default(),
            reference: random::id().map_err(|_| "no randomness".to_owned())?,
            validity: LIFETIME,
        };
        let outcome = adapter
            .send(&message, now, Duration::from_secs(patience))
            .await;
        println!("{}: {}", adapter.name(), said(&outcome));
        refused += usize::from(!matches!(outcome, Outcome::Taken(_)));
    }
    match refused {
        0 => Ok(()),
        1 => Err("one gateway did not take the message".to_owned()),
        more => Err(format!("{more} gateways did not take the message")),
    }
}

fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Taken(Some(id)) => format!("taken, as {id}"),
        Outcome::Taken(None) => "taken".to_owned(),
        Outcome::Unreached(why) => format!("not sent: {why}"),
        Outcome::Refused(refusal) if refusal.said.is_empty() => {
            format!("refused with status {}", refusal.status)
        }
        Outcome::Refused(refusal) => {
            format!("refused with status {}: {}", refusal.status, refusal.said)
        }
        Outcome::Unclear(why) => format!("perhaps sent: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::sms::gsm7;

    #[test]
    fn the_test_message_is_one_part() {
        assert!(gsm7::septets(super::TEXT).is_some_and(|septets| septets <= gsm7::PART));
    }
}
