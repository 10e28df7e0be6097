//! What stands in the form, saved or not: one for the school and one for its group, so that looking at the other loses
//! nothing. Pure.

use super::terms::{Edit, Purpose};
use tweestap_api::{Method, Policy, PolicyFile, Role, RolePolicy, RoleRule, Scope};

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub policy: Policy,
    /// Of the one it was made from: who saves this in its place takes nothing back that another manager has saved since.
    pub version: i64,
    /// "From a day" is chosen, and no day is filled in.
    pub no_day: bool,
}

impl Draft {
    /// What is saved for a scope, as it is.
    pub fn of(file: &PolicyFile, scope: Scope) -> Self {
        let (policy, version) = saved(file, scope);
        Self {
            policy: policy.clone(),
            version,
            no_day: false,
        }
    }

    /// Something compulsory is in it.
    pub fn asks(&self) -> bool {
        asks(&self.policy)
    }

    /// The same, compulsory for whom and from when it is in `now`.
    pub fn for_whom_in(mut self, now: &Self) -> Self {
        self.policy.roles.clone_from(&now.policy.roles);
        self.policy.starts_at = now.policy.starts_at;
        self.policy.grace_days = now.policy.grace_days;
        self.no_day = false;
        self
    }

    pub fn edit(&mut self, edit: Edit) {
        let policy = &mut self.policy;
        match edit {
            Edit::Rule(role, rule) => {
                for row in policy.roles.iter_mut().filter(|row| row.role == role) {
                    row.rule = rule;
                }
            }
            Edit::AtOnce => {
                policy.starts_at = None;
                self.no_day = false;
            }
            Edit::FromDay(day) => {
                policy.starts_at = day;
                self.no_day = day.is_none();
            }
            Edit::Grace(days) => policy.grace_days = days,
            Edit::Sms(on) => {
                policy.methods.retain(|method| *method != Method::Sms);
                if on {
                    policy.methods.push(Method::Sms);
                }
            }
            Edit::Remember(duration) => policy.longest_remember = duration,
            Edit::Recovery(recovery) => policy.recovery = recovery,
        }
    }
}

/// Two steps are compulsory for somebody.
pub fn asks(policy: &Policy) -> bool {
    policy.roles.iter().any(|row| row.rule == RoleRule::Must)
}

/// The policy of a scope, and its version.
pub fn saved(file: &PolicyFile, scope: Scope) -> (&Policy, i64) {
    match (scope, &file.group) {
        (Scope::Group, Some(group)) => (&group.policy, group.version),
        _ => (&file.school, file.version),
    }
}

/// What is to be saved, and the version that it is made from: the form, or what is saved with another answer to "who
/// must?". For everybody is for everybody from the next sign-in on; for nobody leaves nothing behind that would count
/// once somebody must again.
pub fn wanted(purpose: Purpose, draft: &Draft, saved: (&Policy, i64)) -> (Policy, i64) {
    let rule = match purpose {
        Purpose::Form => return (draft.policy.clone(), draft.version),
        Purpose::Activate => RoleRule::Must,
        Purpose::Deactivate => RoleRule::May,
    };
    let (saved, version) = saved;
    let policy = Policy {
        roles: Role::ALL.map(|role| RolePolicy { role, rule }).into(),
        starts_at: None,
        grace_days: 0,
        ..saved.clone()
    };
    (policy, version)
}
