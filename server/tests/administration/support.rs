//! The help desk's code: good once, for half an hour, for one person, beside the password, and for setting up anew.

use serde_json::{Value, json};

use crate::world::{Person, World};

/// At sign-in, asked for a code that is typed as a recovery code is.
async fn asked(world: &World, subject: &str) -> (Person, Value) {
    let (person, challenge) = world.at_challenge(subject, "").await;
    let chosen = person.choose(&challenge, "recovery_code").await.ok();
    (person, chosen)
}

/// Somebody who has used up every recovery code.
async fn without_codes(world: &World, subject: &str) -> String {
    world.enrolled(subject).await;
    world
        .execute("UPDATE recovery_codes SET used_at = 1800000000")
        .await;
    world.account(subject).await
}

fn code_of(made: &Value) -> String {
    made["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn s_b_82_a_code_of_the_help_desk_leads_to_setting_up_anew_and_to_nothing_else() {
    let world = World::new().await;
    let id = without_codes(&world, "sam").await;
    let joke = world.manager("joke").await;
    world.reachable().await;
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["ways"], json!([]));
    let made = joke.support_code(&id).await.ok();
    assert_eq!(made["expires_at"], world.clock.now() + 1_800);
    let code = code_of(&made);
    let groups: Vec<usize> = code.split('-').map(str::len).collect();
    assert_eq!(groups, [4, 4, 4], "60 bit in base32");
    assert_eq!(
        joke.file(&id).await["support_code_until"],
        made["expires_at"]
    );

    let (mut sam, challenge) = asked(&world, "sam").await;
    let answer = sam.recover(&challenge, &code).await;
    sam.keep_cookies(&answer);
    let came_in = answer.ok();
    assert_eq!(
        (&came_in["step"], &came_in["codes_left"]),
        (&json!("enrol"), &json!(0))
    );
    assert!(came_in.get("assertion").is_none());
    // No session that is worth anything: not now, and not after a reload.
    for path in ["/settings", "/admin/people"] {
        sam.get(path).await.refused(403, "enrolment_required");
    }
    sam.go_on().await.refused(403, "enrolment_required");
    let (again, reopened) = world.at_challenge("sam", &sam.cookie).await;
    assert_eq!(reopened["step"], "enrol");
    again.go_on().await.refused(403, "enrolment_required");
    assert_eq!(
        world.notices().await,
        ["support_code_made", "support_code_used"]
    );
    // With new codes; the old app is replaced.
    sam.enrol_by_app().await;
    sam.get("/settings").await.ok();
    assert_eq!(world.unused("sam").await, 6);
    assert_eq!(sam.challenge().await["step"], "passed");
    assert_eq!(
        world.actions().await[2..],
        ["support_code_made", "support_code_used", "factor_replaced"].map(str::to_owned)
    );
}

#[tokio::test]
async fn s_b_82_it_is_good_once_and_looks_used_like_any_wrong_one() {
    let world = World::new().await;
    let id = without_codes(&world, "sam").await;
    let joke = world.manager("joke").await;
    let code = code_of(&joke.support_code(&id).await.ok());
    let (first, challenge) = asked(&world, "sam").await;
    first.recover(&challenge, &code).await.ok();
    assert_eq!(world.count("SELECT COUNT(*) FROM support_codes").await, 0);
    // Another one is offered, so that there is something to try it at.
    joke.support_code(&id).await.ok();
    let (second, challenge) = asked(&world, "sam").await;
    let used = second.recover(&challenge, &code).await;
    used.refused(422, "recovery_code_wrong");
}

#[tokio::test]
async fn s_b_82_of_twenty_equal_codes_at_once_one_lets_somebody_in() {
    let world = World::new().await;
    let id = without_codes(&world, "sam").await;
    let joke = world.manager("joke").await;
    let code = code_of(&joke.support_code(&id).await.ok());
    let (person, challenge) = asked(&world, "sam").await;
    let calls = (0..20).map(|_| {
        let (person, challenge, code) = (person.clone(), challenge.clone(), code.clone());
        tokio::spawn(async move { person.recover(&challenge, &code).await.status })
    });
    let mut in_by_it = 0;
    for call in calls.collect::<Vec<_>>() {
        in_by_it += i32::from(call.await.unwrap() == 200);
    }
    assert_eq!(in_by_it, 1);
}

#[tokio::test]
async fn s_b_82_it_ends_after_half_an_hour_and_with_the_next_one() {
    let world = World::new().await;
    let id = without_codes(&world, "sam").await;
    let joke = world.manager("joke").await;
    let first = code_of(&joke.support_code(&id).await.ok());
    let second = code_of(&joke.support_code(&id).await.ok());
    let (person, challenge) = asked(&world, "sam").await;
    let replaced = person.recover(&challenge, &first).await;
    replaced.refused(422, "recovery_code_wrong");
    world.clock.advance(1_799);
    let (person, challenge) = asked(&world, "sam").await;
    world.clock.advance(1);
    let late = person.recover(&challenge, &second).await;
    late.refused(422, "recovery_code_wrong");
    person.choose(&challenge, "app").await.ok();
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["ways"], json!([]));
    world.app.store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(world.count("SELECT COUNT(*) FROM support_codes").await, 0);
}

#[tokio::test]
async fn s_b_82_it_is_one_persons_and_good_only_beside_their_password() {
    let world = World::new().await;
    let sam = without_codes(&world, "sam").await;
    let noor = without_codes(&world, "noor").await;
    let joke = world.manager("joke").await;
    let of_sam = code_of(&joke.support_code(&sam).await.ok());
    joke.support_code(&noor).await.ok();
    let (noor, challenge) = asked(&world, "noor").await;
    let refused = noor.recover(&challenge, &of_sam).await;
    refused.refused(422, "recovery_code_wrong");
    let (mut sam, challenge) = asked(&world, "sam").await;
    let bearer = std::mem::take(&mut sam.bearer);
    let refused = sam.recover(&challenge, &of_sam).await;
    refused.refused(401, "session_expired");
    sam.bearer = bearer;
    sam.recover(&challenge, &of_sam).await.ok();
}

