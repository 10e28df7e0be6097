//! A whole office at once: a manager sets up their own second step, nothing is compulsory until the last "activate", and
//! from then on each person sets up at the next sign-in.

use serde_json::json;

use crate::world::World;
use crate::world::policies::must;
use crate::world::tokens::claims;

const ALL: [&str; 6] = ["pupil", "parent", "teacher", "staff", "client", "manager"];

#[tokio::test]
async fn a_manager_without_two_steps_sets_up_and_activates_in_the_same_session() {
    let world = World::new().await;
    let (fatima, _) = world.signs_in("fatima", Some("client")).await;
    let (mut joke, opened) = world.signs_in("joke", Some("manager")).await;
    assert_eq!(opened["level"], "full");
    for path in ["/admin/policy", "/admin/people"] {
        joke.get(path).await.refused(403, "enrolment_required");
    }
    joke.save_policy_blindly(&must(&ALL))
        .await
        .refused(403, "enrolment_required");
    let enrolment = joke.choose_app().await;
    assert_eq!(
        (&enrolment["step"], &enrolment["with_password"]),
        (&json!("scan"), &json!(false))
    );
    let id = enrolment["id"].as_str().unwrap();
    joke.confirm(id, &joke.code(0)).await.ok();
    // Not before the last step.
    joke.get("/admin/policy")
        .await
        .refused(403, "enrolment_required");
    joke.acknowledge(id).await.ok();
    // The code that was given for it counts, and nothing is compulsory yet.
    joke.get("/admin/policy").await.ok();
    fatima.get("/settings").await.ok();
    joke.save_policy_blindly(&must(&ALL)).await.ok();
    fatima
        .get("/settings")
        .await
        .refused(403, "enrolment_required");
    joke.get("/admin/people").await.ok();

    // At the next sign-in, without the password: it was given a moment ago.
    let (mut fatima, opened) = world.signs_in("fatima", None).await;
    assert_eq!(opened["challenge"]["step"], "enrol");
    let enrolment = fatima.get("/enrolment").await.ok();
    assert_eq!(
        (&enrolment["step"], &enrolment["with_password"]),
        (&json!("method"), &json!(false))
    );
    assert_eq!(fatima.choose_app().await["step"], "scan");
    fatima.enrol_by_app().await;
    assert_eq!(fatima.challenge().await["step"], "passed");
}

#[tokio::test]
async fn rt_41_a_sign_in_of_long_ago_has_the_password_as_a_step_also_where_it_is_compulsory() {
    let world = World::new().await;
    world.local("sam").await;
    world.ask("school", &must(&ALL)).await;
    for (ago, step) in [(299, "scan"), (300, "password")] {
        let mut said = claims(world.clock.now(), "sam");
        said["auth_time"] = json!(world.clock.now() - ago);
        said["jti"] = json!(format!("{ago} seconds ago"));
        let (mut sam, opened) = world.open(&said, "challenge").await;
        assert_eq!(opened.ok()["challenge"]["step"], "enrol");
        let enrolment = sam.get("/enrolment").await.ok();
        assert_eq!(enrolment["with_password"], step == "password", "{ago}");
        assert_eq!(sam.choose_app().await["step"], step, "{ago}");
        sam.delete("/enrolment").await.ok();
    }
}

#[tokio::test]
async fn a_manager_in_grace_administers_nothing_before_setting_up() {
    let world = World::new().await;
    world
        .ask("school", &crate::world::policies::with_grace(&ALL, 7))
        .await;
    let (mut kim, opened) = world.signs_in("kim", Some("manager")).await;
    assert_eq!(
        (&opened["level"], &opened["challenge"]["step"]),
        (&json!("full"), &json!("enrol"))
    );
    kim.says_later().await;
    kim.get("/settings").await.ok();
    kim.get("/admin/policy")
        .await
        .refused(403, "enrolment_required");
    kim.enrol_by_app().await;
    kim.get("/admin/policy").await.ok();
}
