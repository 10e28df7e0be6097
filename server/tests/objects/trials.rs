//! For everything that names an object: the call of whoever it belongs to, and the same of others, who are as far as the
//! call needs and have the like of it themselves. Long, because each object is made as people make it.

use serde_json::{Value, json};
use tweestap_server::random;

use crate::frame::passed_in_the_frame;
use crate::world::cupboard::{counting, csv, held};
use crate::world::managers::OTHER;
use crate::world::{Answer, ISSUER, Person, SINGLE, World};

const SAMS: &str = "0612345678";
const EVES: &str = "0687654321";

pub struct Trial {
    pub own: Call,
    pub others: Vec<Call>,
    /// As for one that does not exist.
    pub refusal: &'static str,
}

pub struct Call {
    by: Person,
    path: String,
    /// None: it is read.
    body: Option<Value>,
}

impl Call {
    fn new(by: &Person, path: &str, body: Value) -> Self {
        Self {
            by: by.clone(),
            path: path.to_owned(),
            body: Some(body).filter(|body| !body.is_null()),
        }
    }

    pub async fn made(&self) -> Answer {
        match &self.body {
            Some(body) => self.by.post(&self.path, body.clone()).await,
            None => self.by.get(&self.path).await,
        }
    }
}

/// `None`: nobody has said whose it is.
pub async fn of(world: &World, path: &str, member: &str) -> Option<Trial> {
    match (path, member) {
        (_, "enrolment") => enrolment(world, path).await,
        (_, "challenge") => challenge(world, path).await,
        (_, "factor") => factor(world, path).await,
        ("/settings/devices/revoke", "device") => Some(device(world, path).await),
        ("/admin/people", "after") => person(world, path).await,
        (_, "id") if path.starts_with("/admin/people/{id}") => person(world, path).await,
        ("/admin/tokens", "after") | ("/admin/tokens/{id}/link", "person") => {
            token(world, path, member).await
        }
        (_, "id") if path.starts_with("/admin/tokens/{id}/") => token(world, path, member).await,
        ("/assertion/redeem", "reference") => Some(reference(world, path).await),
        _ => None,
    }
}

/// Somebody where this call is the next one, and its body.
async fn enrolling(
    world: &World,
    path: &str,
    subject: &str,
    number: &str,
) -> Option<(Person, Value)> {
    let mut person = world.person(subject).await;
    let body = match path {
        "/enrolment/phone" => json!({ "enrolment": person.at_phone().await, "number": number }),
        "/enrolment/resend" | "/enrolment/back" => {
            let id = person.at_phone().await;
            person.give_phone(&id, number).await.ok();
            json!({ "enrolment": id })
        }
        "/enrolment/confirm" | "/enrolment/acknowledge" => {
            let id = person.choose_app().await["id"].clone();
            let code = person.code(0);
            if path == "/enrolment/confirm" {
                json!({ "enrolment": id, "code": code })
            } else {
                person.confirm(id.as_str().unwrap(), &code).await.ok();
                json!({ "enrolment": id })
            }
        }
        _ => return None,
    };
    Some((person, body))
}

async fn enrolment(world: &World, path: &str) -> Option<Trial> {
    let set_up = world.enrolled("noor").await;
    let (sam, body) = enrolling(world, path, "sam", SAMS).await?;
    let (eve, _) = enrolling(world, path, "eve", EVES).await?;
    let nothing_begun = world.person("kim").await;
    if path == "/enrolment/resend" {
        world.clock.advance(30);
    }
    Some(Trial {
        others: [&eve, &nothing_begun, &set_up]
            .map(|by| Call::new(by, path, body.clone()))
            .into(),
        own: Call::new(&sam, path, body),
        refusal: "enrolment_not_found",
    })
}

/// With an app, a number and codes.
async fn well_equipped(world: &World, subject: &str, number: &str) -> (Person, Vec<String>) {
    let person = world.enrolled_with_codes(subject).await;
    world.also_by_sms(subject, number).await;
    person
}

async fn challenge(world: &World, path: &str) -> Option<Trial> {
    let (sam, codes) = well_equipped(world, "sam", "+31612345678").await;
    let (eve, _) = well_equipped(world, "eve", "+31687654321").await;
    let (at_sign_in, challenge) = world.at_challenge("sam", "").await;
    let (eve_at_sign_in, eves) = world.at_challenge("eve", "").await;
    let id = &challenge["id"];
    let body = match path {
        "/challenge/choose" => json!({ "challenge": id, "way": "sms" }),
        "/challenge/resend" => {
            at_sign_in.choose(&challenge, "sms").await.ok();
            eve_at_sign_in.choose(&eves, "sms").await.ok();
            world.clock.advance(30);
            json!({ "challenge": id })
        }
        "/challenge/verify" => json!({ "challenge": id, "code": sam.code(0), "remember": true }),
        "/challenge/recover" => {
            at_sign_in.choose(&challenge, "recovery_code").await.ok();
            eve_at_sign_in.choose(&eves, "recovery_code").await.ok();
            json!({ "challenge": id, "code": codes[0] })
        }
        _ => return None,
    };
    Some(Trial {
        others: [&eve_at_sign_in, &eve]
            .map(|by| Call::new(by, path, body.clone()))
            .into(),
        own: Call::new(&at_sign_in, path, body),
        refusal: "challenge_not_found",
    })
}