#[tokio::test]
async fn s_b_82_whoever_comes_in_by_it_has_none_of_the_old_codes_left_and_a_person_who_is_in_has_no_such_code()
 {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    let code = code_of(&joke.support_code(&id).await.ok());
    let (person, challenge) = asked(&world, "sam").await;
    person.recover(&challenge, &code).await.ok();
    assert_eq!(world.unused("sam").await, 0);
    // Setting up something else, the usual way, takes a code that was made away.
    joke.support_code(&id).await.ok();
    let (other, challenge) = asked(&world, "sam").await;
    let old = other.recover(&challenge, &codes[0]).await;
    old.refused(422, "recovery_code_wrong");
    other.choose(&challenge, "app").await.ok();
    let again = world.again(&sam, "sam").await;
    again.enrol_by_sms(&world, "0612345678").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM support_codes").await, 0);
}

#[tokio::test]
async fn s_b_82_codes_are_made_five_times_a_day_for_one_person_and_sixty_times_an_hour_by_one_manager()
 {
    let world = World::new().await;
    let sam = without_codes(&world, "sam").await;
    let joke = world.manager("joke").await;
    for _ in 0..5 {
        joke.support_code(&sam).await.ok();
    }
    world.clock.advance(60);
    let refused = joke.support_code(&sam).await;
    assert_eq!(refused.header("retry-after"), "86340");
    refused.refused(429, "too_many_attempts");
    // Thirty-five for others, and then as many again.
    world
        .execute(
            "INSERT INTO audit_entries (school, number, at, actor, subject, action, reason, details, hash) \
             SELECT 'elsewhere', e.number * 100 + n.number, e.at, e.actor, 'x', e.action, '', '{}', '' \
             FROM audit_entries e, audit_entries n WHERE e.action = 'support_code_made'",
        )
        .await;
    let noor = without_codes(&world, "noor").await;
    joke.support_code(&noor).await.ok();
    world
        .execute(
            "INSERT INTO audit_entries (school, number, at, actor, subject, action, reason, details, hash) \
             SELECT 'elsewhere', 9000 + number, at, actor, 'x', action, '', '{}', '' \
             FROM audit_entries WHERE school = 'elsewhere'",
        )
        .await;
    let refused = joke.support_code(&noor).await;
    refused.refused(429, "too_many_attempts");
}

#[tokio::test]
async fn s_b_82_how_the_identity_was_checked_and_by_whom_is_written_down() {
    let world = World::new().await;
    let id = without_codes(&world, "sam").await;
    let joke = world.manager("joke").await;
    let path = format!("/admin/people/{id}/support-code");
    for how in ["in_person", "video", "phone_known_number", "document"] {
        let body = json!({ "checked_how": how, "reason": "lost the phone" });
        joke.post(&path, body).await.ok();
        let file = joke.file(&id).await;
        let last = file["history"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["details"], json!({ "checked_how": how }));
        assert_eq!(
            (&last["actor"]["name"], &last["reason"]),
            (&json!("Name of joke"), &json!("lost the phone"))
        );
    }
    for how in [json!("mail"), json!(""), Value::Null] {
        let body = json!({ "checked_how": how, "reason": "lost the phone" });
        let refused = joke.post(&path, body).await;
        refused.refused(400, "malformed_request");
    }
}

/// Guesses are those at recovery codes: counted for the account, and the code does not come back for them.
#[tokio::test]
async fn s_b_82_guesses_at_it_pause_the_account_like_guesses_at_recovery_codes() {
    let world = World::new().await;
    let id = without_codes(&world, "sam").await;
    let joke = world.manager("joke").await;
    let code = code_of(&joke.support_code(&id).await.ok());
    for _ in 0..2 {
        let (person, challenge) = asked(&world, "sam").await;
        for _ in 0..5 {
            let wrong = person.recover(&challenge, "ABCD-EFGH-JKMN").await;
            assert_eq!(wrong.status, 422);
        }
    }
    let (person, challenge) = asked(&world, "sam").await;
    let refused = person.recover(&challenge, &code).await;
    refused.refused(429, "too_many_attempts");
}

/// Two who looked at it at the same time, at challenges of their own.
#[tokio::test]
async fn s_b_82_a_code_that_was_looked_at_is_spent_by_one_and_not_late_and_not_after_the_next_one()
{
    use tweestap_server::store::support_codes::{self, Live};
    let world = World::new().await;
    world.person("sam").await;
    let id = world.account("sam").await;
    let live = |hash: &str| Live {
        salt: "00".repeat(16),
        hash: hash.repeat(32),
        expires_at: world.clock.now() + 1_800,
    };
    let now = world.clock.now();
    let mut tx = world.app.store.turn_of(&id).await.unwrap();
    for (kept, spent, at, expected) in [
        (Some("aa"), "aa", now, true),
        (None, "aa", now, false),
        (Some("bb"), "bb", now + 1_800, false),
        (Some("cc"), "bb", now, false),
        (None, "cc", now + 1_799, true),
    ] {
        if let Some(hash) = kept {
            support_codes::keep(&mut tx, &id, &live(hash))
                .await
                .unwrap();
        }
        let won = support_codes::spend(&mut tx, &id, &live(spent), at).await;
        assert_eq!(won.unwrap(), expected, "{spent} at {at}");
    }
    tx.rollback().await.unwrap();
}
