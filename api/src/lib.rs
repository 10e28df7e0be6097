//! The contract between the widget and a back end: bodies, codes, problems, routes.
//! Serde only: no I/O, no clock, no randomness. A back end of one's own keeps to these types.
//!
//! Wire conventions: JSON, `snake_case` members, times in Unix seconds (UTC), spans in whole seconds.
//! Requests with unknown members are refused; a client ignores members it does not know.

mod administration;
mod challenge;
mod enrolment;
mod password;
mod policy;
mod problem;
mod reference;
mod remember;
pub mod routes;
mod secret;
mod session;
mod settings;
mod tokens;

pub use administration::{
    Administration, Audit, AuditAction, AuditDetails, AuditEntry, Because, CheckedHow, FindPeople,
    MakeSupportCode, Named, People, Person, PersonFile, PersonState, ReadAudit, Role, SupportCode,
};
pub use challenge::{
    Challenge, ChallengeStep, ChooseWay, OfChallenge, Recover, VerifyChallenge, Way,
};
pub use enrolment::{
    Acknowledge, AppSetup, ChooseMethod, ConfirmCode, Enrolment, EnrolmentAction, EnrolmentStep,
    GivePassword, GivePhone, Method, OfEnrolment, Reauthentication, SmsSetup,
};
pub use password::{ChangePassword, Done, ForgotPassword, NewPassword, OwnPassword, PasswordRules};
pub use policy::{
    GroupPolicy, Policy, PolicyBounds, PolicyFile, PolicyPreview, ProposePolicy, RolePolicy,
    RoleRule, SavePolicy, Scope,
};
pub use problem::{Problem, ProblemBody};
pub use reference::{Redeem, Redeemed};
pub use remember::{RememberChoice, RememberDuration};
pub use secret::Secret;
pub use session::{Frame, Level, OpenSession, Session, View};
pub use settings::{
    Device, Factor, OfDevice, OfFactor, Proof, Recovery, SaveRemember, Settings, Status,
};
pub use tokens::{
    FindTokens, HardwareToken, ImportFormat, ImportTokens, Imported, LinkToken, ResyncToken,
    RowError, RowProblem, TokenAlgorithm, TokenState, Tokens,
};
