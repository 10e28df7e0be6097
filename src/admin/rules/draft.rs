//! What stands in the form, saved or not: one for the school and one for its group, so that looking at the other loses
//! nothing. Pure.

use super::terms::{Edit, Purpose};
use tweestap_api::{Method, Policy, PolicyFile, Role, RolePolicy, RoleRule, Scope};

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub policy: Policy,
    /// "From a day" is chosen, and no day is filled in.
    pub no_day: bool,
}

impl Draft {
    pub fn of(policy: &Policy) -> Self {
        Self {
            policy: policy.clone(),
            no_day: false,
        }
    }

    /// Something compulsory is in it.
    pub fn asks(&self) -> bool {
        asks(&self.policy)
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

/// What is to be saved: the form, or what is saved with another answer to "who must?". For everybody is for everybody
/// from the next sign-in on; for nobody leaves nothing behind that would count once somebody must again.
pub fn wanted(purpose: Purpose, draft: &Draft, saved: &Policy) -> Policy {
    let rule = match purpose {
        Purpose::Form => return draft.policy.clone(),
        Purpose::Activate => RoleRule::Must,
        Purpose::Deactivate => RoleRule::May,
    };
    Policy {
        roles: Role::ALL.map(|role| RolePolicy { role, rule }).into(),
        starts_at: None,
        grace_days: 0,
        ..saved.clone()
    }
}
