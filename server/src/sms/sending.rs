//! When a code may be sent, and sending it: a place in the limits is taken first, the code counts only once
//! the gateway took the message, and a failure spends nothing. One file, though long: the order of these steps is
//! the protection, and is read in one piece.

use sqlx::AnyConnection;
use tweestap_api::Problem;

use super::text::{self, Bound, Language};
use super::{Message, NotSent, budget};
use crate::config::School;
use crate::error::{Error, Result};
use crate::phone::Mobile;
use crate::random;
use crate::state::App;
use crate::store::messages::{self, LIFETIME, Place};
use crate::store::traffic::{self, Traffic};

/// Seconds to wait after the first, second, … message of a series.
const WAITS: [i64; 5] = [30, 40, 60, 90, 120];
/// Seconds after which a series is forgotten; also the window of [`TO_NUMBER`].
const SERIES: i64 = 600;
/// Messages to one number in ten minutes, whoever asks.
const TO_NUMBER: i64 = 5;
/// The same in five minutes.
const TO_NUMBER_SOON: i64 = 3;
/// Messages of one account in 24 hours.
const OF_ACCOUNT: i64 = 10;
/// Changes of number in 24 hours: the first number is none.
const NUMBER_CHANGES: i64 = 3;
/// Seconds of [`TO_NUMBER_SOON`].
const SOON: i64 = 300;
const DAY: i64 = 86_400;

/// What a code is for; one for enrolling opens no sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Enrol,
    SignIn,
    /// Asked again before something sensitive.
    Prove,
}

impl Purpose {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enrol => "enrol",
            Self::SignIn => "sign-in",
            Self::Prove => "prove",
        }
    }
}

/// One message to send.
pub struct Sending<'a> {
    pub school: &'a School,
    pub account: &'a str,
    /// BCP 47.
    pub lang: &'a str,
    pub purpose: Purpose,
    pub number: &'a Mobile,
    /// The code will be typed in our own frame inside the school's page.
    pub framed: bool,
}

/// Sends a fresh code, or says why not now.
pub async fn send_code(app: &App, sending: Sending<'_>) -> Result<()> {
    let Some(gateway) = &app.gateway else {
        return Err(Problem::SmsUnavailable.into());
    };
    let Sending {
        school,
        account,
        lang,
        purpose,
        number,
        framed,
    } = sending;
    let index = number_index(app, number);
    let now = app.clock.now();
    let id = random::id()?;

    let mut tx = app.store.turn_of(account).await?;
    traffic::turn_of_school(&mut tx, &school.id).await?;
    permitted(&mut tx, account, &index, now).await?;
    let fresh = !traffic::is_verified(&mut tx, account, &index).await?;
    let allowed = budget::permitted(&mut tx, gateway.allowance(), &school.id, fresh, now).await;
    if let Err(refusal) = allowed {
        tx.commit().await?;
        return Err(refusal);
    }
    let place = Place {
        id: &id,
        school: &school.id,
        account,
        purpose: purpose.name(),
        number_index: &index,
        fresh,
    };
    messages::reserve(&mut tx, &place, now).await?;
    tx.commit().await?;

    let code = random::six_digits()?;
    let text = text::code_message(
        Language::nearest(lang),
        &school.name,
        Bound {
            host: &school.sms_domain,
            frame: framed
                .then(|| app.config.host())
                .filter(|host| *host != school.sms_domain),
        },
        &code,
    );
    let sent = gateway
        .send(
            &Message {
                to: number.e164(),
                text,
                school: school.id.clone(),
                reference: id.clone(),
                validity: LIFETIME,
            },
            now,
        )
        .await;

    let hash = code_hash(app, &id, code.expose());
    let mut tx = app.store.turn_of(account).await?;
    // The wait counts from now: a slow gateway does not eat into it.
    let at = app.clock.now();
    match sent {
        Ok(()) => messages::sent(&mut tx, &id, account, purpose.name(), &hash, at).await?,
        Err(NotSent::Perhaps) => {
            messages::perhaps_sent(&mut tx, &id, account, purpose.name(), &hash, at).await?;
        }
        Err(NotSent::Certainly) => messages::release(&mut tx, &id).await?,
    }
    tx.commit().await?;
    sent.map_err(|_| Problem::SmsUnavailable.into())
}

