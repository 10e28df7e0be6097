//! Codes of either method, in the one order that is safe: charge an attempt, commit, only then look. What
//! comes out of looking is a claim to something that the store lets be spent once.

use sqlx::AnyConnection;
use subtle::ConstantTimeEq as _;
use tweestap_api::{AuditAction, AuditDetails, Method, Problem, Secret};
use zeroize::Zeroizing;

use crate::audit::{self, Actor, Happened};
use crate::error::{Error, Result};
use crate::mail::{Event, notify};
use crate::oath::{Kind, Reading};
use crate::seal::Place;
use crate::sms::{Purpose, code_hash};
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::factors::Factor;
use crate::store::limits::{self, Attempt};
use crate::store::messages::{self, CHECKS, Sent};
use crate::store::sessions;

/// An attempt that was charged.
pub struct Charged {
    /// Attempts left after this one.
    pub left: u32,
    pub attempt: Attempt,
    material: Material,
}

enum Material {
    Oath {
        kind: Kind,
        secret: Zeroizing<Vec<u8>>,
        last_step: i64,
        drift: i64,
    },
    Sms {
        current: Sent,
        earlier: Option<Sent>,
    },
}

/// What a right code lets one spend.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub enum Claim {
    Step {
        step: i64,
        /// Steps that the clock it was made by is ahead.
        drift: i64,
    },
    Message(String),
}

/// What a code turned out to be.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    Good(Claim),
    /// App: right this many seconds ago, and not used.
    Past {
        seconds: u32,
    },
    /// SMS: the code of the message before.
    Superseded,
    Wrong,
}

/// The secret of a factor, opened.
pub fn open_secret(app: &App, account: &Account, factor: &Factor) -> Result<Zeroizing<Vec<u8>>> {
    let sealed = factor
        .secret
        .as_deref()
        .ok_or(Error::Internal("an app factor has no secret"))?;
    app.keys
        .sealer
        .open(place(account, factor, "secret"), sealed)
}

/// Where something of a factor is sealed.
pub fn place<'a>(account: &'a Account, factor: &'a Factor, column: &'static str) -> Place<'a> {
    Place {
        school: &account.school,
        account: &account.id,
        row: &factor.id,
        column,
    }
}

/// How the codes of a factor are made.
pub fn kind_of(factor: &Factor) -> Result<Kind> {
    Kind::from_stored(factor.digits, factor.period, &factor.algorithm)
}

/// After a wrong proof: its owner is told when a pause begins or nothing is looked at any more, and then
/// whoever waits for the second factor starts over.
pub async fn failed(
    app: &App,
    account: &Account,
    session: &str,
    attempt: Attempt,
    now: i64,
) -> Result<()> {
    let event = match attempt {
        Attempt { stops: true, .. } => Event::Locked,
        Attempt { pauses: true, .. } => Event::RepeatedFailures,
        _ => return Ok(()),
    };
    let mut tx = app.store.turn_of(&account.id).await?;
    notify(&mut tx, &account.id, event, now).await?;
    if attempt.stops {
        sessions::close_unverified(&mut tx, &account.id, session).await?;
        let happened = Happened {
            school: &account.school,
            actor: Actor::System,
            subject: &account.id,
            action: AuditAction::Locked,
            reason: "",
            details: AuditDetails::default(),
        };
        audit::record(&app.keys.sealer, &mut tx, &happened, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Charges an attempt; the caller commits. An expired or exhausted message is refused without a charge,
/// because nothing is looked at (dropping the transaction takes the charge back).
pub async fn charge(
    app: &App,
    tx: &mut AnyConnection,
    account: &Account,
    factor: &Factor,
    purpose: Purpose,
    now: i64,
) -> Result<Charged> {
    let attempt = limits::reserve(tx, &account.id, limits::Kind::Code, now).await?;
    match factor.method {
        Method::App | Method::Hardware => {
            let secret = open_secret(app, account, factor)?;
            Ok(Charged {
                left: attempt.left,
                attempt,
                material: Material::Oath {
                    kind: kind_of(factor)?,
                    secret,
                    last_step: factor.last_step,
                    drift: factor.drift,
                },
            })
        }
        Method::Sms => {
            let index = factor.number_index.as_deref().ok_or(Problem::WrongStep)?;
            let mut sent = messages::latest(tx, &account.id, purpose.name(), index)
                .await?
                .into_iter();
            let current = sent
                .next()
                .filter(|sent| sent.state == "current" && sent.expires_at > now);
            let current = current.ok_or(Problem::CodeExpired)?;
            if !messages::charge(tx, &current.id).await? {
                return Err(Problem::CodeExhausted.into());
            }
            let checks_left = u32::try_from(CHECKS - current.checks - 1).unwrap_or(0);
            let earlier = sent.next();
            Ok(Charged {
                left: attempt.left.min(checks_left),
                attempt,
                material: Material::Sms { current, earlier },
            })
        }
    }
}

/// Looks at a well-formed code. Takes the same time whatever it is.
pub fn look(app: &App, charged: &Charged, code: &Secret, now: i64) -> Result<Verdict> {
    match &charged.material {
        Material::Oath {
            kind,
            secret,
            last_step,
            drift,
        } => {
            let told = kind.as_told_by(now, *drift);
            Ok(match kind.read(secret, code.expose(), told, *last_step)? {
                Reading::Good { step } => Verdict::Good(Claim::Step {
                    step,
                    drift: kind.drift_of(step, now),
                }),
                Reading::Past { seconds } => Verdict::Past { seconds },
                Reading::Wrong => Verdict::Wrong,
            })
        }
        Material::Sms { current, earlier } => {
            let is = |sent: &Sent| {
                let hash = code_hash(app, &sent.id, code.expose());
                bool::from(
                    hash.as_bytes()
                        .ct_eq(sent.code.as_deref().unwrap_or_default().as_bytes()),
                )
            };
            let (is_current, is_earlier) = (is(current), earlier.as_ref().is_some_and(is));
            Ok(match (is_current, is_earlier) {
                (true, _) => Verdict::Good(Claim::Message(current.id.clone())),
                (false, true) => Verdict::Superseded,
                (false, false) => Verdict::Wrong,
            })
        }
    }
}
