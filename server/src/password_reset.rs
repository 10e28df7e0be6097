//! A forgotten password, behind the answer that is the same for everybody: what was asked waits in a table, and only the
//! worker finds out whom it is about, whether a link is due, and where it goes. Nothing of it shows outside but the
//! mail; nothing of the account changes before the link is used.

mod sending;

pub use sending::link;

use serde::{Deserialize, Serialize};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection};
use tweestap_api::Problem;

use crate::config::School;
use crate::error::{Error, Result};
use crate::mail::{Known, address, in_directory, known};
use crate::random;
use crate::seal::Place;
use crate::state::App;
use crate::store::accounts::{self, Account};
use crate::store::addresses::Of;
use crate::store::password_requests::{self as requests, Request, WINDOW};
use crate::store::{directory, two_steps};

/// Links within an hour: for one account, and asked for from one place.
const PER_ACCOUNT: i64 = 3;
const PER_PLACE: i64 = 20;

/// What somebody wants who forgot a password. Sealed while it waits.
#[derive(Serialize, Deserialize)]
pub struct Asked {
    pub school: String,
    pub username: String,
    pub email: String,
    /// BCP 47.
    pub lang: String,
    /// From where, as a keyed hash.
    pub place: String,
}

/// Somebody who is known, and may get a link.
struct Person {
    subject: String,
    name: String,
    /// `None`: has never signed in.
    account: Option<Account>,
    addresses: Vec<Known>,
}

fn place(id: &str) -> Place<'_> {
    Place {
        school: "",
        account: "",
        row: id,
        column: "password request",
    }
}

/// Puts it in the queue: one insert, whatever is asked and whoever it is about.
pub async fn keep(app: &App, asked: &Asked, now: i64) -> Result<()> {
    let id = random::id()?;
    let text = serde_json::to_vec(asked).map_err(|_| Error::Internal("no JSON"))?;
    let request = Request {
        request: app.keys.sealer.seal(place(&id), &text)?,
        created_at: now,
        id,
    };
    let mut tx = app.store.write().await?;
    requests::keep(&mut tx, &request).await?;
    Ok(tx.commit().await?)
}

fn open(app: &App, request: &Request) -> Option<Asked> {
    let opened = app.keys.sealer.open(place(&request.id), &request.request);
    let asked = opened
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok());
    if asked.is_none() {
        tracing::error!("a request about a forgotten password does not open; it is dropped");
    }
    asked
}

/// Deals with the one that waits longest; `false`: none does. One that cannot be dealt with holds nobody else up: it is
/// dropped, unless the database takes nothing at all just now.
pub async fn next(app: &App) -> Result<bool> {
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let Some(request) = requests::next(&mut connection).await? else {
        return Ok(false);
    };
    let dealt = deal_with(app, connection, &request, now).await;
    if let Err(error) = &dealt
        && error.problem() == Problem::Internal
    {
        tracing::error!(?error, "a request about a forgotten password is dropped");
        let mut tx = app.store.write().await?;
        requests::take(&mut tx, &request.id).await?;
        tx.commit().await?;
        return Ok(true);
    }
    dealt.map(|()| true)
}

/// Taking it, counting it, the link and the mails are one transaction.
async fn deal_with(
    app: &App,
    mut connection: PoolConnection<Any>,
    request: &Request,
    now: i64,
) -> Result<()> {
    // Nobody waits for it any more, after so long.
    let fresh = request.created_at > now - WINDOW;
    let asked = open(app, request).filter(|_| fresh);
    let found = match &asked {
        Some(asked) => find(app, &mut connection, asked).await?,
        None => None,
    };
    drop(connection);
    let account = found
        .as_ref()
        .and_then(|(_, person)| person.account.as_ref());
    let mut tx = match account {
        Some(account) => app.store.turn_of(&account.id).await?,
        None => app.store.write().await?,
    };
    if !requests::take(&mut tx, &request.id).await? {
        return Ok(());
    }
    if let Some(asked) = asked
        && requests::charge(&mut tx, &format!("place {}", asked.place), PER_PLACE, now).await?
        && let Some((school, person)) = found
    {
        sending::send(app, &mut tx, school, person, &asked, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Whom it is about, if they are known and gave one of their own addresses.
async fn find<'a>(
    app: &'a App,
    connection: &mut AnyConnection,
    asked: &Asked,
) -> Result<Option<(&'a School, Person)>> {
    let school = app.config.school(&asked.school);
    let Some(school) = school.filter(|school| school.password.forgotten) else {
        return Ok(None);
    };
    let typed = asked.username.trim();
    let lower = typed.to_lowercase();
    let mut person = named(app, connection, school, typed).await?;
    if person.is_none() && lower != typed {
        person = named(app, connection, school, &lower).await?;
    }
    let index = address::index(&app.keys, &school.id, &asked.email);
    let is_own = |person: &Person| person.addresses.iter().any(|own| own.index == index);
    Ok(person.filter(is_own).map(|person| (&**school, person)))
}

/// Of the directory; of the portal's people, where the portal keeps the passwords.
async fn named(
    app: &App,
    connection: &mut AnyConnection,
    school: &School,
    subject: &str,
) -> Result<Option<Person>> {
    let id = two_steps::account_of(connection, &school.id, &school.issuer, subject).await?;
    let account = match id {
        Some(id) => accounts::by_id(connection, &id).await?,
        None => None,
    };
    let person = if school.password.hook.is_some() {
        let Some(account) = account else {
            return Ok(None);
        };
        let mut addresses = known(&app.keys, connection, &account).await?;
        addresses.retain(|one| one.id.is_none());
        Person {
            subject: subject.to_owned(),
            name: account.name.clone(),
            account: Some(account),
            addresses,
        }
    } else {
        let entry = directory::find(connection, &school.id, &school.issuer, subject).await?;
        let Some(entry) = entry else { return Ok(None) };
        let of = Of {
            school: &school.id,
            issuer: &school.issuer,
            subject,
        };
        Person {
            subject: subject.to_owned(),
            name: entry.name,
            account,
            addresses: in_directory(connection, of).await?,
        }
    };
    Ok(Some(person))
}

/// From where it is asked, without saying where that is.
pub fn place_hash(app: &App, network: &str) -> String {
    app.keys.pepper.hex("place", &[network])
}