/// What is stored of a code: bound to its message.
pub fn code_hash(app: &App, message: &str, code: &str) -> String {
    app.keys.pepper.hex("sms code", &[message, code])
}

/// The blind index of a number: the same for every way of writing it, and for every account.
pub fn number_index(app: &App, number: &Mobile) -> String {
    app.keys.pepper.hex("number", &[&number.e164()])
}

async fn permitted(
    connection: &mut AnyConnection,
    account: &str,
    index: &str,
    now: i64,
) -> Result<()> {
    let times = traffic::times(connection, account, index, now - SERIES).await?;
    let wait = next_after(&times) - now;
    if wait > 0 {
        return Err(Problem::ResendTooSoon {
            retry_after: seconds(wait),
        }
        .into());
    }
    let traffic = traffic::lately(connection, account, index, now).await?;
    match over_limit(&traffic, now) {
        Some(wait) => Err(Error::Problem(Problem::TooManyMessages {
            retry_after: seconds(wait),
        })),
        None => Ok(()),
    }
}

/// Unix seconds from which the next message of a series may go; 0 when there is none yet.
fn next_after(newest_first: &[i64]) -> i64 {
    match newest_first {
        [] => 0,
        [last, ..] => last + WAITS[(newest_first.len() - 1).min(WAITS.len() - 1)],
    }
}

/// Seconds until a limit lets go, if one holds.
fn over_limit(traffic: &Traffic, now: i64) -> Option<i64> {
    let number = holds(traffic.to_number, TO_NUMBER, SERIES, now);
    let soon = holds(traffic.to_number_soon, TO_NUMBER_SOON, SOON, now);
    let account = holds(traffic.of_account, OF_ACCOUNT, DAY, now);
    let changes = (traffic.other_numbers > NUMBER_CHANGES).then_some(DAY);
    [number, soon, account, changes].into_iter().flatten().max()
}

fn holds((count, first): (i64, Option<i64>), limit: i64, window: i64, now: i64) -> Option<i64> {
    (count >= limit).then(|| first.map_or(window, |first| (first + window - now).max(1)))
}

fn seconds(wait: i64) -> u32 {
    u32::try_from(wait.max(1)).unwrap_or(u32::MAX)
}

/// Unix seconds from which another message may be asked for.
pub async fn resend_at(
    connection: &mut AnyConnection,
    account: &str,
    index: &str,
    now: i64,
) -> Result<i64> {
    let times = traffic::times(connection, account, index, now - SERIES).await?;
    let traffic = traffic::lately(connection, account, index, now).await?;
    let limit = over_limit(&traffic, now).map_or(0, |wait| now + wait);
    Ok(next_after(&times).max(limit).max(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_with_every_message_of_a_series() {
        assert_eq!(next_after(&[]), 0);
        let mut newest_first = Vec::new();
        for wait in [30, 40, 60, 90, 120, 120] {
            newest_first.insert(0, 1_000);
            assert_eq!(next_after(&newest_first), 1_000 + wait);
        }
    }

    #[test]
    fn each_limit_holds_by_itself_and_says_for_how_long() {
        let quiet = || Traffic {
            to_number: (4, Some(500)),
            to_number_soon: (2, Some(800)),
            of_account: (9, Some(100)),
            other_numbers: 3,
        };
        assert_eq!(over_limit(&quiet(), 1_000), None);
        assert_eq!(
            over_limit(
                &Traffic {
                    to_number: (5, Some(500)),
                    ..quiet()
                },
                1_000
            ),
            Some(100)
        );
        assert_eq!(
            over_limit(
                &Traffic {
                    to_number_soon: (3, Some(800)),
                    ..quiet()
                },
                1_000
            ),
            Some(100)
        );
        assert_eq!(
            over_limit(
                &Traffic {
                    of_account: (10, Some(100)),
                    ..quiet()
                },
                1_000
            ),
            Some(DAY - 900)
        );
        assert_eq!(
            over_limit(
                &Traffic {
                    other_numbers: 4,
                    ..quiet()
                },
                1_000
            ),
            Some(DAY)
        );
    }
}
