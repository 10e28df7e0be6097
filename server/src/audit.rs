//! The audit trail: what happened to whose account, who did it and why. An entry is written in the transaction of what
//! it tells of, so that neither exists without the other, and can be added to but not changed: see [`chain`]. It holds
//! no secret and no number.

pub mod chain;
pub mod csv;

use sqlx::AnyConnection;
use tweestap_api::{AuditAction, AuditDetails, Method};

use crate::error::{Error, Result};
use crate::mail::{Event, notify, notify_everyone};
use crate::seal::Sealer;
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::audit as store;
use chain::{Entry, Head};

/// Who did something.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// The id of an account.
    Account(&'a str),
    /// The server by itself, or a command of its operator.
    System,
}

/// The actor of the server itself. No account is called that: their names have 22 letters.
pub const SYSTEM: &str = "system";

/// What is to be written down.
pub struct Happened<'a> {
    pub school: &'a str,
    pub actor: Actor<'a>,
    /// The id of the account it happened to.
    pub subject: &'a str,
    pub action: AuditAction,
    /// A manager's own words; empty where nobody was asked for any.
    pub reason: &'a str,
    pub details: AuditDetails,
}

/// Characters of a reason.
const LONGEST_REASON: usize = 500;

/// A reason as it is written down: one line, and not an empty one.
pub fn reason(typed: &str) -> Option<&str> {
    let reason = typed.trim();
    let fits = (1..=LONGEST_REASON).contains(&reason.chars().count());
    Some(reason).filter(|reason| fits && !reason.contains(char::is_control))
}

/// Adds an entry. From here to the end of the transaction no other entry of the school can be added: do it last, and
/// after the account's turn, never before it.
pub async fn record(
    sealer: &Sealer,
    connection: &mut AnyConnection,
    happened: &Happened<'_>,
    now: i64,
) -> Result<()> {
    let sealed = store::turn_of_school(connection, happened.school).await?;
    // What the head says is believed, not the rows: an entry after rows that were cut off would hide the cut.
    let head = Head::open(sealer, happened.school, &sealed)?;
    let entry = Entry {
        school: happened.school.to_owned(),
        number: head.number + 1,
        at: now,
        actor: match happened.actor {
            Actor::Account(id) => id.to_owned(),
            Actor::System => SYSTEM.to_owned(),
        },
        subject: happened.subject.to_owned(),
        action: happened.action.code().to_owned(),
        reason: happened.reason.to_owned(),
        details: serde_json::to_string(&happened.details)
            .map_err(|_| Error::Internal("details of an entry cannot be written"))?,
        hash: String::new(),
    };
    let (entry, head) = entry.after(&head);
    store::append(connection, &entry).await?;
    let sealed = head.seal(sealer, happened.school)?;
    store::set_head(connection, happened.school, &sealed).await
}

/// Something that a person did to their own account: the notice and the entry of it. That the help desk's code was used
/// reaches every address: it was somebody else who gave it out.
pub async fn tell(
    app: &App,
    connection: &mut AnyConnection,
    account: &Account,
    event: Event,
    method: Option<Method>,
    now: i64,
) -> Result<()> {
    match event {
        Event::SupportCodeUsed => {
            notify_everyone(&app.keys, connection, account, event, now).await?;
        }
        _ => notify(connection, &account.id, event, now).await?,
    }
    note(app, connection, account, event, method, now).await
}

/// The entry alone.
pub async fn note(
    app: &App,
    connection: &mut AnyConnection,
    account: &Account,
    event: Event,
    method: Option<Method>,
    now: i64,
) -> Result<()> {
    let Some(action) = action(event) else {
        return Ok(());
    };
    let happened = Happened {
        school: &account.school,
        actor: Actor::Account(&account.id),
        subject: &account.id,
        action,
        reason: "",
        details: AuditDetails {
            method,
            ..AuditDetails::default()
        },
    };
    record(&app.keys.sealer, connection, &happened, now).await
}

/// The entry of a notice; `None` for what somebody else may have caused who has no more than the password.
pub const fn action(event: Event) -> Option<AuditAction> {
    Some(match event {
        Event::SwitchedOn => AuditAction::SwitchedOn,
        Event::FactorAdded => AuditAction::FactorAdded,
        Event::FactorReplaced => AuditAction::FactorReplaced,
        Event::NumberChanged => AuditAction::NumberChanged,
        Event::FactorRemoved => AuditAction::FactorRemoved,
        Event::Suspended => AuditAction::Suspended,
        Event::Resumed => AuditAction::Resumed,
        Event::Erased => AuditAction::Erased,
        Event::CodesRegenerated => AuditAction::CodesRegenerated,
        Event::ResetCodeShown => AuditAction::ResetCodeShown,
        Event::RecoveryCodeUsed => AuditAction::RecoveryCodeUsed,
        Event::ResetCodeUsed => AuditAction::ResetCodeUsed,
        Event::SupportCodeMade => AuditAction::SupportCodeMade,
        Event::SupportCodeUsed => AuditAction::SupportCodeUsed,
        Event::Reset => AuditAction::Reset,
        Event::Locked => AuditAction::Locked,
        Event::PasswordChanged => AuditAction::PasswordChanged,
        Event::RepeatedFailures | Event::DeviceReplayed => return None,
    })
}
