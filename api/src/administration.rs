//! Looking after people: what a manager of a school sees and does. Never a secret, never a whole number, and nothing
//! of another school. One file, though long: it is the whole of that contract, and half of it is names.

use crate::{Factor, Method, Policy, Scope, Secret};
use serde::{Deserialize, Serialize};

/// What somebody is at the school, as the portal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    Pupil,
    Parent,
    Teacher,
    Staff,
    /// Of an organisation without pupils.
    Client,
    /// May administer the school.
    Manager,
}

impl Role {
    pub const ALL: [Self; 6] = [
        Self::Pupil,
        Self::Parent,
        Self::Teacher,
        Self::Staff,
        Self::Client,
        Self::Manager,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Pupil => "pupil",
            Self::Parent => "parent",
            Self::Teacher => "teacher",
            Self::Staff => "staff",
            Self::Client => "client",
            Self::Manager => "manager",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Where somebody stands with two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PersonState {
    /// Nothing is set up, or nothing that counts where two steps are required.
    None,
    /// The same although it must be, and there is still time.
    InGrace,
    /// Set-up was begun and not finished.
    Pending,
    Active,
    /// Switched off for a while; the methods are kept.
    Suspended,
    /// Too many wrong codes.
    Locked,
}

impl PersonState {
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::InGrace,
        Self::Pending,
        Self::Active,
        Self::Suspended,
        Self::Locked,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::InGrace => "in_grace",
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Locked => "locked",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Where a manager works, and as whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Administration {
    /// The school's name.
    pub school: String,
    pub you: Named,
    /// Every class that somebody of the school is in, in order.
    pub classes: Vec<String>,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

/// What narrows the list of people down. Everything may be left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct FindPeople {
    /// Beginnings of words of a name, in their order; accents and capitals do not matter.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(max_length = 100))]
    pub query: Option<String>,
    /// Exactly this class.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(max_length = 32))]
    pub class: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub role: Option<Role>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub state: Option<PersonState>,
    /// [`People::next`] of the page before.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(max_length = 64))]
    pub after: Option<String>,
}

impl FindPeople {
    /// Characters of each: what the document says (a test compares), and what is looked at.
    pub const LONGEST_QUERY: usize = 100;
    pub const LONGEST_CLASS: usize = 32;
    pub const LONGEST_AFTER: usize = 64;

    /// Whether nothing is longer.
    pub fn is_short(&self) -> bool {
        is_within(&self.query, Self::LONGEST_QUERY)
            && is_within(&self.class, Self::LONGEST_CLASS)
            && is_within(&self.after, Self::LONGEST_AFTER)
    }
}

/// Counted in characters, as JSON Schema does.
pub(crate) fn is_within(text: &Option<String>, longest: usize) -> bool {
    text.as_ref()
        .is_none_or(|text| text.chars().count() <= longest)
}

/// Somebody in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Opaque and stable, for the calls about this one.
    pub id: String,
    /// At the portal.
    pub name: String,
    /// Absent until the portal has said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default)]
    pub classes: Vec<String>,
    pub state: PersonState,
    /// Unix seconds since which two steps are on, or since which they are switched off for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// Where codes go by text message: `+31 6 •••• ••78`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked_number: Option<String>,
}

/// At most fifty, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct People {
    pub people: Vec<Person>,
    /// Opaque; absent at the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

/// Everything a manager may know of one person. Each call about one answers with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonFile {
    pub person: Person,
    /// The methods in force, the preferred one first; also while switched off for a while.
    #[serde(default)]
    pub methods: Vec<Factor>,
    /// Unix seconds until which a code of the help desk lets this person set up anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_code_until: Option<i64>,
    /// After too many wrong ones something is looked at no more until somebody unlocks it: codes (the state is then `locked`),
    /// recovery codes, or codes of the hardware tokens that a manager links.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
    /// What happened to this account, the oldest of the last hundred first.
    #[serde(default)]
    pub history: Vec<AuditEntry>,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

/// What can stand in the audit trail. A closed list: the words are the widget's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AuditAction {
    SwitchedOn,
    FactorAdded,
    FactorReplaced,
    NumberChanged,
    FactorRemoved,
    /// Off for a while.
    Suspended,
    Resumed,
    Erased,
    CodesRegenerated,
    ResetCodeShown,
    RecoveryCodeUsed,
    ResetCodeUsed,
    /// Too many wrong codes.
    Locked,
    Unlocked,
    /// Everything was removed by the school.
    Reset,
    TokenLinked,
    TokenUnlinked,
    TokenResynced,
    /// Hardware tokens of the school; the entry is about the manager.
    TokensImported,
    /// The entry is about the manager.
    TokenRemoved,
    SupportCodeMade,
    SupportCodeUsed,
    /// By a link of the forgotten-password mail, or in the settings.
    PasswordChanged,
    /// What is asked of the people of the school, or of its group; the person is the manager who did it.
    PolicyChanged,
    /// One that this version does not know: never sent, only read.
    #[serde(other)]
    Unknown,
}

impl AuditAction {
    /// Everything that can be written down.
    pub const ALL: [Self; 24] = [
        Self::SwitchedOn,
        Self::FactorAdded,
        Self::FactorReplaced,
        Self::NumberChanged,
        Self::FactorRemoved,
        Self::Suspended,
        Self::Resumed,
        Self::Erased,
        Self::CodesRegenerated,
        Self::ResetCodeShown,
        Self::RecoveryCodeUsed,
        Self::ResetCodeUsed,
        Self::Locked,
        Self::Unlocked,
        Self::Reset,
        Self::TokenLinked,
        Self::TokenUnlinked,
        Self::TokenResynced,
        Self::TokensImported,
        Self::TokenRemoved,
        Self::SupportCodeMade,
        Self::SupportCodeUsed,
        Self::PasswordChanged,
        Self::PolicyChanged,
    ];

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
            Self::ResetCodeShown => "reset_code_shown",
            Self::RecoveryCodeUsed => "recovery_code_used",
            Self::ResetCodeUsed => "reset_code_used",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
            Self::Reset => "reset",
            Self::TokenLinked => "token_linked",
            Self::TokenUnlinked => "token_unlinked",
            Self::TokenResynced => "token_resynced",
            Self::TokensImported => "tokens_imported",
            Self::TokenRemoved => "token_removed",
            Self::SupportCodeMade => "support_code_made",
            Self::SupportCodeUsed => "support_code_used",
            Self::PasswordChanged => "password_changed",
            Self::Unknown => "unknown",
            Self::PolicyChanged => "policy_changed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

/// How the help desk made sure who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CheckedHow {
    InPerson,
    Video,
    /// By calling a number that the school knew before.
    PhoneKnownNumber,
    Document,
}

/// What an entry says besides its action. Nothing else can be written down there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditDetails {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_how: Option<CheckedHow>,
    /// Of a hardware token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// How many hardware tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Of a policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Which one the policy is from here on; 0: none is stored any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// As it was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
}

/// Somebody in an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    pub id: String,
    /// As it is today.
    pub name: String,
}

/// One line of the audit trail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// From 1, without gaps, for each school.
    pub number: i64,
    /// Unix seconds.
    pub at: i64,
    /// Who did it; absent: the server itself, or a command of its operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Named>,
    /// Whose account it is about.
    pub person: Named,
    pub action: AuditAction,
    /// In the manager's own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    #[serde(default)]
    pub details: AuditDetails,
}

/// Where a page of the audit trail goes on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReadAudit {
    /// [`Audit::next`] of the page before.
    #[serde(default)]
    pub after: Option<i64>,
}

/// At most fifty entries, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Audit {
    pub entries: Vec<AuditEntry>,
    /// Absent at the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

/// Something done to somebody else's account, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Because {
    /// One line, for the audit trail.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MakeSupportCode {
    pub checked_how: CheckedHow,
    /// One line, for the audit trail.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

/// Shown once, to be read out to the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportCode {
    /// Of the form of a recovery code; typed where one is asked for, it lets the person set up anew.
    pub code: Secret,
    /// Unix seconds.
    pub expires_at: i64,
}
