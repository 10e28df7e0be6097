//! Notices to people about their own accounts. A notice is written in the same transaction as the change it
//! tells of, so that neither exists without the other; sending it is a queue's work ([`worker`]): nothing waits
//! for a mail server, and nothing fails without one.

pub mod address;
mod ar;
pub mod carrier;
mod de;
mod en;
mod fr;
mod known;
pub mod letter;
mod message;
mod moment;
mod name;
mod nl;
mod nl_formal;
pub mod smtp;
pub mod worker;

pub use known::{Known, addressee, in_directory, known, notify_everyone};

use sqlx::AnyConnection;

use crate::error::Result;
use crate::random;

/// What people are told about (NIST SP 800-63B-4 section 4.6: notifications of account events).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Two steps are on.
    SwitchedOn,
    /// Another method beside the one in force.
    FactorAdded,
    /// A new app or a new number took the place of the old one.
    FactorReplaced,
    NumberChanged,
    FactorRemoved,
    /// Off for a while.
    Suspended,
    Resumed,
    Erased,
    CodesRegenerated,
    RecoveryCodeUsed,
    ResetCodeUsed,
    ResetCodeShown,
    /// By the school.
    Reset,
    /// By the help desk.
    SupportCodeMade,
    SupportCodeUsed,
    RepeatedFailures,
    Locked,
    /// The cookie of a remembered device was used after it had been replaced.
    DeviceReplayed,
    /// By the link in a mail, or in the settings.
    PasswordChanged,
}

impl Event {
    pub const ALL: [Self; 19] = [
        Self::SwitchedOn,
        Self::FactorAdded,
        Self::FactorReplaced,
        Self::NumberChanged,
        Self::FactorRemoved,
        Self::Suspended,
        Self::Resumed,
        Self::Erased,
        Self::CodesRegenerated,
        Self::RecoveryCodeUsed,
        Self::ResetCodeUsed,
        Self::ResetCodeShown,
        Self::Reset,
        Self::SupportCodeMade,
        Self::SupportCodeUsed,
        Self::RepeatedFailures,
        Self::Locked,
        Self::DeviceReplayed,
        Self::PasswordChanged,
    ];

    /// The name it is stored under.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SwitchedOn => "switched_on",
            Self::FactorAdded => "factor_added",
            Self::FactorReplaced => "factor_replaced",
            Self::NumberChanged => "number_changed",
            Self::FactorRemoved => "factor_removed",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Erased => "erased",
            Self::CodesRegenerated => "codes_regenerated",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::ResetCodeUsed => "reset_code_used",
            Self::ResetCodeShown => "reset_code_shown",
            Self::Reset => "reset",
            Self::SupportCodeMade => "support_code_made",
            Self::SupportCodeUsed => "support_code_used",
            Self::RepeatedFailures => "repeated_failures",
            Self::Locked => "locked",
            Self::DeviceReplayed => "device_replayed",
            Self::PasswordChanged => "password_changed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }
}

/// Writes a notice of what somebody did themselves down, in the language of their session, for the address that their
/// portal told. What the school did goes to every known one ([`notify_everyone`]).
pub async fn notify(
    connection: &mut AnyConnection,
    account: &str,
    event: Event,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO mails (id, account, event, lang, created_at, attempts, due_at) \
         SELECT $1, id, $3, lang, $4, 0, $4 FROM accounts WHERE id = $2 AND email IS NOT NULL",
    )
    .bind(random::id()?)
    .bind(account)
    .bind(event.code())
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}
