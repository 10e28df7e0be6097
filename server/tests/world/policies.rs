//! Policies, and the managers who set them.

use serde_json::{Value, json};

use super::tokens::{claims, claims_of};
use super::{Answer, Person, World};

const ROLES: [&str; 6] = ["pupil", "parent", "teacher", "staff", "client", "manager"];
pub const DAY: i64 = 86_400;

/// At once and without grace, for these roles; the rest as the school of the tests allows it.
pub fn must(roles: &[&str]) -> Value {
    let rule = |role| if roles.contains(role) { "must" } else { "may" };
    json!({
        "roles": ROLES.iter().map(|role| json!({ "role": role, "rule": rule(role) })).collect::<Vec<_>>(),
        "methods": ["app", "sms"],
        "longest_remember": "1w",
        "recovery": "codes",
        "grace_days": 0,
    })
}

/// With so many days of grace.
pub fn with_grace(roles: &[&str], days: i64) -> Value {
    with(must(roles), "grace_days", json!(days))
}

pub fn with(mut policy: Value, member: &str, value: Value) -> Value {
    policy[member] = value;
    policy
}

impl World {
    /// What a manager of the school sets; the clock goes on by a minute or two.
    pub async fn ask(&self, scope: &str, policy: &Value) {
        let known = "SELECT COUNT(*) FROM accounts WHERE subject = 'the-manager'";
        let manager = match self.count(known).await {
            0 => self.manager("the-manager").await,
            _ => {
                self.execute(
                    "DELETE FROM factors WHERE account = (SELECT id FROM accounts WHERE subject = 'the-manager')",
                )
                .await;
                self.manager("the-manager").await
            }
        };
        manager.save_policy(scope, policy).await.ok();
    }

    /// Signs in with this role, as at the portal: the session, and what opening the challenge answers.
    pub async fn signs_in(&self, subject: &str, role: Option<&str>) -> (Person, Value) {
        let mut claims = claims(self.clock.now(), subject);
        if let Some(role) = role {
            claims["ts_role"] = json!(role);
        }
        let (person, answer) = self.open(&claims, "challenge").await;
        (person, answer.ok())
    }
}

impl Person {
    /// In the place of the one that is there.
    pub async fn save_policy(&self, scope: &str, policy: &Value) -> Answer {
        let file = self.get("/admin/policy").await.ok();
        let version = match scope {
            "group" => &file["group"]["version"],
            _ => &file["version"],
        };
        let body = json!({ "scope": scope, "policy": policy, "version": version });
        self.put("/admin/policy", body).await
    }

    /// As somebody who has not read what is there: for the first one.
    pub async fn save_policy_blindly(&self, policy: &Value) -> Answer {
        let body = json!({ "scope": "school", "policy": policy, "version": 0 });
        self.put("/admin/policy", body).await
    }

    pub async fn preview_policy(&self, scope: &str, policy: &Value) -> Answer {
        let body = json!({ "scope": scope, "policy": policy });
        self.post("/admin/policy/preview", body).await
    }

    /// Until when this person may leave setting up for later.
    pub async fn later_until(&self) -> Option<i64> {
        let enrolment = self.get("/enrolment").await.ok();
        let may = enrolment["actions"]
            .as_array()
            .unwrap()
            .contains(&json!("later"));
        assert_eq!(may, enrolment["later_until"].is_i64(), "{enrolment}");
        enrolment["later_until"].as_i64()
    }

    /// "Later", and what the portal's server is told.
    pub async fn says_later(&self) -> Value {
        let passed = self.go_on().await.ok();
        assert_eq!(passed["step"], "passed");
        claims_of(passed["assertion"].as_str().unwrap())
    }
}
