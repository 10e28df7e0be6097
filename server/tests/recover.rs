//! A lost phone: recovery codes, the school's reset code, and what a reload, a thief or someone else can make
//! of them.

use serde_json::{Value, json};

use crate::world::tokens::{claims, claims_of};
use crate::world::ways::RESET_CODE;
use crate::world::{Person, World};

/// At sign-in, asked for a recovery code.
async fn lost_the_phone(world: &World, subject: &str) -> (Person, Value) {
    let (person, challenge) = world.at_challenge(subject, "").await;
    let chosen = person.choose(&challenge, "recovery_code").await.ok();
    assert_eq!(chosen["step"], "recovery-code");
    (person, chosen)
}

fn stated(answer: &Value) -> Value {
    claims_of(answer["assertion"].as_str().unwrap())
}

#[tokio::test]
async fn a_recovery_code_lets_someone_in_who_is_told_what_is_left() {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    world.has_address("sam").await;
    let (mut person, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["ways"], json!(["recovery_code"]));
    let recovered = person.come_in_by(&challenge, &codes[2]).await;
    assert_eq!(
        (&recovered["step"], &recovered["codes_left"]),
        (&json!("recovered"), &json!(5))
    );
    assert!(recovered.get("assertion").is_none());
    assert_eq!(world.notices_of("sam").await, ["recovery_code_used"]);
    world.clock.advance(7);
    let answer = person.go_on().await;
    assert!(answer.cookies()[0].contains("Max-Age=0"));
    let passed = answer.ok();
    assert_eq!(passed["step"], "passed");
    let stated = stated(&passed);
    assert_eq!(stated["amr"], json!(["pwd", "mfa"]));
    assert_eq!(
        (&stated["ts_method"], &stated["ts_mfa_time"]),
        (&json!("recovery"), &json!(world.clock.now() - 7))
    );
    // The answer was lost: asking again is the same.
    assert_eq!(person.challenge().await["step"], "passed");
    assert_eq!(person.go_on().await.ok()["step"], "passed");
    person.get("/settings").await.ok();
    drop(sam);
}

#[tokio::test]
async fn whoever_lost_a_phone_sets_up_anew_whatever_is_in_force() {
    let world = World::new().await;
    let (_, codes) = world.enrolled_with_codes("sam").await;
    let (mut person, challenge) = world.at_challenge("sam", "").await;
    person.come_in_by(&challenge, &codes[0]).await;
    let start = person.get("/enrolment").await.ok();
    assert_eq!(
        (&start["step"], &start["change"], &start["with_codes"]),
        (&json!("method"), &json!(false), &json!(true))
    );
    person.enrol_by_app().await;
    let done = person.get("/enrolment").await.ok();
    assert_eq!(
        (&done["step"], &done["method"]),
        (&json!("done"), &json!("app"))
    );
    assert_eq!(person.challenge().await["step"], "passed");
}

#[tokio::test]
async fn rt_28_a_recovery_code_alone_is_no_sign_in_and_other_sessions_are_asked_again() {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    let (other, _) = world.at_challenge("sam", "").await;
    let (mut person, challenge) = world.at_challenge("sam", "").await;
    // Not before it was read that a code is gone.
    person.go_on().await.refused(404, "challenge_not_found");
    person.come_in_by(&challenge, &codes[0]).await;
    for ended in [&sam, &other] {
        ended
            .call("POST", "/challenge", None)
            .await
            .refused(401, "session_expired");
    }
    // Another browser with the password is asked for a code.
    let (stranger, asked) = world.at_challenge("sam", "").await;
    assert_eq!(asked["step"], "code");
    stranger.go_on().await.refused(404, "challenge_not_found");
}

#[tokio::test]
async fn rt_36_a_recovery_code_works_once_in_a_row_and_at_once() {
    let world = World::new().await;
    let (_, codes) = world.enrolled_with_codes("sam").await;
    let (person, challenge) = lost_the_phone(&world, "sam").await;
    person.recover(&challenge, &codes[0]).await.ok();
    let (person, challenge) = lost_the_phone(&world, "sam").await;
    person
        .recover(&challenge, &codes[0])
        .await
        .refused(422, "recovery_code_wrong");
    // A used one looks like one that never was.
    let used = person.recover(&challenge, &codes[0]).await.json();
    let unknown = person.recover(&challenge, "ABCD-EFGH-JKMN").await.json();
    assert_eq!(used["code"], unknown["code"]);
    assert_eq!(
        used["attempts_left"].as_i64().unwrap() - 1,
        unknown["attempts_left"]
    );
    assert_eq!(world.unused("sam").await, 5);
}

