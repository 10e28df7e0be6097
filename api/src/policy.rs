//! What a school asks of its people, or a group of schools at once: who must, by which methods, from when, and with how
//! much time; and what that would do, before it is saved.

use crate::{Method, Named, Recovery, RememberDuration, Role};
use serde::{Deserialize, Serialize};

/// For whom a policy is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Scope {
    /// The manager's own.
    #[default]
    School,
    /// All schools of its group: changing it at one of them changes it for all.
    Group,
}

impl Scope {
    pub const ALL: [Self; 2] = [Self::School, Self::Group];

    pub const fn code(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Group => "group",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// What is asked of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RoleRule {
    /// Two steps are offered.
    May,
    /// Two steps must be set up, and stay on.
    Must,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RolePolicy {
    pub role: Role,
    pub rule: RoleRule,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// Each of the six exactly once. Whoever the portal gave no role is asked what the strictest rule of the roles other
    /// than `manager` asks.
    #[cfg_attr(feature = "openapi", schema(min_items = 6, max_items = 6))]
    pub roles: Vec<RolePolicy>,
    /// What can be set up: `app` always among them, `hardware` never. A token that was handed out counts all the same.
    pub methods: Vec<Method>,
    pub longest_remember: RememberDuration,
    pub recovery: Recovery,
    /// Unix seconds from which `must` holds; absent: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<i64>,
    /// Days in which setting up may be left for later: from the person's first sign-in after the start.
    #[cfg_attr(feature = "openapi", schema(maximum = 14))]
    pub grace_days: u8,
}

impl Policy {
    /// The most days of grace.
    pub const LONGEST_GRACE: u8 = 14;
    /// The most seconds from now to a start: two school years. Further away is a slip of the pen, and asks nothing.
    pub const LONGEST_AHEAD: i64 = 2 * 366 * 86_400;
}

/// The policy that several schools share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupPolicy {
    pub name: String,
    /// Their names, the manager's own school included.
    pub schools: Vec<String>,
    pub policy: Policy,
    /// As wide as the widest of its schools': what a school's settings do not allow is not so at that school.
    pub bounds: PolicyBounds,
    /// For [`SavePolicy::version`]; 0 before the first change.
    pub version: i64,
}

/// How far a policy may go: what the operator's settings allow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyBounds {
    pub methods: Vec<Method>,
    pub longest_remember: RememberDuration,
    /// `reset_code`: either can be chosen; `codes`: no other can.
    pub recovery: Recovery,
    /// Everybody must, from always and without grace: nothing else can be chosen.
    pub required: bool,
}

/// What is asked today, and from where that comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyFile {
    pub school: Policy,
    /// Absent for a school that is in no group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupPolicy>,
    /// The strictest of the operator's settings, the group's policy and the school's. Its start is the earliest and its
    /// grace the shortest of those that ask something; where they ask it of other roles, each role has its own.
    pub in_force: Policy,
    /// Of `school`.
    pub bounds: PolicyBounds,
    /// Of `school`, for [`SavePolicy::version`]; 0 before the first change.
    pub version: i64,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

impl PolicyFile {
    /// How far the policy of a scope may go.
    pub const fn bounds_of(&self, scope: Scope) -> &PolicyBounds {
        match (scope, &self.group) {
            (Scope::Group, Some(group)) => &group.bounds,
            _ => &self.bounds,
        }
    }
}

/// "What if?"
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposePolicy {
    pub scope: Scope,
    pub policy: Policy,
}

/// What a policy would do today. `ready`, `later`, `at_next_sign_in` and `stuck` make up `must`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PolicyPreview {
    /// The names of the schools it is for.
    pub schools: Vec<String>,
    pub people: u32,
    /// Of `people`.
    pub must: u32,
    /// Of `must`: a method is in force that stays allowed.
    pub ready: u32,
    /// Of `must`: may still leave it for later.
    pub later: u32,
    /// Of `must`: gets in only after setting up.
    pub at_next_sign_in: u32,
    /// Of `must`: locked by wrong codes.
    pub stuck: u32,
    /// The first twenty by name of `at_next_sign_in` and `stuck`, of the manager's own school only.
    #[serde(default)]
    pub who: Vec<Named>,
    /// The manager who asks would not be ready.
    pub includes_you: bool,
    /// It asks less than the policy it takes the place of: saving needs the password.
    pub loosens: bool,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavePolicy {
    pub scope: Scope,
    pub policy: Policy,
    /// The one it was made from: [`PolicyFile::version`] or [`GroupPolicy::version`].
    pub version: i64,
}
