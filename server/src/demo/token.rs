//! The hardware token that lies on the demonstration's desk: handed out when the demonstration begins, and
//! shown beside the portal. It makes its codes by itself, as the real thing does.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use sqlx::AnyConnection;
use totp_rs::{Algorithm, Builder};
use tweestap_api::Problem;

use super::people::{PEOPLE, Person};
use crate::error::{Error, Result};
use crate::oath::Kind;
use crate::random;
use crate::seal::Place;
use crate::state::{App, Shared};
use crate::store::{accounts, demo};
use crate::time::rfc3339;
use crate::token::handing::{self, Proved};
use crate::token::shelf;

/// As schools buy them: eight digits, a new code each minute.
const KIND: Kind = Kind {
    digits: 8,
    period: 60,
    sha256: false,
};
const SERIAL: &str = "VC-0417-2296";
/// Bytes of a seed.
const SEED: usize = 20;

/// What the token shows at a press of its button.
#[derive(Serialize)]
pub struct Shown {
    serial: &'static str,
    /// The user name of whoever it was handed out to.
    owner: &'static str,
    code: String,
    /// RFC 3339, UTC: the moment of the next code.
    until: String,
}

/// Links a new token to a person, in force from the first sign-in on.
pub async fn hand_out(
    app: &App,
    connection: &mut AnyConnection,
    person: &Person,
    now: i64,
) -> Result<()> {
    let (school, issuer) = (person.place.id, person.place.issuer);
    let account = accounts::of(
        connection,
        school,
        issuer,
        person.username,
        person.name,
        now,
    )
    .await?;
    let seed = random::bytes::<SEED>()?;
    let sealer = &app.keys.sealer;
    let token = shelf::put(
        sealer,
        connection,
        school,
        (SERIAL, KIND),
        seed.as_slice(),
        now,
    )
    .await?;
    // Nothing is spent: the first code of the day is good.
    let proved = Proved { step: 1, drift: 0 };
    let held = (&token, seed.as_slice());
    handing::put_in_force(sealer, connection, &account, held, proved, now).await?;
    Ok(())
}

/// The code of now. A token that was taken away from its owner is gone.
pub async fn show(State(app): State<Shared>) -> Result<Json<Shown>> {
    const GONE: Error = Error::Problem(Problem::NotFound);
    let owner = PEOPLE.iter().find(|person| person.has_token).ok_or(GONE)?;
    let mut connection = app.store.read().await?;
    let found = demo::token(&mut connection, owner.place.id, SERIAL).await?;
    drop(connection);
    let (account, id, secret) = found.ok_or(GONE)?;
    let seed = app
        .keys
        .sealer
        .open(place(owner.place.id, &account, &id), &secret)?;
    let now = app.clock.now();
    Ok(Json(Shown {
        serial: SERIAL,
        owner: owner.username,
        code: code(&seed, now)?,
        until: rfc3339((now.div_euclid(KIND.period) + 1) * KIND.period),
    }))
}

fn code(seed: &[u8], now: i64) -> Result<String> {
    const BROKEN: Error = Error::Internal("the demonstration's token makes no code");
    let token = Builder::new()
        .with_secret(seed)
        .with_digits(KIND.digits)
        .with_algorithm(Algorithm::SHA1)
        .with_step_duration(u64::try_from(KIND.period).map_err(|_| BROKEN)?)
        .build()
        .map_err(|_| BROKEN)?;
    let now = u64::try_from(now).map_err(|_| BROKEN)?;
    Ok(token.generate(now).to_string())
}

fn place<'a>(school: &'a str, account: &'a str, row: &'a str) -> Place<'a> {
    Place {
        school,
        account,
        row,
        column: "secret",
    }
}
