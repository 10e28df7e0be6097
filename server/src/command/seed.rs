//! `tweestap-server people seed`: a school full of people who do not exist, to try administration out with. They have no
//! passwords and no phones; nobody can sign in as one of them. Never where real people are. One
//! file, though long: it is tables of names and the rows that come of them.

use clap::Args;
use sqlx::AnyConnection;
use tweestap_api::{Method, Policy, Role};

use super::Kept;
use crate::enrolment::Stage;
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::random;
use crate::seal::Place;
use crate::store::limits::HARD_STOP;
use crate::store::{Store, accounts};
use crate::totp::SECRET_LENGTH;

/// Nobody's issuer (RFC 6761): no portal can hand one of these people over.
const ISSUER: &str = "https://seed.invalid";
const MOST: u32 = 200_000;
const DAY: i64 = 86_400;

const FIRST: [&str; 32] = [
    "Sanne", "Daan", "Emma", "Lucas", "Zoë", "Noah", "Fatima", "Mohammed", "Lotte", "Sem", "Anouk",
    "Youssef", "Julia", "Levi", "Renée", "Finn", "Aylin", "Jesse", "Sophie", "Bram", "Chloé",
    "Thijs", "Maud", "Ruben", "Noor", "Jayden", "Fleur", "Stijn", "Iris", "Mees", "Elif", "Jan",
];
const LAST: [&str; 31] = [
    "de Vries",
    "Jansen",
    "van den Berg",
    "Bakker",
    "El Amrani",
    "Visser",
    "Smit",
    "Yılmaz",
    "Meijer",
    "de Boer",
    "Mulder",
    "Peeters",
    "Janssens",
    "Maes",
    "Jacobs",
    "Willems",
    "Goossens",
    "Wouters",
    "de Smet",
    "Dubois",
    "van Dijk",
    "Bos",
    "Vos",
    "Peters",
    "Hendriks",
    "van Leeuwen",
    "Dekker",
    "Brouwer",
    "de Wit",
    "Dijkstra",
    "Şahin",
];

#[derive(Args)]
pub struct Seed {
    /// The school's id in the configuration.
    #[arg(long, value_name = "ID")]
    school: String,
    /// How many.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    count: u32,
    /// Everybody was first asked for two steps so many days ago, with two weeks of grace.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(..=3_650))]
    asked_days_ago: Option<u32>,
    #[command(flatten)]
    place: Kept,
}

/// Makes them, and says so in a sentence. Refused in a sentence as well.
pub async fn run(asked: Seed, now: i64) -> Result<String, String> {
    let store = asked.place.store().await?;
    let keys = Keys::existing(&asked.place.data)?;
    // The demonstration's database has nobody real in it; another one may be somebody's school.
    let is_demo =
        asked.place.database_url.is_none() && asked.place.data.join("demo-portal.pem").is_file();
    let since = asked.asked_days_ago.map(|days| now - i64::from(days) * DAY);
    let seeded = seed(
        &store,
        &keys,
        &asked.school,
        asked.count,
        since,
        is_demo,
        now,
    )
    .await;
    store.take_stock().await;
    store.close().await;
    match seeded {
        Ok(true) => Ok(format!("{} has {} people more.", asked.school, asked.count)),
        Ok(false) => Err(format!(
            "{} has people already: they may be real, and nothing was changed",
            asked.school
        )),
        Err(error) => Err(format!("nothing was changed: {}", error.problem())),
    }
}

