//! What a school may send: its budget, and the breaker that ends pumping.

use std::sync::atomic::Ordering;

use serde_json::json;
use tweestap_server::error::Result;
use tweestap_server::phone::Mobile;
use tweestap_server::sms::budget::Allowance;
use tweestap_server::sms::{self, Purpose, Sending};

use crate::world::tokens::claims;
use crate::world::{Answer, World};

/// The n-th mobile number of one prefix.
fn number(n: usize) -> String {
    format!("+31612{n:06}")
}

/// Accounts `a0`, `a1`, … of a school, whose people have signed in once.
async fn accounts(world: &World, school: &str, count: usize) {
    let mut tx = world.app.store.write().await.unwrap();
    for n in 0..count {
        sqlx::query(
            "INSERT INTO accounts (id, school, issuer, subject, name, mfa_epoch, remember, turn, created_at) \
             VALUES ($1, $2, 'i', $1, 'n', 0, 'always_ask', 0, 0)",
        )
        .bind(format!("{school}{n}"))
        .bind(school)
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}

async fn try_number(world: &World, school: &str, n: usize) -> Result<()> {
    let school = world.app.config.school(school).unwrap();
    let number = Mobile::read(&number(n), &school.countries).unwrap();
    let account = format!("{}{n}", school.id);
    let sending = Sending {
        school,
        account: &account,
        lang: "nl",
        purpose: Purpose::Enrol,
        number: &number,
        framed: false,
    };
    sms::send_code(&world.app, sending).await
}

async fn give(world: &World, subject: &str, number: &str) -> Answer {
    let person = world.person(subject).await;
    let id = person.at_phone().await;
    person.give_phone(&id, number).await
}

#[tokio::test]
async fn rt_52_a_thousand_numbers_of_one_prefix_get_twenty_messages_and_other_schools_go_on() {
    let log = crate::secrecy::log();
    let world = World::new().await;
    accounts(&world, "school", 1_000).await;
    let mut sent = 0;
    for n in 0..1_000 {
        sent += usize::from(try_number(&world, "school", n).await.is_ok());
        world.clock.advance(1);
    }
    assert_eq!((sent, world.post.count()), (20, 20));
    // In words, to whoever tries next.
    let refused = give(&world, "sam", "0687654321").await;
    assert_eq!(refused.refused(429, "too_many_messages")["retry_after"], 60);
    // The other school is not even slower.
    let mut theirs = claims(world.clock.now(), "noor");
    theirs["iss"] = json!("https://other.test/issuer");
    let (noor, _) = world.open(&theirs, "enrolment").await;
    let id = noor.at_phone().await;
    noor.give_phone(&id, "0687654321").await.ok();
    // Somebody is told; nobody's number is.
    assert!(log.has("few text messages to new numbers are verified"));
    assert!(!log.has("31612000") && !log.has("87654321"));
}

#[tokio::test]
async fn rt_52_people_who_have_verified_their_number_still_get_their_code_at_sign_in() {
    let world = World::new().await;
    world
        .person("sam")
        .await
        .enrol_by_sms(&world, "0687654321")
        .await;
    accounts(&world, "school", 60).await;
    for n in 0..60 {
        drop(try_number(&world, "school", n).await);
    }
    let before = world.post.count();
    assert_eq!(before, 20);
    world.clock.advance(600);
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(
        (challenge["step"].as_str(), world.post.count()),
        (Some("code"), before + 1)
    );
}

#[tokio::test]
async fn rt_52_the_breaker_closes_again_as_people_verify() {
    let world = World::new().await;
    // A class that begins at the same moment.
    let mut class = Vec::new();
    for n in 0..20 {
        let person = world.person(&format!("p{n}")).await;
        let id = person.at_phone().await;
        person.give_phone(&id, &number(n)).await.ok();
        class.push((person, id, world.post.code()));
    }
    give(&world, "late", "0687654321")
        .await
        .refused(429, "too_many_messages");
    for (person, id, code) in &class[..4] {
        person.confirm(id, code).await.ok();
    }
    give(&world, "late", "0687654321").await.ok();
}

#[tokio::test]
async fn rt_52_parallel_senders_get_no_more_than_the_breaker_allows() {
    let world = World::new().await;
    accounts(&world, "school", 100).await;
    let sending = (0..100).map(|n| {
        let app = world.app.clone();
        tokio::spawn(async move {
            let school = app.config.school("school").unwrap().clone();
            let number = Mobile::read(&number(n), &school.countries).unwrap();
            let account = format!("school{n}");
            let sending = Sending {
                school: &school,
                account: &account,
                lang: "nl",
                purpose: Purpose::Enrol,
                number: &number,
                framed: false,
            };
            drop(sms::send_code(&app, sending).await);
        })
    });
    for one in sending.collect::<Vec<_>>() {
        one.await.unwrap();
    }
    assert_eq!(world.post.count(), 20);
}

#[tokio::test]
async fn a_schools_budget_is_its_own_and_comes_back_after_a_day() {
    let world = World::new().await;
    *world.post.allowance.lock().unwrap() = Allowance {
        school: Some(3),
        all: 100,
    };
    accounts(&world, "school", 5).await;
    accounts(&world, "other", 5).await;
    for n in 0..3 {
        try_number(&world, "school", n).await.unwrap();
    }
    let refused = give(&world, "sam", "0687654321").await;
    assert_eq!(
        refused.refused(429, "too_many_messages")["retry_after"],
        86_400
    );
    try_number(&world, "other", 3).await.unwrap();
    world.clock.advance(86_400);
    try_number(&world, "school", 4).await.unwrap();
}

#[tokio::test]
async fn all_schools_together_have_a_budget_too() {
    let world = World::new().await;
    *world.post.allowance.lock().unwrap() = Allowance {
        school: None,
        all: 4,
    };
    accounts(&world, "school", 3).await;
    accounts(&world, "other", 3).await;
    for n in 0..2 {
        try_number(&world, "school", n).await.unwrap();
        try_number(&world, "other", n).await.unwrap();
    }
    assert!(try_number(&world, "school", 2).await.is_err());
    assert!(try_number(&world, "other", 2).await.is_err());
}

#[tokio::test]
async fn the_budget_grows_with_the_people_who_use_text_messages() {
    let world = World::new().await;
    accounts(&world, "school", 150).await;
    let mut tx = world.app.store.write().await.unwrap();
    for statement in [
        // 150 people with a number of their own, and 200 messages at sign-in today.
        "INSERT INTO factors (id, account, method, state, stage, with_password, proved, last_step, created_at) \
         SELECT 'f' || id, id, 'sms', 'active', 'done', 0, 1, 0, 0 FROM accounts",
        "INSERT INTO messages (id, account, purpose, number_index, state, checks, sent_at, expires_at, school, fresh) \
         SELECT 'm' || id, id, 'sign-in', id, 'used', 1, 1799999000, 1799999300, 'school', 0 FROM accounts",
        "INSERT INTO messages (id, account, purpose, number_index, state, checks, sent_at, expires_at, school, fresh) \
         SELECT 'n' || id, id, 'sign-in', id, 'used', 1, 1799999000, 1799999300, 'school', 0 FROM accounts \
         ORDER BY id LIMIT 149",
    ] {
        sqlx::raw_sql(statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    try_number(&world, "school", 1).await.unwrap();
    assert!(
        try_number(&world, "school", 2).await.is_err(),
        "300 for 150 people"
    );
}

#[tokio::test]
async fn a_message_that_was_perhaps_sent_keeps_its_place_and_does_not_void_the_one_before() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let id = person.at_phone().await;
    person.give_phone(&id, "0612345678").await.ok();
    let surely = world.post.code();
    world.clock.advance(30);
    world.post.mute.store(true, Ordering::SeqCst);
    let resend = || person.post("/enrolment/resend", json!({ "enrolment": id }));
    resend().await.refused(503, "sms_unavailable");
    assert_eq!(
        resend().await.refused(429, "resend_too_soon")["retry_after"],
        40,
        "it may have been paid for"
    );
    assert_eq!(world.post.count(), 2);
    person.confirm(&id, &surely).await.ok();
}
