//! A password that is known, changed in the settings.

use serde_json::json;

use super::{EMAIL, NEW, PARENT};
use crate::world::tokens::claims;
use crate::world::{Answer, PASSWORD, Person, World};

async fn change(person: &Person, current: &str, password: &str) -> Answer {
    let body = json!({ "current": current, "password": password });
    person.post("/settings/password/change", body).await
}

#[tokio::test]
async fn a_change_needs_the_old_password_ends_every_session_and_tells_everybody() {
    let world = World::with_sam().await;
    let sam = world.person("sam").await;
    let other = world.person("sam").await;
    world.clock.advance(600);
    // The password comes with the call: it need not have been given a moment ago.
    assert_eq!(change(&sam, PASSWORD, NEW).await.ok(), json!({}));
    for session in [&sam, &other] {
        session
            .get("/settings")
            .await
            .refused(401, "session_expired");
    }
    assert!(world.takes("sam", NEW).await && !world.takes("sam", PASSWORD).await);
    let mails = world.arrives().await;
    let mut to: Vec<_> = mails.iter().map(|sent| sent.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [PARENT, EMAIL]);
    assert!(mails[0].text.starts_with("Je wachtwoord is veranderd"));
    let entered = "SELECT COUNT(*) FROM audit_entries WHERE action = 'password_changed'";
    assert_eq!(world.count(entered).await, 1);
}

#[tokio::test]
async fn a_change_kills_the_link_of_whoever_asked_for_one() {
    let world = World::with_sam().await;
    let sam = world.person("sam").await;
    world.clock.advance(1);
    let token = world.token_for("sam", EMAIL).await;
    change(&sam, PASSWORD, NEW).await.ok();
    world
        .reset(&token, PASSWORD)
        .await
        .refused(410, "reset_link_invalid");
    assert!(world.takes("sam", NEW).await);
}

#[tokio::test]
async fn a_wrong_password_is_counted_and_the_fifth_ends_the_session() {
    let world = World::with_sam().await;
    let sam = world.person("sam").await;
    for left in [4, 3, 2] {
        let answer = change(&sam, "wrong", NEW).await;
        assert_eq!(answer.refused(422, "password_wrong")["attempts_left"], left);
    }
    // With the other place where it is asked.
    let body = json!({ "password": "wrong" });
    let answer = sam.post("/settings/password", body).await;
    assert_eq!(answer.refused(422, "password_wrong")["attempts_left"], 1);
    let answer = change(&sam, "wrong", NEW).await;
    assert_eq!(answer.refused(422, "password_wrong")["attempts_left"], 0);
    change(&sam, PASSWORD, NEW)
        .await
        .refused(401, "session_expired");
    assert!(world.takes("sam", PASSWORD).await);
    let again = world.person("sam").await;
    for _ in 0..5 {
        change(&again, "wrong", NEW)
            .await
            .refused(422, "password_wrong");
    }
    let again = world.person("sam").await;
    let paused = change(&again, PASSWORD, NEW).await;
    paused.refused(429, "too_many_attempts");
}

#[tokio::test]
async fn a_new_password_that_will_not_do_costs_no_attempt() {
    let world = World::with_sam().await;
    let sam = world.person("sam").await;
    for _ in 0..12 {
        change(&sam, "wrong", "short")
            .await
            .refused(422, "password_too_short");
    }
    change(&sam, PASSWORD, "password password")
        .await
        .refused(422, "password_too_common");
    change(&sam, PASSWORD, NEW).await.ok();
}

#[tokio::test]
async fn where_two_steps_are_on_a_change_needs_a_code_of_just_now() {
    let world = World::with_sam().await;
    let sam = world.enrolled("sam").await;
    world.clock.advance(300);
    change(&sam, PASSWORD, NEW)
        .await
        .refused(403, "reauthentication_required");
    assert!(world.takes("sam", PASSWORD).await);
    let again = world.again(&sam, "sam").await;
    change(&again, PASSWORD, NEW).await.ok();
    assert!(world.takes("sam", NEW).await);
}

#[tokio::test]
async fn nothing_is_changed_where_the_school_or_the_portal_keeps_it_to_itself() {
    let world = World::with_sam().await;
    // Noor's portal keeps the passwords.
    let noor = world.person("noor").await;
    change(&noor, PASSWORD, NEW)
        .await
        .refused(404, "password_not_offered");
    let world = world
        .with_school(|school| school.password.change = false)
        .await;
    let sam = world.person("sam").await;
    change(&sam, PASSWORD, NEW)
        .await
        .refused(404, "password_not_offered");
    assert!(world.takes("sam", PASSWORD).await);
}

#[tokio::test]
async fn opening_says_what_a_new_password_must_hold_to_and_whether_one_can_be_set_here() {
    let world = World::with_sam().await;
    let open = async |world: &World, subject: &str| {
        let claims = claims(world.clock.now(), subject);
        let (_, answer) = world.open(&claims, "password").await;
        answer.ok()["password"].clone()
    };
    let sam = open(&world, "sam").await;
    assert_eq!(sam["account"], "Name of sam");
    assert_eq!(sam["rules"]["minimum"], 15);
    assert_eq!(sam["rules"]["change"], true);
    // Noor's portal keeps the passwords.
    assert_eq!(open(&world, "noor").await["rules"]["change"], false);
    let world = world
        .with_school(|school| school.password.change = false)
        .await;
    assert_eq!(open(&world, "sam").await["rules"]["change"], false);
}

#[tokio::test]
async fn opening_is_refused_before_the_second_step_and_holds_nothing_then() {
    let world = World::with_sam().await;
    world.enrolled("sam").await;
    let mut claims = claims(world.clock.now(), "sam");
    claims["ts_verified"] = json!(false);
    let (_, answer) = world.open(&claims, "password").await;
    let refused = answer.refused(403, "second_factor_required");
    assert!(refused.get("password").is_none(), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_changes_at_once_one_counts() {
    let world = std::sync::Arc::new(World::with_sam().await);
    let sam = world.person("sam").await;
    let calls: Vec<_> = (0..8)
        .map(|n| {
            let sam = sam.clone();
            tokio::spawn(async move {
                let password = format!("{NEW} nummer {n}");
                change(&sam, PASSWORD, &password).await.status
            })
        })
        .collect();
    let mut changed = 0;
    for call in calls {
        changed += usize::from(call.await.unwrap() == 200);
    }
    assert_eq!(changed, 1);
    let told = "SELECT COUNT(*) FROM mails WHERE event = 'password_changed'";
    assert_eq!(world.count(told).await, 2);
}

#[tokio::test]
async fn a_password_is_the_same_however_a_keyboard_composes_it() {
    let world = World::with_sam().await;
    let sam = world.person("sam").await;
    change(&sam, PASSWORD, "zo\u{eb} vindt de \u{fb01}ets fijn")
        .await
        .ok();
    let sam = world.person("sam").await;
    change(&sam, "zoe\u{308} vindt de fiets fijn", NEW)
        .await
        .ok();
}
