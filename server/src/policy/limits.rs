//! What a policy may say: no more than the operator's settings allow, and whether it asks less than the one before.

use tweestap_api::{Method, Policy, Recovery, Role, RolePolicy, RoleRule};

use super::Demand;
use crate::config::School;

/// The operator's settings, as a policy: what holds where none is stored, and how far one may go.
pub fn operators(school: &School) -> Policy {
    Policy {
        roles: everybody(match school.required {
            true => RoleRule::Must,
            false => RoleRule::May,
        }),
        methods: school.methods.clone(),
        longest_remember: school.longest_remember,
        recovery: school.recovery,
        starts_at: None,
        grace_days: 0,
    }
}

fn everybody(rule: RoleRule) -> Vec<RolePolicy> {
    let roles = Role::ALL.into_iter();
    roles.map(|role| RolePolicy { role, rule }).collect()
}

/// Of several schools: what one of them allows may stand in the policy of all. At the others it changes nothing, for
/// their own settings are the stricter ones.
pub fn widest(of: impl IntoIterator<Item = Policy>) -> Option<Policy> {
    of.into_iter().reduce(|mut one, other| {
        if !is_required(&other) {
            one.roles = other.roles;
        }
        for method in other.methods {
            if !one.methods.contains(&method) {
                one.methods.push(method);
            }
        }
        one.longest_remember = one.longest_remember.max(other.longest_remember);
        if other.recovery == Recovery::ResetCode {
            one.recovery = other.recovery;
        }
        one
    })
}

/// Whether the operator asks it of everybody.
pub fn is_required(bounds: &Policy) -> bool {
    bounds.roles.iter().all(|one| one.rule == RoleRule::Must)
}

/// Whether a policy is whole and within bounds.
pub fn fits(policy: &Policy, bounds: &Policy, now: i64) -> bool {
    let once = |role: Role| policy.roles.iter().filter(|one| one.role == role).count() == 1;
    let has_all_roles = policy.roles.len() == Role::ALL.len() && Role::ALL.into_iter().all(once);
    let is_offered = |method: &Method| {
        bounds.methods.contains(method)
            && policy.methods.iter().filter(|one| *one == method).count() == 1
    };
    let is_free = !is_required(bounds)
        || (is_required(policy) && policy.starts_at.is_none() && policy.grace_days == 0);
    has_all_roles
        && policy.methods.contains(&Method::App)
        && policy.methods.iter().all(is_offered)
        && policy.longest_remember <= bounds.longest_remember
        && (policy.recovery == Recovery::Codes || bounds.recovery == Recovery::ResetCode)
        && policy.grace_days <= Policy::LONGEST_GRACE
        && policy
            .starts_at
            .is_none_or(|at| (0..=now.saturating_add(Policy::LONGEST_AHEAD)).contains(&at))
        && is_free
}

/// A stored policy as it still fits, where the operator's settings have become stricter since: what is shown can be
/// saved.
pub fn clamped(policy: Policy, bounds: &Policy) -> Policy {
    if is_required(bounds) {
        return Policy {
            roles: bounds.roles.clone(),
            starts_at: None,
            grace_days: 0,
            ..clamped_but_for_roles(policy, bounds)
        };
    }
    clamped_but_for_roles(policy, bounds)
}

fn clamped_but_for_roles(mut policy: Policy, bounds: &Policy) -> Policy {
    let offered = |method: &Method| bounds.methods.contains(method);
    policy.methods.retain(offered);
    policy.longest_remember = policy.longest_remember.min(bounds.longest_remember);
    if bounds.recovery == Recovery::Codes {
        policy.recovery = Recovery::Codes;
    }
    policy
}

/// Whether anything is asked less strictly than before. A start and a grace are no news where nobody had to.
pub fn loosens(before: &Policy, after: &Policy, now: i64) -> bool {
    let musts = |policy: &Policy, role| {
        let mut roles = policy.roles.iter();
        roles.any(|one| one.role == role && one.rule == RoleRule::Must)
    };
    let (had, has) = (Demand::of(before), Demand::of(after));
    let is_later = has.starts_at.max(now) > had.starts_at.max(now) || has.grace > had.grace;
    let asked = |role: &Role| musts(before, *role);
    let mut asked = Role::ALL.into_iter().filter(asked).peekable();
    let later = is_later && asked.peek().is_some();
    let fewer = asked.any(|role| !musts(after, role));
    let more_methods = after
        .methods
        .iter()
        .any(|method| !before.methods.contains(method));
    let more_readable = (before.recovery, after.recovery) == (Recovery::Codes, Recovery::ResetCode);
    fewer
        || later
        || after.longest_remember > before.longest_remember
        || more_methods
        || more_readable
}