/// One transaction: all of them, or none; with grace that began at `since`, if it did. `false`: there are people, and it
/// is no demonstration.
pub async fn seed(
    store: &Store,
    keys: &Keys,
    school: &str,
    count: u32,
    since: Option<i64>,
    is_demo: bool,
    now: i64,
) -> Result<bool, Error> {
    let mut tx = store.write().await?;
    let (known,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM accounts WHERE school = $1")
        .bind(school)
        .fetch_one(&mut *tx)
        .await?;
    if known > 0 && !is_demo {
        return Ok(false);
    }
    for number in 0..count {
        make(&mut tx, keys, school, number, now).await?;
    }
    if let Some(since) = since {
        sqlx::query(
            "INSERT INTO grace (account, since, until) \
             SELECT id, $1, $2 FROM accounts WHERE school = $3 AND issuer = $4 ON CONFLICT DO NOTHING",
        )
        .bind(since)
        .bind(since + i64::from(Policy::LONGEST_GRACE) * DAY)
        .bind(school)
        .bind(ISSUER)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Whether the school has made-up people.
pub async fn is_seeded(connection: &mut AnyConnection, school: &str) -> Result<bool> {
    let one: Option<(String,)> =
        sqlx::query_as("SELECT id FROM accounts WHERE school = $1 AND issuer = $2 LIMIT 1")
            .bind(school)
            .bind(ISSUER)
            .fetch_optional(connection)
            .await?;
    Ok(one.is_some())
}

/// The same ones each time but for what is drawn; of a hundred, 70 have two steps on, 20 have none.
async fn make(
    connection: &mut AnyConnection,
    keys: &Keys,
    school: &str,
    number: u32,
    now: i64,
) -> Result<()> {
    let (place, turn) = (number as usize, i64::from(number));
    let (first, last) = (
        FIRST[place % FIRST.len()],
        LAST[place / FIRST.len() % LAST.len()],
    );
    let name = format!("{first} {last}");
    let (role, classes) = place_at_school(number);
    let is_suspended = matches!(number % 100, 90..95);
    let id = random::id()?;
    sqlx::query(
        "INSERT INTO accounts (id, school, issuer, subject, name, sort_name, role, mfa_epoch, remember, turn, \
                               created_at, suspended_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 'always_ask', 0, $8, $9)",
    )
    .bind(&id)
    .bind(school)
    .bind(ISSUER)
    // Drawn: a demonstration may be filled more than once.
    .bind(format!("seed-{number}-{}", &id[..6]))
    .bind(&name)
    .bind(accounts::plain(&name))
    .bind(role.code())
    .bind(now - 400 * DAY)
    .bind(is_suspended.then_some(now - turn % 50 * DAY))
    .execute(&mut *connection)
    .await?;
    for class in classes {
        sqlx::query("INSERT INTO account_classes (account, class) VALUES ($1, $2)")
            .bind(&id)
            .bind(class)
            .execute(&mut *connection)
            .await?;
    }
    match number % 100 {
        0..20 => {}
        20..25 => pending(connection, &id, now).await?,
        _ => {
            let since = now - turn % 300 * DAY;
            active(connection, keys, school, &id, number, since).await?;
        }
    }
    if number % 100 == 99 {
        sqlx::query(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) VALUES ($1, 'code', 0, $2, $3)",
        )
        .bind(&id)
        .bind(now)
        .bind(HARD_STOP)
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Pupils in classes of thirty, and the people around them.
fn place_at_school(number: u32) -> (Role, Vec<String>) {
    let class = |number: u32| {
        let letter = char::from(b'A' + u8::try_from(number / 6 % 26).unwrap_or(0));
        format!("{}{letter}{}", number % 6 + 1, number / 156 + 1)
    };
    match number % 10 {
        0..7 => (Role::Pupil, vec![class(number / 43)]),
        7 => (Role::Parent, Vec::new()),
        8 => {
            let group = number / 43;
            (Role::Teacher, (group..group + 4).map(class).collect())
        }
        _ if number % 1_000 == 9 => (Role::Manager, Vec::new()),
        _ => (Role::Staff, Vec::new()),
    }
}

async fn pending(connection: &mut AnyConnection, account: &str, now: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO factors (id, account, method, state, stage, with_password, proved, last_step, created_at, \
                              expires_at) \
         VALUES ($1, $2, 'sms', 'pending', $3, 0, 1, 0, $4, $5)",
    )
    .bind(random::id()?)
    .bind(account)
    .bind(Stage::Phone.code())
    .bind(now)
    .bind(now + DAY)
    .execute(connection)
    .await?;
    Ok(())
}

/// Two of five by text message, the others by an app whose key nobody has.
async fn active(
    connection: &mut AnyConnection,
    keys: &Keys,
    school: &str,
    account: &str,
    number: u32,
    since: i64,
) -> Result<()> {
    let id = random::id()?;
    let place = |column| Place {
        school,
        account,
        row: &id,
        column,
    };
    let (method, secret, phone) = if number.is_multiple_of(5) || number % 5 == 1 {
        let phone = format!("+3161{:07}", number % 10_000_000);
        let sealed = keys.sealer.seal(place("number"), phone.as_bytes())?;
        let index = keys.pepper.hex("number", &[&phone]);
        (Method::Sms, None, Some((sealed, index)))
    } else {
        let secret = random::bytes::<SECRET_LENGTH>()?;
        let sealed = keys.sealer.seal(place("secret"), secret.as_slice())?;
        (Method::App, Some(sealed), None)
    };
    let (sealed, index) = phone.unzip();
    sqlx::query(
        "INSERT INTO factors (id, account, method, state, stage, with_password, proved, last_step, created_at, \
                              since, secret, number, number_index) \
         VALUES ($1, $2, $3, 'active', $4, 0, 1, 0, $5, $5, $6, $7, $8)",
    )
    .bind(&id)
    .bind(account)
    .bind(method.code())
    .bind(Stage::RecoveryCodes.code())
    .bind(since)
    .bind(secret)
    .bind(sealed)
    .bind(index)
    .execute(connection)
    .await?;
    Ok(())
}
