//! What is asked of people: the strictest of the operator's settings, the group's policy and the school's (S-B-83), and
//! how long somebody may leave it for later. Pure: the time and what is stored are arguments.

mod grace;
mod limits;

#[cfg(test)]
mod tests;

pub use grace::{Demand, Kept};
pub use limits::{clamped, fits, is_required, loosens, operators, widest};

use tweestap_api::{Method, Policy, Recovery, RememberDuration, Role, RolePolicy, RoleRule};

/// All that holds at a school.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The operator's settings, as a policy, and then those that are stored.
    layers: Vec<Policy>,
}

/// What holds for one person at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Two steps must be set up, perhaps not today.
    pub demand: Option<Demand>,
    /// The day has come: what is set up stays on.
    pub required: bool,
    /// Unix seconds until which setting up may be left for later; absent when the time is up.
    pub later_until: Option<i64>,
    /// What can be set up.
    pub methods: Vec<Method>,
    pub longest_remember: RememberDuration,
    pub recovery: Recovery,
}

impl Rules {
    pub fn of(operators: Policy, stored: impl IntoIterator<Item = Policy>) -> Self {
        let mut layers = vec![operators];
        layers.extend(stored);
        Self { layers }
    }

    /// What must be done, where anything must. Only those that ask it of this role say from when: a school that wants its
    /// pupils after the summer is not hurried by a group that wants teachers today.
    pub fn demand(&self, role: Option<Role>) -> Option<Demand> {
        let asking = self.layers.iter().filter(|layer| must(layer, role));
        asking.map(Demand::of).reduce(Demand::stricter)
    }

    /// For somebody of this role, with the grace that is kept for them.
    pub fn in_force(&self, role: Option<Role>, kept: Option<Kept>, now: i64) -> InForce {
        let demand = self.demand(role);
        InForce {
            demand,
            required: demand.is_some_and(|demand| demand.starts_at <= now),
            later_until: demand
                .map(|demand| demand.until(kept, now))
                .filter(|until| now < *until),
            methods: self.methods(),
            longest_remember: self.longest_remember(),
            recovery: self.recovery(),
        }
    }

    /// What everybody may set up, in the operator's order.
    pub fn methods(&self) -> Vec<Method> {
        let offered = self.layers.first().map(|layer| layer.methods.as_slice());
        let mut offered = offered.unwrap_or_default().to_vec();
        offered.retain(|method| {
            *method == Method::App || self.layers.iter().all(|one| one.methods.contains(method))
        });
        offered
    }

    fn longest_remember(&self) -> RememberDuration {
        let all = self.layers.iter().map(|layer| layer.longest_remember);
        all.min().unwrap_or_default()
    }

    /// Six codes that nobody can look up again are the stricter ones.
    fn recovery(&self) -> Recovery {
        let reset_code = |layer: &Policy| layer.recovery == Recovery::ResetCode;
        match self.layers.iter().all(reset_code) {
            true => Recovery::ResetCode,
            false => Recovery::Codes,
        }
    }

    /// All of it in one, to be looked at.
    pub fn whole(&self) -> Policy {
        let demands = Role::ALL.map(|role| self.demand(Some(role)));
        let strictest = demands.into_iter().flatten().reduce(Demand::stricter);
        let starts_at = strictest.map_or(0, |demand| demand.starts_at);
        Policy {
            roles: Role::ALL
                .into_iter()
                .zip(demands)
                .map(|(role, demand)| RolePolicy {
                    role,
                    rule: demand.map_or(RoleRule::May, |_| RoleRule::Must),
                })
                .collect(),
            methods: self.methods(),
            longest_remember: self.longest_remember(),
            recovery: self.recovery(),
            starts_at: Some(starts_at).filter(|at| *at > 0),
            grace_days: strictest.map_or(0, Demand::days),
        }
    }

    /// Who must, by what is asked of them; `None` in the place of a role: whoever the portal gave none.
    pub fn by_demand(&self) -> Vec<(Demand, Vec<Option<Role>>)> {
        let mut found: Vec<(Demand, Vec<Option<Role>>)> = Vec::new();
        for role in Role::ALL.map(Some).into_iter().chain([None]) {
            let Some(demand) = self.demand(role) else {
                continue;
            };
            match found.iter_mut().find(|(same, _)| *same == demand) {
                Some((_, roles)) => roles.push(role),
                None => found.push((demand, vec![role])),
            }
        }
        found
    }
}

impl InForce {
    /// A method that counts. A token was handed out by the school, and is never set up by anybody.
    pub fn allows(&self, method: Method) -> bool {
        method == Method::Hardware || self.methods.contains(&method)
    }

    /// Whether a method answers for somebody who has these (`has`). One that is forbidden does only where none counts:
    /// whoever has nothing else gets in by it, to set up another one. Beside one that counts it would be a way around.
    pub fn answers(&self, method: Method, has: &[Method]) -> bool {
        self.allows(method) || !self.has_one_that_counts(has)
    }

    /// Something must be set up, and nothing that counts is.
    pub fn lacks(&self, has: &[Method]) -> bool {
        self.demand.is_some() && !self.has_one_that_counts(has)
    }

    /// Whether a method can be taken away from these: not the last one that counts, where two steps are required.
    pub fn may_lose(&self, method: Method, has: &[Method]) -> bool {
        let mut rest = has.iter().filter(|other| **other != method);
        !self.required || !self.allows(method) || rest.any(|other| self.allows(*other))
    }

    fn has_one_that_counts(&self, has: &[Method]) -> bool {
        has.iter().any(|method| self.allows(*method))
    }
}

/// Whoever the portal gave no role must as soon as anybody but a manager must: they may be what is asked, and a way
/// around would be to be handed over by a portal that says nothing. Not so for what is asked of managers alone, for a
/// portal that names its managers has said that the others are none.
fn must(policy: &Policy, role: Option<Role>) -> bool {
    let asked = |of: Role| match role {
        Some(role) => of == role,
        None => of != Role::Manager,
    };
    let mut roles = policy.roles.iter();
    roles.any(|one| one.rule == RoleRule::Must && asked(one.role))
}
