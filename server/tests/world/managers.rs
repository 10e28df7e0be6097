//! People with a role at their school, and what a manager sees of it.

use serde_json::{Value, json};

use super::tokens::claims;
use super::{Person, World};

pub const OTHER: &str = "https://other.test/issuer";

impl World {
    /// Signs in as somebody with this role.
    pub async fn person_as(&self, subject: &str, role: &str) -> Person {
        let mut claims = claims(self.clock.now(), subject);
        claims["ts_role"] = json!(role);
        let (person, answer) = self.open(&claims, "enrolment").await;
        answer.ok();
        person
    }

    /// A manager of the school of the tests who has given a code a minute ago.
    pub async fn manager(&self, subject: &str) -> Person {
        let mut person = self.person_as(subject, "manager").await;
        person.enrol_by_app().await;
        self.clock.advance(60);
        person
    }

    /// The same at another school.
    pub async fn manager_of(&self, issuer: &str, subject: &str) -> Person {
        let mut claims = claims(self.clock.now(), subject);
        claims["iss"] = json!(issuer);
        claims["ts_role"] = json!("manager");
        let (mut person, answer) = self.open(&claims, "enrolment").await;
        answer.ok();
        person.enrol_by_app().await;
        self.clock.advance(60);
        person
    }

    /// Every entry of a school, in order: who, about whom, what.
    pub async fn trail(&self, school: &str) -> Vec<(String, String, String)> {
        let mut connection = self.app.store.read().await.unwrap();
        sqlx::query_as(
            "SELECT COALESCE(a.subject, e.actor), s.subject, e.action FROM audit_entries e \
             LEFT JOIN accounts a ON a.id = e.actor JOIN accounts s ON s.id = e.subject \
             WHERE e.school = $1 ORDER BY e.number",
        )
        .bind(school)
        .fetch_all(&mut *connection)
        .await
        .unwrap()
    }

    /// The actions of a school's trail, in order.
    pub async fn actions(&self) -> Vec<String> {
        let trail = self.trail("school").await;
        trail.into_iter().map(|(_, _, action)| action).collect()
    }
}

impl Person {
    /// Somebody's file, as this manager sees it.
    pub async fn file(&self, id: &str) -> Value {
        self.get(&format!("/admin/people/{id}")).await.ok()
    }

    /// `reset`, `unlock` and so on, for a reason.
    pub async fn act(&self, id: &str, what: &str) -> super::Answer {
        let body = json!({ "reason": "asked at the desk" });
        self.post(&format!("/admin/people/{id}/{what}"), body).await
    }

    pub async fn support_code(&self, id: &str) -> super::Answer {
        let body = json!({ "checked_how": "in_person", "reason": "lost the phone" });
        self.post(&format!("/admin/people/{id}/support-code"), body)
            .await
    }
}
