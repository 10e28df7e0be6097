//! `tweestap-server audit`: whether the trail is as it was written, and the trail as a table. Reads only, also beside a
//! running server.

use std::io::Write;

use clap::{Args, Subcommand};
use data_encoding::HEXLOWER;
use sqlx::AnyConnection;

use super::Kept;
use crate::audit::chain::{Broken, Check, Head};
use crate::audit::csv;
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::seal::Sealer;
use crate::store::{Store, audit as rows};

/// Entries read at once.
const PAGE: i64 = 1_000;

#[derive(Subcommand)]
pub enum Audit {
    /// Recompute the chain, and name the first entry that is not as it was written.
    Verify(Verify),
    /// Print the trail of a school as CSV.
    Export(Export),
}

#[derive(Args)]
pub struct Verify {
    /// The school's id in the configuration; every school otherwise.
    #[arg(long, value_name = "ID")]
    school: Option<String>,
    #[command(flatten)]
    place: Kept,
}

#[derive(Args)]
pub struct Export {
    /// The school's id in the configuration.
    #[arg(long, value_name = "ID")]
    school: String,
    #[command(flatten)]
    place: Kept,
}

/// Prints what it finds; `Err`: a trail is broken, or cannot be read.
pub async fn run(asked: Audit, out: &mut impl Write) -> Result<(), String> {
    let place = match &asked {
        Audit::Verify(verify) => &verify.place,
        Audit::Export(export) => &export.place,
    };
    let store = place.store().await?;
    let done = match &asked {
        Audit::Verify(verify) => {
            let keys = Keys::existing(&place.data)?;
            report(&store, &keys.sealer, verify.school.as_deref(), out).await
        }
        Audit::Export(export) => match export_to(&store, &export.school, out).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(format!("{} has no audit trail", export.school)),
            Err(error) => Err(unread(&error)),
        },
    };
    store.close().await;
    done
}

fn unread(error: &Error) -> String {
    format!("the audit trail could not be read: {}", error.problem())
}

async fn report(
    store: &Store,
    sealer: &Sealer,
    school: Option<&str>,
    out: &mut impl Write,
) -> Result<(), String> {
    let mut connection = store.read().await.map_err(|error| unread(&error))?;
    let known = rows::schools(&mut connection).await;
    drop(connection);
    let mut schools = known.map_err(|error| unread(&error))?;
    if let Some(school) = school {
        schools.retain(|one| one == school);
        if schools.is_empty() {
            return Err(format!("{school} has no audit trail"));
        }
    }
    let mut broken = Vec::new();
    for school in schools {
        let checked = verify(store, sealer, &school).await;
        match checked.map_err(|error| unread(&error))? {
            Ok(head) => {
                let hash = HEXLOWER.encode(&head.hash);
                writeln!(out, "{school}: {} entries, {hash}", head.number)
                    .map_err(|error| error.to_string())?;
            }
            Err(Broken { number, what }) => {
                broken.push(format!("{school}: entry {number} {what}"));
            }
        }
    }
    if broken.is_empty() {
        Ok(())
    } else {
        Err(broken.join("\n"))
    }
}

/// The whole chain of a school: its head, or what is wrong first. A running server goes on writing: the last piece is
/// read while it waits.
pub async fn verify(store: &Store, sealer: &Sealer, school: &str) -> Result<Result<Head, Broken>> {
    let (mut check, mut after) = (Check::default(), i64::MIN);
    let mut connection = store.read().await?;
    if let Err(broken) = read(&mut connection, &mut check, &mut after, school).await? {
        return Ok(Err(broken));
    }
    drop(connection);
    // Dropped at the end: nothing is changed.
    let mut tx = store.write().await?;
    let is_there = rows::head(&mut tx, school).await?.is_some();
    let sealed = rows::turn_of_school(&mut tx, school).await?;
    if let Err(broken) = read(&mut tx, &mut check, &mut after, school).await? {
        return Ok(Err(broken));
    }
    let number = check.number();
    let broken = |what| Ok(Err(Broken { number, what }));
    match Head::open(sealer, school, &sealed) {
        _ if !is_there && number > 0 => broken("is the last one, and there is no sealed head"),
        Ok(head) => Ok(check.end(&head)),
        Err(_) => broken("is the last one, and the sealed head does not open"),
    }
}

/// From behind a number to the end. What stands before the first entry has a number, too.
async fn read(
    connection: &mut AnyConnection,
    check: &mut Check,
    after: &mut i64,
    school: &str,
) -> Result<Result<(), Broken>> {
    loop {
        let lines = rows::onwards(connection, school, *after, PAGE).await?;
        if lines.is_empty() {
            return Ok(Ok(()));
        }
        for line in &lines {
            if let Err(broken) = check.read(&line.entry) {
                return Ok(Err(broken));
            }
            *after = line.entry.number;
        }
    }
}

/// `false`: there is no entry.
pub async fn export_to(store: &Store, school: &str, out: &mut impl Write) -> Result<bool> {
    const UNWRITTEN: Error = Error::Internal("the table could not be written");
    let mut connection = store.read().await?;
    let mut after = i64::MIN;
    loop {
        let lines = rows::onwards(&mut connection, school, after, PAGE).await?;
        if lines.is_empty() {
            return Ok(after > i64::MIN);
        }
        if after == i64::MIN {
            out.write_all(csv::HEADING.as_bytes())
                .map_err(|_| UNWRITTEN)?;
        }
        for line in &lines {
            let text = csv::line(&line.entry, &line.actor_name, &line.subject_name);
            out.write_all(text.as_bytes()).map_err(|_| UNWRITTEN)?;
            after = line.entry.number;
        }
    }
}
