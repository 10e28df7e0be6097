//! Enrolling beside methods in force: adding one, replacing one, and never being without in between.

use serde_json::json;

use crate::world::tokens::claims;
use crate::world::{FIRM, PASSWORD, Person, World};

/// Whether a code of this app passes at sign-in.
async fn signs_in(world: &World, app: &Person) -> bool {
    world.clock.advance(60);
    let (person, challenge) = world.at_challenge("sam", "").await;
    let id = challenge["id"].as_str().unwrap();
    person.verify(id, &app.code(0), false).await.status == 200
}

async fn factors(world: &World) -> Vec<(String, String, Option<String>, i64)> {
    let mut connection = world.app.store.read().await.unwrap();
    sqlx::query_as("SELECT id, state, secret, last_step FROM factors ORDER BY id")
        .fetch_all(&mut *connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_number_is_added_beside_the_app_and_the_old_codes_go_on() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.reachable().await;
    let start = sam.get("/enrolment").await.ok();
    assert_eq!(
        (&start["step"], &start["change"], &start["with_codes"]),
        (&json!("done"), &json!(true), &json!(false))
    );
    assert_eq!(start["actions"], json!(["choose_method"]));
    let id = sam.at_phone().await;
    let phone = sam.get("/enrolment").await.ok();
    assert_eq!(
        (&phone["step"], &phone["change"], &phone["with_codes"]),
        (&json!("phone"), &json!(true), &json!(false))
    );
    sam.give_phone(&id, "0612345678").await.ok();
    let done = sam.confirm(&id, &world.post.code()).await.ok();
    assert_eq!(done["step"], "done");
    assert_eq!(
        done["method"], "sms",
        "what was set up, not what is asked first"
    );
    assert!(done.get("recovery_codes").is_none());
    assert_eq!(world.notices().await, ["factor_added"]);
    let settings = sam.get("/settings").await.ok();
    assert_eq!(settings["codes_left"], 6);
    let methods: Vec<_> = settings["factors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["method"].clone(), one["preferred"].clone()))
        .collect();
    assert_eq!(
        methods,
        [(json!("app"), json!(true)), (json!("sms"), json!(false))]
    );
    assert!(signs_in(&world, &sam).await);
}

#[tokio::test]
async fn another_app_takes_the_place_of_the_old_one_in_one_step() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    sam.change_number(&world, "0612345678").await;
    world.reachable().await;
    let mut new = world.again(&sam, "sam").await;
    new.change_app().await;
    assert_eq!(world.notices().await, ["factor_replaced"]);
    let settings = new.get("/settings").await.ok();
    assert_eq!(settings["factors"][0]["method"], "app", "still the first");
    assert_eq!(settings["factors"][0]["since"], world.clock.now());
    assert_eq!(settings["factors"].as_array().unwrap().len(), 2);
    assert!(!signs_in(&world, &sam).await, "the old one is dead");
    assert!(signs_in(&world, &new).await);

    let again = world.again(&new, "sam").await;
    again.change_number(&world, "0687654321").await;
    assert_eq!(world.notices().await, ["number_changed"]);
    let settings = again.get("/settings").await.ok();
    assert_eq!(settings["factors"][1]["masked_number"], "+31 6 •••• ••21");
}

#[tokio::test]
async fn rt_40_without_password_and_code_a_change_is_refused_and_nothing_is_touched() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (hijacked, _) = world.open(&vouched, "settings").await;
    let before = factors(&world).await;
    for method in ["app", "sms"] {
        hijacked
            .post("/enrolment/method", json!({ "method": method }))
            .await
            .refused(403, "reauthentication_required");
    }
    assert_eq!(factors(&world).await, before);
    // Nor by way of a change that its owner began: another method has a secret of its own.
    let mut owner = sam.clone();
    owner.choose_app().await;
    let begun = factors(&world).await;
    hijacked
        .post("/enrolment/method", json!({ "method": "sms" }))
        .await
        .refused(403, "reauthentication_required");
    assert_eq!(factors(&world).await, begun);
    assert!(signs_in(&world, &sam).await);
}

#[tokio::test]
async fn rt_40_confirming_a_change_opens_this_session_only() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (half_way, _) = world.at_challenge("sam", "").await;
    sam.change_number(&world, "0612345678").await;
    half_way
        .get("/settings")
        .await
        .refused(401, "session_expired");
    sam.get("/settings").await.ok();
}