#[tokio::test]
async fn rt_35_someone_elses_code_is_refused_and_still_unused() {
    let world = World::new().await;
    let (_, of_sam) = world.enrolled_with_codes("sam").await;
    let (_, of_noor) = world.enrolled_with_codes("noor").await;
    let (noor, challenge) = lost_the_phone(&world, "noor").await;
    noor.recover(&challenge, &of_sam[0])
        .await
        .refused(422, "recovery_code_wrong");
    assert_eq!(
        (world.unused("sam").await, world.unused("noor").await),
        (6, 6)
    );
    // Both are good where they belong.
    noor.recover(&challenge, &of_noor[0]).await.ok();
    let (sam, challenge) = lost_the_phone(&world, "sam").await;
    sam.recover(&challenge, &of_sam[0]).await.ok();
}

#[tokio::test]
async fn rt_30_a_challenge_begun_by_one_is_not_finished_by_another() {
    let world = World::new().await;
    let (_, of_sam) = world.enrolled_with_codes("sam").await;
    let (_, of_noor) = world.enrolled_with_codes("noor").await;
    let (_, challenge) = lost_the_phone(&world, "sam").await;
    let (noor, _) = world.at_challenge("noor", "").await;
    for code in [&of_sam[0], &of_noor[0]] {
        noor.recover(&challenge, code)
            .await
            .refused(404, "challenge_not_found");
    }
    noor.choose(&challenge, "app")
        .await
        .refused(404, "challenge_not_found");
    noor.post("/challenge/resend", json!({ "challenge": challenge["id"] }))
        .await
        .refused(404, "challenge_not_found");
    assert_eq!(
        (world.unused("sam").await, world.unused("noor").await),
        (6, 6)
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM limits").await, 0);
}

#[tokio::test]
async fn rt_37_a_code_is_read_generously_only_beside_the_password_and_malformed_ones_are_not_counted()
 {
    let world = World::new().await;
    let (_, codes) = world.enrolled_with_codes("sam").await;
    let (mut person, challenge) = lost_the_phone(&world, "sam").await;
    for malformed in [
        "",
        "ABCD-EFGH",
        "ABCD-EFGH-JKMNP",
        "ABCD-EFGH-JKM!",
        "hello world",
    ] {
        person
            .recover(&challenge, malformed)
            .await
            .refused(422, "recovery_code_malformed");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM limits").await, 0);
    let bearer = std::mem::take(&mut person.bearer);
    person
        .recover(&challenge, &codes[0])
        .await
        .refused(401, "session_expired");
    person.bearer = bearer;
    let typed = codes[0]
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o")
        .replacen('1', "l", 1)
        .replacen('1', "I", 1);
    person
        .recover(&challenge, &format!("  {typed}\n"))
        .await
        .ok();
}

#[tokio::test]
async fn rt_27_only_what_the_challenge_asks_for_answers_it() {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .recover(&challenge, &codes[0])
        .await
        .refused(422, "way_not_offered");
    let chosen = person.choose(&challenge, "recovery_code").await.ok();
    assert_eq!(chosen["ways"], json!(["app"]));
    person
        .verify(chosen["id"].as_str().unwrap(), &sam.code(0), false)
        .await
        .refused(422, "way_not_offered");
    for no in ["recovery_code", "reset_code", "sms", "hardware"] {
        person
            .choose(&challenge, no)
            .await
            .refused(422, "way_not_offered");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM limits").await, 0);
    // A reload keeps what was chosen; a challenge of its own begins with the own method again.
    assert_eq!(person.challenge().await["step"], "recovery-code");
    world.clock.advance(600);
    assert_eq!(person.challenge().await["step"], "code");
    assert_eq!(world.unused("sam").await, 6);
}

#[tokio::test]
async fn rt_32_a_recovery_code_forgets_every_device() {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    let remembered = sam
        .put(
            "/settings/remember",
            json!({ "duration": "1w", "this_device": true }),
        )
        .await;
    let cookie = remembered.cookies()[0]
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(world.at_challenge("sam", &cookie).await.1["step"], "passed");
    let (person, challenge) = lost_the_phone(&world, "sam").await;
    person.recover(&challenge, &codes[0]).await.ok();
    assert_eq!(world.at_challenge("sam", &cookie).await.1["step"], "code");
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM devices WHERE purpose = 'trust'")
            .await,
        0
    );
}

#[tokio::test]
async fn rt_39_the_last_code_leads_to_setting_up_anew_and_to_nothing_else() {
    let world = World::new().await;
    let (_, codes) = world.enrolled_with_codes("sam").await;
    for (n, code) in codes[..5].iter().enumerate() {
        let (person, challenge) = lost_the_phone(&world, "sam").await;
        let recovered = person.recover(&challenge, code).await.ok();
        assert_eq!(
            (&recovered["step"], &recovered["codes_left"]),
            (&json!("recovered"), &json!(5 - n))
        );
    }
    let (mut person, challenge) = world.at_challenge("sam", "").await;
    let last = person.come_in_by(&challenge, &codes[5]).await;
    assert_eq!(
        (&last["step"], &last["codes_left"]),
        (&json!("enrol"), &json!(0))
    );
    person.go_on().await.refused(403, "enrolment_required");
    person
        .get("/settings")
        .await
        .refused(403, "enrolment_required");
    person.get("/enrolment").await.ok();
    let again = person.challenge().await;
    assert_eq!(again["step"], "enrol");
    assert!(again.get("assertion").is_none());
    // A reload changes nothing, and elsewhere there is no way back in any more.
    let (_, reloaded) = world.at_challenge("sam", &person.cookie).await;
    assert_eq!(reloaded["step"], "enrol");
    let (_, elsewhere) = world.at_challenge("sam", "").await;
    assert_eq!(
        (&elsewhere["step"], &elsewhere["ways"]),
        (&json!("code"), &json!([]))
    );
}

#[tokio::test]
async fn the_clock_going_back_or_ahead_by_hours_lets_nobody_in() {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    world.clock.advance(6 * 3_600);
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(challenge["id"].as_str().unwrap(), &sam.code(0), false)
        .await
        .ok();
    // The code that was just given is one of the future now: it settles nothing.
    world.clock.advance(-600);
    assert_eq!(person.challenge().await["step"], "code");
    world.clock.advance(-5 * 3_600);
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(challenge["id"].as_str().unwrap(), &sam.code(0), false)
        .await
        .refused(422, "code_mismatch");
    // Recovery codes know no time, and a used one stays used.
    let chosen = person.choose(&challenge, "recovery_code").await.ok();
    person.recover(&chosen, &codes[0]).await.ok();
    for hours in [-4, 12] {
        world.clock.advance(hours * 3_600);
        let (person, challenge) = lost_the_phone(&world, "sam").await;
        person
            .recover(&challenge, &codes[0])
            .await
            .refused(422, "recovery_code_wrong");
    }
}

#[tokio::test]
async fn the_schools_reset_code_works_once_and_leads_to_setting_up_anew() {
    let world = World::new()
        .await
        .with_school(|school| school.recovery = tweestap_api::Recovery::ResetCode)
        .await;
    world.enrolled("sam").await;
    world.has_reset_code("sam").await;
    world.has_address("sam").await;
    let (mut person, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["ways"], json!(["reset_code"]));
    person
        .choose(&challenge, "recovery_code")
        .await
        .refused(422, "way_not_offered");
    let chosen = person.choose(&challenge, "reset_code").await.ok();
    assert_eq!(chosen["step"], "reset-code");
    person
        .recover(&chosen, "ABCD-EFGH-JKMP")
        .await
        .refused(422, "recovery_code_wrong");
    let answer = person.recover(&chosen, RESET_CODE).await;
    person.keep_cookies(&answer);
    assert_eq!(answer.ok()["step"], "enrol");
    person.go_on().await.refused(403, "enrolment_required");
    assert_eq!(world.notices_of("sam").await, ["reset_code_used"]);
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM accounts WHERE reset_code IS NOT NULL")
            .await,
        0
    );
    let (_, elsewhere) = world.at_challenge("sam", "").await;
    assert_eq!(elsewhere["ways"], json!([]));
}

#[tokio::test]
async fn a_recovery_code_proves_as_a_code_does_and_gives_no_assertion() {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (person, answer) = world.open(&vouched, "settings").await;
    answer.ok();
    let asked = person.call("POST", "/challenge/prove", None).await.ok();
    let chosen = person.choose(&asked, "recovery_code").await.ok();
    let answer = person.recover(&chosen, &codes[0]).await;
    assert!(answer.cookies().is_empty());
    let passed = answer.ok();
    assert_eq!(passed["step"], "passed");
    assert!(passed.get("assertion").is_none());
    assert_eq!(world.unused("sam").await, 5);
    person.get("/settings").await.ok();
    drop(sam);
}

#[tokio::test]
async fn codes_that_were_exchanged_while_one_was_looked_at_are_not_used_up() {
    use tweestap_server::store::recovered;
    let world = World::new().await;
    world.enrolled("sam").await;
    let account = world.account("sam").await;
    let mut tx = world.app.store.write().await.unwrap();
    let looked_at = recovered::unused(&mut tx, &account).await.unwrap();
    tx.commit().await.unwrap();
    world
        .execute("UPDATE recovery_codes SET hash = 'another'")
        .await;
    let mut tx = world.app.store.write().await.unwrap();
    let now = world.clock.now();
    assert!(
        !recovered::spend(&mut tx, &account, &looked_at[0], now)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    assert_eq!(world.unused("sam").await, 6);
}

#[tokio::test]
async fn rt_39_setting_up_anew_after_the_last_code_ends_at_the_portal_with_new_codes() {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    for code in &codes[..5] {
        let (person, challenge) = lost_the_phone(&world, "sam").await;
        person.recover(&challenge, code).await.ok();
    }
    let (mut person, challenge) = world.at_challenge("sam", "").await;
    person.come_in_by(&challenge, &codes[5]).await;
    // A reload in between, and installing an app takes its time.
    world.clock.advance(900);
    let (mut person, again) = world.at_challenge("sam", &person.cookie).await;
    assert_eq!(again["step"], "enrol");
    let enrolment = person.choose_app().await;
    let id = enrolment["id"].as_str().unwrap();
    assert_ne!(person.key, sam.key);
    let confirmed = person.confirm(id, &person.code(0)).await.ok();
    assert_eq!(confirmed["recovery_codes"].as_array().unwrap().len(), 6);
    person
        .get("/settings")
        .await
        .refused(403, "enrolment_required");
    person.acknowledge(id).await.ok();
    let passed = person.challenge().await;
    assert_eq!(passed["step"], "passed");
    assert_eq!(stated(&passed)["amr"], json!(["pwd", "otp", "mfa"]));
    person.get("/settings").await.ok();
    // The lost phone is worth nothing any more, nor is the cookie; a code of the new one is.
    world.clock.advance(60);
    let (next, asked) = world.at_challenge("sam", &person.cookie).await;
    assert_eq!(asked["step"], "code");
    let id = asked["id"].as_str().unwrap();
    next.verify(id, &sam.code(0), false)
        .await
        .refused(422, "code_mismatch");
    next.verify(id, &person.code(0), false).await.ok();
}

#[tokio::test]
async fn setting_up_anew_after_the_reset_code_makes_another_one() {
    let world = World::new()
        .await
        .with_school(|school| school.recovery = tweestap_api::Recovery::ResetCode)
        .await;
    let mut sam = world.person("sam").await;
    let code = sam.enrol_by_app().await.remove(0);
    let (person, challenge) = world.at_challenge("sam", "").await;
    let chosen = person.choose(&challenge, "reset_code").await.ok();
    let mut person = person;
    assert_eq!(
        person.recover(&chosen, &code).await.ok()["step"],
        json!("enrol")
    );
    let another = person.enrol_by_app().await;
    assert_eq!(another.len(), 1);
    assert_ne!(another[0], code);
    assert_eq!(person.challenge().await["step"], "passed");
    let (person, challenge) = world.at_challenge("sam", "").await;
    let chosen = person.choose(&challenge, "reset_code").await.ok();
    person
        .recover(&chosen, &code)
        .await
        .refused(422, "recovery_code_wrong");
    person.recover(&chosen, &another[0]).await.ok();
}
