//! `tweestap-server people import`: the people of a school whose passwords this server keeps, and where mail reaches
//! them. All of a list or nothing of it; works beside a running server.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::Kept;
use super::seed::{self, Seed};
use crate::config::{Config, School};
use crate::error::Result as Stored;
use crate::hash::{Cost, Hasher};
use crate::keys::Keys;
use crate::mail::address;
use crate::people::{LONGEST, Person, read};
use crate::store::addresses::{self, Kept as Address, Of};
use crate::store::directory::{self, Entry};
use crate::store::{Store, Tx};

/// Bad lines that are named one by one.
const NAMED: usize = 100;

#[derive(Subcommand)]
pub enum People {
    /// Add people, and renew names and addresses of those who are there. Nobody is removed, and no password replaced.
    Import(Import),
    /// Fill a school with made-up people.
    Seed(Seed),
}

#[derive(Args)]
pub struct Import {
    /// CSV with the first line username,name,email,co_emails (several with ; between), and perhaps ,password.
    file: PathBuf,
    /// The school's id in the configuration.
    #[arg(long, value_name = "ID")]
    school: String,
    /// The configuration, in TOML.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    #[command(flatten)]
    place: Kept,
}

/// What was done, in a sentence. Refused in as many lines as the list has bad ones.
pub async fn run(command: People, now: i64) -> Result<String, String> {
    let asked = match command {
        People::Import(asked) => asked,
        People::Seed(asked) => return seed::run(asked, now).await,
    };
    let config = Config::read(&asked.config, true)?;
    let school = config
        .school(&asked.school)
        .ok_or_else(|| format!("there is no school {:?} in the configuration", asked.school))?;
    if school.password.hook.is_some() {
        return Err(
            "the portal of this school keeps the passwords: its people are not kept here"
                .to_owned(),
        );
    }
    let text = text_of(&asked.file)?;
    let people = read(&text, &school.name, school.password.rules(school.required))
        .map_err(|faults| refusal(&asked.file, &faults))?;
    let store = asked.place.store().await?;
    let keys = Keys::existing(&asked.place.data)?;
    let done = import(&store, &keys, &Hasher::new(Cost::OWASP), school, &people).await;
    store.close().await;
    match done {
        Ok(()) => Ok(format!(
            "{} people are in the directory of {}.",
            people.len(),
            school.id
        )),
        Err(error) => Err(format!("nothing was changed: {}", error.problem())),
    }
}

fn text_of(file: &Path) -> Result<String, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let opened = std::fs::File::open(file).map_err(|error| failed(&error))?;
    let mut text = String::new();
    opened
        .take(LONGEST as u64 + 1)
        .read_to_string(&mut text)
        .map_err(|error| failed(&error))?;
    if text.len() > LONGEST {
        return Err(failed(&"a list has 4 MB at most; make two of it"));
    }
    Ok(text)
}

fn refusal(file: &Path, faults: &[String]) -> String {
    let named = faults.iter().take(NAMED);
    let mut lines: Vec<String> = named
        .map(|said| format!("{}, {said}", file.display()))
        .collect();
    if faults.len() > NAMED {
        lines.push(format!("and {} more", faults.len() - NAMED));
    }
    format!("nothing was changed:\n{}", lines.join("\n"))
}

/// One transaction. Who is there keeps the password that is there: a list lies about in mailboxes.
pub async fn import(
    store: &Store,
    keys: &Keys,
    hasher: &Hasher,
    school: &School,
    people: &[Person],
) -> Stored<()> {
    let mut entries = Vec::with_capacity(people.len());
    // Slow, and so not within the transaction.
    for person in people {
        let password = match &person.password {
            Some(password) => Some(hasher.password(password).await?),
            None => None,
        };
        let name = person.name.clone();
        entries.push((person, Entry { name, password }));
    }
    let mut tx = store.write().await?;
    for (person, entry) in &entries {
        let of = Of {
            school: &school.id,
            issuer: &school.issuer,
            subject: &person.username,
        };
        directory::add(&mut tx, of.school, of.issuer, of.subject, entry).await?;
        directory::rename(&mut tx, of.school, of.issuer, of.subject, &entry.name).await?;
        readdress(&mut tx, keys, of, person).await?;
    }
    Ok(tx.commit().await?)
}

/// Whatever is on the list, and nothing else. One that was there before stays the same row: mail waits for it.
async fn readdress(tx: &mut Tx, keys: &Keys, of: Of<'_>, person: &Person) -> Stored<()> {
    let own = person.email.iter().map(|address| ("own", address));
    let co = person.co_emails.iter().map(|address| ("co", address));
    let mut listed: Vec<(&'static str, Address)> = Vec::new();
    for (kind, address) in own.chain(co) {
        let kept = address::keep(keys, of.school, of.subject, address)?;
        // A parent with the same mailbox is told once.
        let is_same = |(_, other): &(_, Address)| other.address_index == kept.address_index;
        if !listed.iter().any(is_same) {
            listed.push((kind, kept));
        }
    }
    for before in addresses::of(tx, of).await? {
        let is_same = |(_, now): &(_, Address)| now.address_index == before.address_index;
        if !listed.iter().any(is_same) {
            addresses::forget(tx, &before.id).await?;
        }
    }
    for (kind, kept) in &listed {
        addresses::add(tx, of, kind, kept).await?;
    }
    Ok(())
}