#[tokio::test]
async fn rt_41_a_password_of_301_seconds_ago_changes_nothing() {
    let world = World::new().await;
    world.local("sam").await;
    let sam = world.enrolled("sam").await;
    world.clock.advance(241);
    let before = factors(&world).await;
    sam.post("/enrolment/method", json!({ "method": "sms" }))
        .await
        .refused(403, "reauthentication_required");
    // The password alone is not enough either: the code is as old.
    sam.post("/settings/password", json!({ "password": PASSWORD }))
        .await
        .ok();
    sam.post("/enrolment/method", json!({ "method": "sms" }))
        .await
        .refused(403, "reauthentication_required");
    assert_eq!(factors(&world).await, before);
    assert_eq!(
        sam.get("/enrolment").await.ok()["actions"],
        json!([]),
        "and none is offered"
    );
}

#[tokio::test]
async fn rt_44_a_change_that_is_left_at_any_step_leaves_the_old_method_in_force() {
    for step in [
        "scan",
        "wrong code",
        "phone",
        "confirm",
        "cancelled",
        "expired",
    ] {
        let world = World::new().await;
        let sam = world.enrolled("sam").await;
        let mut changing = sam.clone();
        match step {
            "scan" => drop(changing.choose_app().await),
            "wrong code" => {
                let id = changing.choose_app().await["id"].clone();
                let wrong = changing.wrong_code();
                changing
                    .confirm(id.as_str().unwrap(), &wrong)
                    .await
                    .refused(422, "code_mismatch");
            }
            "phone" => drop(changing.at_phone().await),
            "confirm" => {
                let id = changing.at_phone().await;
                changing.give_phone(&id, "0612345678").await.ok();
            }
            "cancelled" => {
                changing.choose_app().await;
                let done = changing.delete("/enrolment").await.ok();
                assert_eq!(done["step"], "done");
            }
            _ => {
                changing.choose_app().await;
                world.clock.advance(1_801);
            }
        }
        assert!(signs_in(&world, &sam).await, "{step}");
        if step == "scan" {
            assert!(
                !signs_in(&world, &changing).await,
                "the new one is not in force"
            );
        }
        let settings = world.again(&sam, "sam").await.get("/settings").await.ok();
        assert_eq!(settings["status"], "on");
        assert_eq!(settings["factors"].as_array().unwrap().len(), 1, "{step}");
    }
}

#[tokio::test]
async fn rt_43_reloads_and_a_wrong_code_keep_the_key_of_a_change() {
    let world = World::new().await;
    let mut sam = world.enrolled("sam").await;
    let scan = sam.choose_app().await;
    for _ in 0..3 {
        assert_eq!(sam.get("/enrolment").await.ok()["app"], scan["app"]);
        let again = sam
            .post("/enrolment/method", json!({ "method": "app" }))
            .await
            .ok();
        assert_eq!(again["app"], scan["app"]);
    }
    let id = scan["id"].as_str().unwrap();
    sam.confirm(id, &sam.wrong_code())
        .await
        .refused(422, "code_mismatch");
    // Installing the app took a quarter of an hour: what was begun goes on.
    world.clock.advance(840);
    let code = sam.code(0);
    assert_eq!(sam.confirm(id, &code).await.ok()["step"], "done");
    sam.confirm(id, &code).await.refused(409, "wrong_step");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_equal_codes_at_once_replace_an_app_once() {
    let world = World::new().await;
    world.reachable().await;
    let mut sam = world.enrolled("sam").await;
    world.reachable().await;
    let id = sam.choose_app().await["id"].as_str().unwrap().to_owned();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (sam, id) = (sam.clone(), id.clone());
            tokio::spawn(async move { sam.confirm(&id, &sam.code(0)).await.status })
        })
        .collect();
    let mut won = 0;
    for call in calls {
        won += usize::from(call.await.unwrap() == 200);
    }
    assert_eq!(won, 1);
    assert_eq!(world.notices().await, ["factor_replaced"]);
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 1);
}

