//! The code that ends enrolment: right once, explained when wrong, counted always.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_code_that_is_not_six_ascii_digits_is_not_counted() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    for malformed in ["", "12345", "1234567", "12 345", "abcdef", "１２３４５６"] {
        person
            .confirm(&id, malformed)
            .await
            .refused(422, "code_malformed");
    }
    let wrong = person
        .confirm(&id, &person.wrong_code())
        .await
        .refused(422, "code_mismatch");
    assert_eq!(wrong["attempts_left"], 9);
    assert!(
        wrong.get("seconds_ago").is_none(),
        "at enrolment the widget explains it itself"
    );
}

#[tokio::test]
async fn a_code_of_one_step_either_side_confirms_and_of_two_does_not() {
    let world = World::new().await;
    for (n, (seconds, right)) in [
        (-30, true),
        (0, true),
        (30, true),
        (-60, false),
        (60, false),
    ]
    .into_iter()
    .enumerate()
    {
        let mut person = world.person(&format!("p{n}")).await;
        let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
        let answer = person.confirm(&id, &person.code(seconds)).await;
        assert_eq!(
            answer.status == 200,
            right,
            "{seconds} s: {}",
            answer.json()
        );
    }
}

#[tokio::test]
async fn the_same_code_again_is_told_so_and_any_other_one_that_the_step_is_over() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    let code = person.code(0);
    let codes = person.confirm(&id, &code).await.ok()["recovery_codes"].clone();
    person
        .confirm(&id, &code)
        .await
        .refused(409, "code_already_used");
    person
        .confirm(&id, &person.code(30))
        .await
        .refused(409, "wrong_step");
    assert_eq!(
        person.get("/enrolment").await.ok()["recovery_codes"],
        codes,
        "the codes are still the first ones"
    );
}

#[tokio::test]
async fn the_confirming_code_is_spent_for_the_first_sign_in_too() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    person.enrol_by_app().await;
    let code = person.code(0);
    let (at_sign_in, challenge) = world.at_challenge("sam", "").await;
    let id = challenge["id"].as_str().unwrap();
    let spent = at_sign_in
        .verify(id, &code, false)
        .await
        .refused(422, "code_mismatch");
    assert!(spent.get("seconds_ago").is_none());
}

#[tokio::test]
async fn acknowledging_twice_is_done_twice_and_stores_one_set() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    person.acknowledge(&id).await.refused(409, "wrong_step");
    person.confirm(&id, &person.code(0)).await.ok();
    let (one, two) = tokio::join!(person.acknowledge(&id), person.acknowledge(&id));
    assert_eq!(
        (one.ok()["step"].clone(), two.ok()["step"].clone()),
        (json!("done"), json!("done"))
    );
    assert_eq!(person.acknowledge(&id).await.ok()["step"], "done");
    assert_eq!(world.count("SELECT COUNT(*) FROM recovery_codes").await, 6);
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM factors WHERE state = 'active'")
            .await,
        1
    );
}

#[tokio::test]
async fn after_acknowledging_only_slow_hashes_of_the_codes_remain() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let codes = person.enrol_by_app().await;
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM factors WHERE codes IS NOT NULL")
            .await,
        0
    );
    let mut connection = world.app.store.read().await.unwrap();
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT salt, hash FROM recovery_codes")
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    assert_eq!(rows.len(), codes.len());
    assert!(
        rows.iter()
            .all(|(salt, hash)| salt.len() == 32 && hash.len() == 64 && salt == &rows[0].0)
    );
    assert!(!format!("{rows:?}").contains(&codes[0].replace('-', "")));
}

#[tokio::test]
async fn someone_elses_enrolment_cannot_be_confirmed_or_acknowledged() {
    let world = World::new().await;
    let mut sam = world.person("sam").await;
    let id = sam.choose_app().await["id"].as_str().unwrap().to_owned();
    let mut noor = world.person("noor").await;
    noor.choose_app().await;
    noor.confirm(&id, &sam.code(0))
        .await
        .refused(404, "enrolment_not_found");
    sam.confirm(&id, &sam.code(0)).await.ok();
    noor.acknowledge(&id)
        .await
        .refused(404, "enrolment_not_found");
    assert_eq!(
        world.count("SELECT COUNT(*) FROM limits").await,
        0,
        "a foreign name counts against nobody"
    );
}

#[tokio::test]
async fn confirming_opens_this_session_and_no_other_one() {
    let world = World::new().await;
    let other_tab = world.person("sam").await;
    let mut person = world.person("sam").await;
    person.enrol_by_app().await;
    person.get("/settings").await.ok();
    other_tab
        .get("/settings")
        .await
        .refused(401, "session_expired");
}
