//! People with more than an app, schools with rules of their own, and the other ways through a challenge.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use tweestap_api::Secret;
use tweestap_server::config::School;
use tweestap_server::oath::Kind;
use tweestap_server::seal::Place;
use tweestap_server::token::{Link, link};
use tweestap_server::{App, random};

use super::{Answer, ISSUER, Person, World};

/// The seed of the tests' hardware tokens.
pub const SEED: &[u8; 20] = b"12345678901234567890";
pub const RESET_CODE: &str = "ABCD-EFGH-JKMN";

impl World {
    /// The same world after the first school changed its mind.
    pub async fn with_school(self, change: fn(&mut School)) -> Self {
        let mut world = self.restarted().await;
        drop(world.router);
        let app = Arc::try_unwrap(world.app);
        let mut app: App = app.unwrap_or_else(|_| panic!("someone still holds the server"));
        let school = Arc::get_mut(&mut app.config.schools[0]).expect("nobody holds the school");
        change(school);
        world.app = Arc::new(app);
        world.router = tweestap_server::app(world.app.clone());
        world
    }

    /// Signs in with the app as second factor, and has these recovery codes.
    pub async fn enrolled_with_codes(&self, subject: &str) -> (Person, Vec<String>) {
        let mut person = self.person(subject).await;
        let codes = person.enrol_by_app().await;
        self.clock.advance(60);
        (person, codes)
    }

    pub async fn account(&self, subject: &str) -> String {
        let mut connection = self.app.store.read().await.unwrap();
        let (id,): (String,) = sqlx::query_as("SELECT id FROM accounts WHERE subject = $1")
            .bind(subject)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        id
    }

    /// A number beside whatever the person has, as after adding it.
    pub async fn also_by_sms(&self, subject: &str, number: &str) {
        let account = self.account(subject).await;
        let id = random::id().unwrap();
        let place = Place {
            school: "school",
            account: &account,
            row: &id,
            column: "number",
        };
        let sealed = self.app.keys.sealer.seal(place, number.as_bytes()).unwrap();
        let index = self.app.keys.pepper.hex("number", &[number]);
        let now = self.clock.now();
        let mut tx = self.app.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO factors (id, account, method, state, stage, with_password, proved, last_step, number, \
                                  number_index, created_at, since) \
             VALUES ($1, $2, 'sms', 'active', 'confirm', 0, 1, 0, $3, $4, $5, $5)",
        )
        .bind(&id)
        .bind(&account)
        .bind(sealed)
        .bind(index)
        .bind(now)
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// A hardware token from the operator's hand; counters start at 0.
    pub async fn link_token(&self, subject: &str, kind: Kind) {
        let now = self.clock.now();
        let codes: Vec<Secret> = match kind.period {
            0 => vec![token_code(kind, 0), token_code(kind, 1)],
            period => vec![token_code(kind, now / period)],
        }
        .into_iter()
        .map(Secret::new)
        .collect();
        let request = Link {
            school: "school",
            issuer: ISSUER,
            subject,
            serial: &format!("T-{subject}"),
            kind,
            seed: SEED,
            codes: &codes,
        };
        link(&self.app.store, &self.app.keys, &request, now)
            .await
            .unwrap();
    }

    /// The one code of a school that chose that, instead of six.
    pub async fn has_reset_code(&self, subject: &str) {
        let account = self.account(subject).await;
        let keyed = self
            .app
            .keys
            .pepper
            .hash("recovery code", &["ABCDEFGHJKMN"]);
        let salt = [7; 16];
        let hashes = self
            .app
            .hasher
            .set(vec![keyed.to_vec()], salt)
            .await
            .unwrap();
        let mut tx = self.app.store.write().await.unwrap();
        sqlx::query("DELETE FROM recovery_codes WHERE account = $1")
            .bind(&account)
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query(
            "INSERT INTO recovery_codes (account, factor, position, salt, hash) VALUES ($1, 'f', 0, $2, $3)",
        )
        .bind(&account)
        .bind(HEXLOWER.encode(&salt))
        .bind(HEXLOWER.encode(&hashes[0]))
        .execute(&mut *tx)
        .await
        .unwrap();
        sqlx::query("UPDATE accounts SET reset_code = 'sealed' WHERE id = $1")
            .bind(&account)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Unused recovery codes of a person.
    pub async fn unused(&self, subject: &str) -> i64 {
        let account = self.account(subject).await;
        let mut connection = self.app.store.read().await.unwrap();
        let (count,): (i64,) = sqlx::query_as(
            "SELECT COUNT(*) FROM recovery_codes WHERE account = $1 AND used_at IS NULL",
        )
        .bind(account)
        .fetch_one(&mut *connection)
        .await
        .unwrap();
        count
    }

    /// The portal has told an address; without one nobody is mailed.
    pub async fn has_address(&self, subject: &str) {
        let mut claims = super::tokens::claims(self.clock.now(), subject);
        claims["email"] = json!("someone@example.org");
        self.open(&claims, "challenge").await.1.ok();
    }

    /// Notices that wait to be mailed to a person, oldest first.
    pub async fn notices_of(&self, subject: &str) -> Vec<String> {
        let account = self.account(subject).await;
        let mut connection = self.app.store.read().await.unwrap();
        let rows: Vec<(String,)> =
            sqlx::query_as("SELECT event FROM mails WHERE account = $1 ORDER BY created_at, id")
                .bind(account)
                .fetch_all(&mut *connection)
                .await
                .unwrap();
        rows.into_iter().map(|(event,)| event).collect()
    }
}

/// What a token of the tests shows at a step (or counter).
pub fn token_code(kind: Kind, step: i64) -> String {
    totp_rs::Builder::new()
        .with_secret(SEED.as_slice())
        .with_digits(kind.digits)
        .with_algorithm(if kind.sha256 {
            totp_rs::Algorithm::SHA256
        } else {
            totp_rs::Algorithm::SHA1
        })
        .with_step_duration(kind.period.max(1) as u64)
        .build()
        .unwrap()
        .generate((step * kind.period.max(1)) as u64)
        .to_string()
}

impl Person {
    /// Opens the challenge again.
    pub async fn challenge(&self) -> Value {
        self.call("POST", "/challenge", None).await.ok()
    }

    pub async fn choose(&self, challenge: &Value, way: &str) -> Answer {
        let body = json!({ "challenge": challenge["id"], "way": way });
        self.post("/challenge/choose", body).await
    }

    pub async fn recover(&self, challenge: &Value, code: &str) -> Answer {
        let body = json!({ "challenge": challenge["id"], "code": code });
        self.post("/challenge/recover", body).await
    }

    pub async fn go_on(&self) -> Answer {
        self.call("POST", "/challenge/continue", None).await
    }

    /// Comes in by a recovery code and keeps the cookie of it.
    pub async fn come_in_by(&mut self, challenge: &Value, code: &str) -> Value {
        let chosen = self.choose(challenge, "recovery_code").await.ok();
        let answer = self.recover(&chosen, code).await;
        self.keep_cookies(&answer);
        answer.ok()
    }

    pub fn keep_cookies(&mut self, answer: &Answer) {
        if let Some(cookie) = answer.cookies().first() {
            self.cookie = cookie.split(';').next().unwrap().to_owned();
        }
    }
}