#[tokio::test]
async fn few_codes_or_a_used_way_back_in_bring_new_ones_with_the_change() {
    for (used, with_codes) in [(0, false), (3, false), (4, true), (6, true)] {
        let world = World::new().await;
        let sam = world.enrolled("sam").await;
        sqlx::query("UPDATE recovery_codes SET used_at = 1 WHERE position < $1")
            .bind(used)
            .execute(world.app.store.writer())
            .await
            .unwrap();
        let id = sam.at_phone().await;
        sam.give_phone(&id, "0612345678").await.ok();
        let confirmed = sam.confirm(&id, &world.post.code()).await.ok();
        assert_eq!(confirmed["with_codes"], with_codes, "{used}");
        let step = if with_codes { "recovery-codes" } else { "done" };
        assert_eq!(confirmed["step"], step, "{used}");
        if with_codes {
            assert_eq!(confirmed["recovery_codes"].as_array().unwrap().len(), 6);
            let one = sam.get("/settings").await.ok()["factors"].clone();
            assert_eq!(one.as_array().unwrap().len(), 1, "not before they are kept");
            assert_eq!(sam.acknowledge(&id).await.ok()["step"], "done");
            assert_eq!(sam.get("/settings").await.ok()["codes_left"], 6);
        }
        assert_eq!(
            sam.get("/settings").await.ok()["factors"][1]["method"],
            "sms"
        );
    }
}

#[tokio::test]
async fn whoever_came_in_by_a_recovery_code_may_set_up_a_method_and_it_is_asked_first() {
    let world = World::new().await;
    world.local("sam").await;
    let sam = world.enrolled("sam").await;
    // As a recovery code ten minutes ago leaves the session and, it being the last one, the account.
    world.clock.advance(600);
    world
        .execute("UPDATE sessions SET code_at = NULL, recovered_at = 1800000060, verified = 1")
        .await;
    world.execute("UPDATE accounts SET must_enrol = 1").await;
    world
        .execute(
            "INSERT INTO devices (id, account, purpose, token, browser, system, epoch, created_at, expires_at, used_at) \
             SELECT 'r', id, 'recovery', 't', '', '', mfa_epoch, 1800000060, 1900000000, 1800000060 FROM accounts",
        )
        .await;
    let start = sam.get("/enrolment").await.ok();
    assert_eq!(
        (
            &start["step"],
            &start["with_codes"],
            &start["with_password"]
        ),
        (&json!("method"), &json!(true), &json!(true))
    );
    let waiting = sam
        .post("/enrolment/method", json!({ "method": "sms" }))
        .await
        .ok();
    assert_eq!(
        waiting["step"], "password",
        "the password is asked on the way"
    );
    let phone = sam
        .post("/enrolment/password", json!({ "password": PASSWORD }))
        .await
        .ok();
    assert_eq!(phone["step"], "phone");
    let id = phone["id"].as_str().unwrap();
    sam.give_phone(id, "0612345678").await.ok();
    let confirmed = sam.confirm(id, &world.post.code()).await.ok();
    assert_eq!(confirmed["step"], "recovery-codes");
    sam.acknowledge(id).await.ok();
    let settings = sam.get("/settings").await.ok();
    assert_eq!(settings["factors"][0]["method"], "sms");
    assert_eq!(world.count("SELECT must_enrol FROM accounts").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM devices").await, 0);
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM sessions WHERE recovered_at IS NOT NULL")
            .await,
        0,
        "the way round the code is closed again"
    );
}

#[tokio::test]
async fn where_two_steps_are_required_a_method_can_be_replaced() {
    let world = World::new().await;
    let mut joke = world.person_of(FIRM, "joke").await;
    joke.enrol_by_app().await;
    let enrolment = joke.get("/enrolment").await.ok();
    assert_eq!(enrolment["required"], true);
    world.clock.advance(60);
    assert_eq!(joke.change_app().await["step"], "done");
}

#[tokio::test]
async fn rt_44_a_stop_in_the_middle_of_replacing_leaves_the_old_method_in_force() {
    let world = World::new().await;
    if world.is_postgres() {
        return;
    }
    let sam = world.enrolled("sam").await;
    world.reachable().await;
    let mut changing = sam.clone();
    let id = changing.choose_app().await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    // After the old one made room and the new one took it, the notice cannot be written.
    world
        .execute(
            "CREATE TRIGGER stop BEFORE INSERT ON mails BEGIN SELECT RAISE(ABORT, 'stop'); END",
        )
        .await;
    changing
        .confirm(&id, &changing.code(0))
        .await
        .refused(500, "internal");
    let world = world.restarted().await;
    world.execute("DROP TRIGGER stop").await;
    let again = world.again(&sam, "sam").await;
    assert_eq!(again.get("/enrolment").await.ok()["step"], "scan");
    let mut finishing = again.clone();
    finishing.key.clone_from(&changing.key);
    finishing.confirm(&id, &finishing.code(0)).await.ok();
    assert_eq!(world.notices().await, ["factor_replaced"]);
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 1);
}
