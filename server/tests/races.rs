//! Many at once: one code does its work once, and no more guesses are looked at than counted.

use std::sync::Arc;

use serde_json::json;
use tokio::sync::Barrier;

use crate::world::{Answer, Person, World};

const ROUNDS: usize = 200;
const AT_ONCE: usize = 50;

/// The same call, `count` times at once, on threads that start together.
pub async fn at_once(
    person: &Person,
    count: usize,
    path: &'static str,
    body: serde_json::Value,
) -> Vec<Answer> {
    let start = Arc::new(Barrier::new(count));
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let (person, body, start) = (person.clone(), body.clone(), start.clone());
            tokio::spawn(async move {
                start.wait().await;
                person.post(path, body).await
            })
        })
        .collect();
    let mut answers = Vec::with_capacity(count);
    for call in calls {
        answers.push(call.await.unwrap());
    }
    answers
}

pub fn successes(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 200).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_01_one_of_fifty_equal_codes_confirms_an_enrolment_two_hundred_times_over() {
    let world = World::new().await;
    for round in 0..ROUNDS {
        let mut person = world.person(&format!("p{round}")).await;
        let id = person.choose_app().await["id"].clone();
        let body = json!({ "enrolment": id, "code": person.code(0) });
        let answers = at_once(&person, AT_ONCE, "/enrolment/confirm", body).await;
        assert_eq!(successes(&answers), 1, "round {round}");
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            assert!(
                matches!(
                    answer.code().as_str(),
                    "code_already_used" | "too_many_attempts"
                ),
                "{}",
                answer.json()
            );
        }
        // The codes that the winner saw are the ones that are kept.
        let won = answers
            .iter()
            .find(|answer| answer.status == 200)
            .unwrap()
            .json();
        assert_eq!(
            person.get("/enrolment").await.ok()["recovery_codes"],
            won["recovery_codes"]
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_01_one_of_fifty_equal_codes_passes_a_challenge_two_hundred_times_over() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    for round in 0..ROUNDS {
        let (person, challenge) = world.at_challenge("sam", "").await;
        let body = json!({ "challenge": challenge["id"], "code": sam.code(0), "remember": false });
        let answers = at_once(&person, AT_ONCE, "/challenge/verify", body).await;
        assert_eq!(successes(&answers), 1, "round {round}");
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            let code = answer.code();
            assert!(
                matches!(
                    code.as_str(),
                    "code_mismatch" | "challenge_not_found" | "too_many_attempts"
                ),
                "{code}"
            );
        }
        world.clock.advance(900);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_01_one_of_fifty_equal_message_codes_confirms_an_enrolment() {
    let world = World::new().await;
    for round in 0..20 {
        let person = world.person(&format!("p{round}")).await;
        let id = person.at_phone().await;
        person
            .give_phone(&id, &format!("06123456{round:02}"))
            .await
            .ok();
        let body = json!({ "enrolment": id, "code": world.post.code() });
        let answers = at_once(&person, AT_ONCE, "/enrolment/confirm", body).await;
        assert_eq!(successes(&answers), 1, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_07_of_two_hundred_wrong_codes_at_once_no_more_are_looked_at_than_counted() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    // One challenge: five.
    let (person, challenge) = world.at_challenge("sam", "").await;
    let body = json!({ "challenge": challenge["id"], "code": sam.wrong_code(), "remember": false });
    let answers = at_once(&person, 200, "/challenge/verify", body).await;
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer.code() == "code_mismatch")
            .count(),
        5
    );
    assert_eq!(successes(&answers), 0);
    // And the account: ten, over enrolments and challenges of twenty sessions.
    let mut noor = world.person("noor").await;
    let id = noor.choose_app().await["id"].clone();
    let body = json!({ "enrolment": id, "code": noor.wrong_code() });
    let answers = at_once(&noor, 200, "/enrolment/confirm", body).await;
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer.code() == "code_mismatch")
            .count(),
        10
    );
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer.code() == "too_many_attempts")
            .count(),
        190
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_08_twenty_sessions_at_once_share_the_ten_attempts_of_the_account() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (wrong, start) = (sam.wrong_code(), Arc::new(Barrier::new(20)));
    let mut guessers = Vec::new();
    for _ in 0..20 {
        let (person, _) = world.at_challenge("sam", "").await;
        let (wrong, start) = (wrong.clone(), start.clone());
        guessers.push(tokio::spawn(async move {
            start.wait().await;
            let mut looked_at = 0;
            for _ in 0..10 {
                let challenge = person.call("POST", "/challenge", None).await.ok();
                let answer = person
                    .verify(challenge["id"].as_str().unwrap(), &wrong, false)
                    .await;
                looked_at += usize::from(answer.code() == "code_mismatch");
            }
            looked_at
        }));
    }
    let mut looked_at = 0;
    for guesser in guessers {
        looked_at += guesser.await.unwrap();
    }
    assert_eq!(looked_at, 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_wrong_passwords_at_once_ten_are_looked_at() {
    let world = World::new().await;
    world.local("sam").await;
    let mut person = world.earlier("sam").await;
    person.choose_app().await;
    let answers = at_once(
        &person,
        AT_ONCE,
        "/enrolment/password",
        json!({ "password": "no" }),
    )
    .await;
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer.code() == "password_wrong")
            .count(),
        10
    );
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer.code() == "too_many_attempts")
            .count(),
        40
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn choosing_in_two_tabs_at_once_leaves_one_enrolment() {
    let world = World::new().await;
    for round in 0..20 {
        let person = world.person(&format!("p{round}")).await;
        let answers = at_once(&person, 10, "/enrolment/method", json!({ "method": "app" })).await;
        let keys: std::collections::HashSet<String> = answers
            .into_iter()
            .map(|answer| answer.ok()["app"]["key"].to_string())
            .collect();
        assert_eq!(keys.len(), 1, "all tabs show the same key");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_01_one_of_fifty_equal_codes_proves_and_one_of_fifty_messages_passes() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.also_by_sms("sam", "+31612345678").await;
    for round in 0..20 {
        let mut vouched = crate::world::tokens::claims(world.clock.now(), "sam");
        vouched["ts_verified"] = json!(true);
        let (person, opened) = world.open(&vouched, "settings").await;
        opened.ok();
        let asked = person.call("POST", "/challenge/prove", None).await.ok();
        let body = json!({ "challenge": asked["id"], "code": sam.code(0), "remember": false });
        let answers = at_once(&person, AT_ONCE, "/challenge/verify", body).await;
        assert_eq!(successes(&answers), 1, "round {round}");
        world.clock.advance(900);

        let (person, challenge) = world.at_challenge("sam", "").await;
        person.choose(&challenge, "sms").await.ok();
        let body =
            json!({ "challenge": challenge["id"], "code": world.post.code(), "remember": false });
        let answers = at_once(&person, AT_ONCE, "/challenge/verify", body).await;
        assert_eq!(successes(&answers), 1, "round {round}");
        world.clock.advance(86_400);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_36_one_of_fifty_equal_recovery_codes_lets_someone_in() {
    let world = World::new().await;
    for round in 0..10 {
        let subject = format!("p{round}");
        let (_, codes) = world.enrolled_with_codes(&subject).await;
        let (person, challenge) = world.at_challenge(&subject, "").await;
        person.choose(&challenge, "recovery_code").await.ok();
        let body = json!({ "challenge": challenge["id"], "code": codes[0] });
        let answers = at_once(&person, AT_ONCE, "/challenge/recover", body).await;
        assert_eq!(successes(&answers), 1, "round {round}");
        assert_eq!(world.unused(&subject).await, 5, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_04_one_code_in_two_sessions_at_once_opens_one_of_them() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    for round in 0..50 {
        let (one, challenge) = world.at_challenge("sam", "").await;
        let (other, _) = world.at_challenge("sam", "").await;
        let (id, code) = (challenge["id"].as_str().unwrap(), sam.code(0));
        let (first, second) =
            tokio::join!(one.verify(id, &code, false), other.verify(id, &code, false));
        assert_eq!(successes(&[first, second]), 1, "round {round}");
        world.clock.advance(60);
    }
}