async fn factor(world: &World, path: &str) -> Option<Trial> {
    if !["/settings/prefer", "/settings/remove"].contains(&path) {
        return None;
    }
    let (sam, _) = well_equipped(world, "sam", "+31612345678").await;
    let (eve, _) = well_equipped(world, "eve", "+31687654321").await;
    let (sam, eve) = (
        world.again(&sam, "sam").await,
        world.again(&eve, "eve").await,
    );
    let body = json!({ "factor": sam.factor("sms").await });
    Some(Trial {
        others: vec![Call::new(&eve, path, body.clone())],
        own: Call::new(&sam, path, body),
        refusal: "factor_not_found",
    })
}

async fn device(world: &World, path: &str) -> Trial {
    let (sam, eve) = (world.enrolled("sam").await, world.enrolled("eve").await);
    for person in [&sam, &eve] {
        let device = json!({ "duration": "1w", "this_device": true });
        person.put("/settings/remember", device).await.ok();
    }
    let settings = sam.get("/settings").await.ok();
    let body = json!({ "device": settings["devices"][0]["id"] });
    assert!(body["device"].is_string());
    Trial {
        others: vec![Call::new(&eve, path, body.clone())],
        own: Call::new(&sam, path, body),
        refusal: "device_not_found",
    }
}

/// Managers of another school of the group, and of one outside it.
async fn managers_elsewhere(world: &World) -> [Person; 2] {
    let inside = world.manager_of(OTHER, "kim").await;
    [inside, world.manager_of(SINGLE, "kim").await]
}

async fn person(world: &World, path: &str) -> Option<Trial> {
    world.enrolled("sam").await;
    let sam = world.account("sam").await;
    let elsewhere = managers_elsewhere(world).await;
    let joke = world.manager("joke").await;
    let because = json!({ "reason": "asked at the desk" });
    let body = match path.trim_start_matches("/admin/people") {
        "" | "/{id}" => Value::Null,
        "/{id}/reset" | "/{id}/switch-off" | "/{id}/unlock" => because,
        "/{id}/switch-on" => {
            joke.act(&sam, "switch-off").await.ok();
            because
        }
        "/{id}/support-code" => json!({ "checked_how": "in_person", "reason": "lost" }),
        _ => return None,
    };
    let path = match path {
        "/admin/people" => format!("{path}?after={sam}"),
        path => path.replace("{id}", &sam),
    };
    Some(Trial {
        others: elsewhere
            .map(|by| Call::new(&by, &path, body.clone()))
            .into(),
        own: Call::new(&joke, &path, body),
        refusal: "person_not_found",
    })
}

async fn token(world: &World, path: &str, member: &str) -> Option<Trial> {
    world.person("sam").await;
    let sam = world.account("sam").await;
    let elsewhere = managers_elsewhere(world).await;
    let joke = world.manager("joke").await;
    let (counts, free) = (counting("C-1"), held("T-2"));
    let all = csv(&[counts.clone(), free.clone()]);
    joke.import("csv", &all).await.ok();
    let because = json!({ "reason": "asked at the desk" });
    let given = async || drop(joke.give(world, &counts, "sam", 0).await.ok());
    let (serial, body) = match path.trim_start_matches("/admin/tokens") {
        "" => ("C-1", Value::Null),
        "/{id}/link" => {
            let code = free.shows(world.clock.now());
            (
                "T-2",
                json!({ "person": sam, "code": code, "reason": "asked" }),
            )
        }
        "/{id}/resync" => {
            given().await;
            let codes = json!({ "code": counts.shows(5), "next_code": counts.shows(6) });
            ("C-1", codes)
        }
        "/{id}/unlink" => {
            given().await;
            ("C-1", because)
        }
        "/{id}/remove" => ("T-2", because),
        _ => return None,
    };
    let with = async |manager: &Person| {
        let token = manager.token(serial).await;
        let id = token["id"].as_str().unwrap();
        match path {
            "/admin/tokens" => format!("{path}?after={id}"),
            path => path.replace("{id}", id),
        }
    };
    let own = with(&joke).await;
    let mut others = Vec::new();
    for by in elsewhere {
        let path = if member == "person" {
            // A token of their own, for somebody who is not of theirs.
            by.import("csv", &all).await.ok();
            with(&by).await
        } else {
            own.clone()
        };
        others.push(Call::new(&by, &path, body.clone()));
    }
    Some(Trial {
        own: Call::new(&joke, &own, body),
        others,
        refusal: if member == "person" {
            "person_not_found"
        } else {
            "token_not_found"
        },
    })
}

/// The portal's server calls, and no person.
async fn reference(world: &World, path: &str) -> Trial {
    let reference = passed_in_the_frame(world, "sam").await;
    let mut server = world.person("nobody").await;
    server.bearer.clear();
    let now = world.clock.now();
    let call = |issuer: &str| {
        let jti = random::id().unwrap();
        let proof =
            json!({ "iss": issuer, "aud": "tweestap", "iat": now, "exp": now + 60, "jti": jti });
        let proof = world.portal.sign("tweestap-redeem+jwt", &proof).unwrap();
        let body = json!({ "reference": reference, "client_assertion": proof.expose() });
        Call::new(&server, path, body)
    };
    Trial {
        own: call(ISSUER),
        others: vec![call(OTHER), call(SINGLE)],
        refusal: "not_found",
    }
}
