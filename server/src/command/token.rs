//! `tweestap-server token link`: gives a hardware token to a person. On the standard input come the seed, on a
//! line of its own, and then what the token shows: one code, or two in a row when it counts.

use std::io::Read as _;

use clap::{Args, Subcommand};
use tweestap_api::Secret;
use zeroize::Zeroizing;

use super::Kept;
use crate::keys::Keys;
use crate::oath::Kind;
use crate::token::{Link, Refused, link, read_seed};

/// Bytes of the standard input at most.
const LONGEST: u64 = 4096;

/// Hardware tokens.
#[derive(Subcommand)]
pub enum Token {
    /// Gives a token to a person, instead of any other one. The seed (hex or base32) and its codes, each on a
    /// line of its own, are read from the standard input.
    Link(Box<Linking>),
}

#[derive(Args)]
pub struct Linking {
    /// The id of the school in the configuration.
    #[arg(long)]
    school: String,
    /// The issuer of the school's portal.
    #[arg(long)]
    issuer: String,
    /// The person, as the portal's tokens name them.
    #[arg(long)]
    subject: String,
    /// What is printed on the token.
    #[arg(long)]
    serial: String,
    /// Digits of its codes.
    #[arg(long, default_value = "6", value_parser = ["6", "8"])]
    digits: String,
    /// Seconds for which it shows a code.
    #[arg(long, default_value = "30", value_parser = ["30", "60"], conflicts_with = "hotp")]
    period: String,
    /// It counts (RFC 4226) instead of going by the time.
    #[arg(long)]
    hotp: bool,
    /// SHA-256 instead of SHA-1.
    #[arg(long)]
    sha256: bool,
    #[command(flatten)]
    place: Kept,
}

/// Links the token, and says so in a sentence. Refused in a sentence as well.
pub async fn run(token: Token, now: i64) -> Result<String, String> {
    let Token::Link(linking) = token;
    let text = standard_input()?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let seed = read_seed(lines.next().ok_or("the standard input has no seed")?)?;
    let codes: Vec<Secret> = lines.map(Secret::new).collect();
    let store = linking.place.store().await?;
    let keys = Keys::existing(&linking.place.data)?;
    let request = Link {
        school: &linking.school,
        issuer: &linking.issuer,
        subject: &linking.subject,
        serial: &linking.serial,
        kind: linking.kind()?,
        seed: &seed,
        codes: &codes,
    };
    let linked = link(&store, &keys, &request, now).await;
    store.close().await;
    match linked {
        Ok(()) => Ok(format!(
            "Token {} is linked to this person.",
            linking.serial
        )),
        Err(Refused::Because(why)) => Err(why.to_owned()),
        Err(Refused::Failed(error)) => Err(format!("nothing was changed: {}", error.problem())),
    }
}

impl Linking {
    fn kind(&self) -> Result<Kind, String> {
        let number = |text: &str| text.parse::<u8>().map_err(|error| error.to_string());
        Ok(Kind {
            digits: number(&self.digits)?,
            period: if self.hotp {
                0
            } else {
                i64::from(number(&self.period)?)
            },
            sha256: self.sha256,
        })
    }
}

fn standard_input() -> Result<Zeroizing<String>, String> {
    let mut text = Zeroizing::new(String::new());
    std::io::stdin()
        .take(LONGEST)
        .read_to_string(&mut text)
        .map_err(|error| format!("the standard input: {error}"))?;
    Ok(text)
}
