//! Hardware tokens of a school, and what they show: `oathtool` makes their codes, so that no code of ours judges itself.

use std::process::Command;

use serde_json::{Value, json};

use super::tokens::claims;
use super::{Answer, ISSUER, Person, World};

/// A token as it lies in the hand.
#[derive(Clone)]
pub struct Held {
    pub serial: String,
    /// Hexadecimal.
    pub seed: String,
    pub digits: u8,
    /// Seconds; 0: by counter.
    pub period: i64,
    pub sha256: bool,
    /// Seconds its clock is ahead.
    pub ahead: i64,
}

/// By time, six digits, thirty seconds.
pub fn held(serial: &str) -> Held {
    Held {
        serial: serial.to_owned(),
        seed: "3132333435363738393031323334353637383930".to_owned(),
        digits: 6,
        period: 30,
        sha256: false,
        ahead: 0,
    }
}

/// By counter, six digits.
pub fn counting(serial: &str) -> Held {
    Held {
        period: 0,
        ..held(serial)
    }
}

impl Held {
    /// What it shows at a time, or at a count.
    pub fn shows(&self, at: i64) -> String {
        let digits = format!("--digits={}", self.digits);
        let arguments = match self.period {
            0 => vec!["--hotp".to_owned(), format!("--counter={at}")],
            period => vec![
                format!("--totp={}", if self.sha256 { "sha256" } else { "sha1" }),
                format!("--time-step-size={period}s"),
                format!("--now=@{}", at + self.ahead),
            ],
        };
        let output = Command::new("oathtool")
            .args(arguments)
            .args([&digits, &self.seed])
            .output()
            .expect("oathtool is needed to run the tests (Debian, Ubuntu: the package oathtool)");
        assert!(output.status.success(), "oathtool: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn row(&self) -> String {
        format!(
            "{},{},{},{},{},{}\n",
            self.serial,
            self.seed,
            if self.period == 0 { "hotp" } else { "totp" },
            self.digits,
            self.period,
            if self.sha256 { "sha256" } else { "sha1" }
        )
    }
}

pub fn csv(tokens: &[Held]) -> String {
    let rows: String = tokens.iter().map(Held::row).collect();
    format!("serial,secret_hex,type,digits,period,algorithm\n{rows}")
}

impl Person {
    pub async fn import(&self, format: &str, content: &str) -> Answer {
        self.import_with(format, content, json!({})).await
    }

    /// With other members beside or instead of the usual ones.
    pub async fn import_with(&self, format: &str, content: &str, more: Value) -> Answer {
        let mut body = json!({ "format": format, "content": content, "check_only": false });
        let members = more.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(members);
        self.post("/admin/tokens/import", body).await
    }

    /// As the list has it.
    pub async fn token(&self, serial: &str) -> Value {
        let page = self
            .get(&format!("/admin/tokens?query={serial}"))
            .await
            .ok();
        let tokens = page["tokens"].as_array().unwrap();
        let one = tokens.iter().find(|token| token["serial"] == serial);
        one.expect("the token is in the list").clone()
    }

    pub async fn with_token(&self, serial: &str, what: &str, body: Value) -> Answer {
        let token = self.token(serial).await;
        let id = token["id"].as_str().unwrap();
        self.post(&format!("/admin/tokens/{id}/{what}"), body).await
    }

    /// Gives a token to a person, by what it shows now (or at these counts).
    pub async fn give(&self, world: &World, token: &Held, subject: &str, counts: i64) -> Answer {
        let person = world.account(subject).await;
        let mut body = json!({ "person": person, "reason": "asked at the desk" });
        match token.period {
            0 => {
                body["code"] = json!(token.shows(counts));
                body["next_code"] = json!(token.shows(counts + 1));
            }
            _ => body["code"] = json!(token.shows(world.clock.now())),
        }
        self.with_token(&token.serial, "link", body).await
    }

    pub async fn take_back(&self, serial: &str, what: &str) -> Answer {
        let body = json!({ "reason": "left the school" });
        self.with_token(serial, what, body).await
    }
}

impl World {
    /// The same manager, a session later.
    pub async fn manager_again(&self, manager: &Person) -> Person {
        let mut claims = claims(self.clock.now(), "joke");
        claims["ts_role"] = json!("manager");
        let (mut person, opened) = self.open(&claims, "challenge").await;
        person.key.clone_from(&manager.key);
        let challenge = opened.ok()["challenge"].clone();
        let id = challenge["id"].as_str().unwrap();
        person.verify(id, &manager.code(0), false).await.ok();
        person
    }

    /// Signs in with a code, of the token where there are several methods.
    pub async fn signs_in_with(&self, subject: &str, code: &str) -> Answer {
        self.signs_in_at(ISSUER, subject, code).await
    }

    pub async fn signs_in_at(&self, issuer: &str, subject: &str, code: &str) -> Answer {
        let mut claims = claims(self.clock.now(), subject);
        claims["iss"] = json!(issuer);
        let (person, opened) = self.open(&claims, "challenge").await;
        let mut challenge = opened.ok()["challenge"].clone();
        if challenge["method"] != "hardware" {
            challenge = person.choose(&challenge, "hardware").await.ok();
        }
        person
            .verify(challenge["id"].as_str().unwrap(), code, false)
            .await
    }
}
