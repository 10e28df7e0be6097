//! RT-20: whatever is broken below a check, nobody gets in by it.

use serde_json::{Value, json};

use crate::world::ways::token_code;
use crate::world::{Answer, PASSWORD, Person, World};

async fn at_recovery(world: &World) -> (Person, Value) {
    let (person, challenge) = world.at_challenge("sam", "").await;
    let chosen = person.choose(&challenge, "recovery_code").await.ok();
    (person, chosen)
}

/// The answer of a call whose verifier cannot do its work.
#[track_caller]
fn fails_closed(what: &str, answer: &Answer) {
    assert!(
        answer.status >= 500 && answer.json().get("assertion").is_none(),
        "{what}: {} {}",
        answer.status,
        answer.json()
    );
    assert!(answer.cookies().is_empty(), "{what}");
}

#[tokio::test]
async fn rt_20_a_verifier_that_fails_lets_nobody_in() {
    let broken = [
        ("no secret", "UPDATE factors SET secret = NULL"),
        ("no sealed text", "UPDATE factors SET secret = 'AAAA'"),
        (
            "unknown digits",
            "UPDATE factors SET digits = 7, period = 31",
        ),
        ("unknown algorithm", "UPDATE factors SET algorithm = 'none'"),
    ];
    for (what, statement) in broken {
        let world = World::new().await;
        let sam = world.enrolled("sam").await;
        let (person, challenge) = world.at_challenge("sam", "").await;
        world.execute(statement).await;
        let code = if what == "unknown digits" {
            "1234567".to_owned()
        } else {
            sam.code(0)
        };
        let answer = person
            .verify(challenge["id"].as_str().unwrap(), &code, true)
            .await;
        if code.len() == 6 {
            fails_closed(what, &answer);
        } else {
            answer.refused(422, "code_malformed");
        }
    }
    let broken = [
        ("no salt", "UPDATE recovery_codes SET salt = ''"),
        ("odd salt", "UPDATE recovery_codes SET salt = 'zz'"),
        ("unknown way", "UPDATE challenges SET way = 'none'"),
        ("no codes", "DROP TABLE recovery_codes"),
        ("no limits", "DROP TABLE limits"),
        ("no mails", "DROP TABLE mails"),
        (
            "no devices",
            "DROP TABLE replaced_tokens; DROP TABLE devices",
        ),
    ];
    for (what, statement) in broken {
        let world = World::new().await;
        let (_, codes) = world.enrolled_with_codes("sam").await;
        let (person, challenge) = at_recovery(&world).await;
        world.execute(statement).await;
        fails_closed(what, &person.recover(&challenge, &codes[0]).await);
    }
}

#[tokio::test]
async fn rt_20_a_message_whose_code_is_lost_is_answered_by_nothing() {
    for statement in [
        "UPDATE messages SET code = NULL",
        "UPDATE messages SET code = ''",
        "UPDATE messages SET id = 'other'",
        "UPDATE factors SET number_index = 'other' WHERE method = 'sms'",
    ] {
        let world = World::new().await;
        world.enrolled("sam").await;
        world.also_by_sms("sam", "+31612345678").await;
        let (person, challenge) = world.at_challenge("sam", "").await;
        person.choose(&challenge, "sms").await.ok();
        let code = world.post.code();
        world.execute(statement).await;
        let answer = person
            .verify(challenge["id"].as_str().unwrap(), &code, true)
            .await;
        assert!(answer.status >= 400, "{statement}: {}", answer.json());
        assert!(answer.cookies().is_empty());
        person
            .get("/settings")
            .await
            .refused(403, "second_factor_required");
    }
}

#[tokio::test]
async fn rt_20_a_token_whose_parameters_are_lost_is_answered_by_nothing() {
    let kind = tweestap_server::oath::Kind {
        digits: 6,
        period: 0,
        sha256: false,
    };
    for statement in [
        "UPDATE factors SET period = -1",
        "UPDATE factors SET period = 1",
        "UPDATE factors SET algorithm = ''",
        "UPDATE factors SET secret = NULL",
    ] {
        let world = World::new().await;
        world.person("sam").await;
        world.link_token("sam", kind).await;
        let (person, challenge) = world.at_challenge("sam", "").await;
        world.execute(statement).await;
        let id = challenge["id"].as_str().unwrap();
        fails_closed(
            statement,
            &person.verify(id, &token_code(kind, 2), true).await,
        );
    }
}

#[tokio::test]
async fn rt_20_a_portal_token_or_password_that_cannot_be_checked_opens_nothing() {
    let world = World::new().await;
    world.execute("DROP TABLE used_tokens").await;
    let claims = crate::world::tokens::claims(world.clock.now(), "sam");
    let (person, answer) = world.open(&claims, "settings").await;
    fails_closed("used tokens", &answer);
    assert!(person.bearer.is_empty());

    for statement in [
        "UPDATE directory SET password = ''",
        "UPDATE directory SET password = '8,1,1$AA$AA'",
        "UPDATE directory SET password = 'correct horse battery'",
    ] {
        let world = World::new().await;
        world.local("sam").await;
        let mut person = world.earlier("sam").await;
        person.choose_app().await;
        world.execute(statement).await;
        let body = json!({ "password": PASSWORD });
        let answer = person.post("/enrolment/password", body).await;
        fails_closed(statement, &answer);
        assert_eq!(person.get("/enrolment").await.ok()["step"], "password");
    }
}
