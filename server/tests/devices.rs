//! The list of remembered devices, and everything that ends their trust. How they come to be remembered is
//! `remember.rs`.

use serde_json::{Value, json};
use tweestap_api::RememberDuration;

use crate::http::call_with;
use crate::world::tokens::claims;
use crate::world::{PORTAL, Person, World};

/// `name=value` of the cookie that was set, if one was.
fn cookie_in(cookies: &[String]) -> Option<String> {
    cookies
        .first()
        .map(|cookie| cookie.split(';').next().unwrap().to_owned())
}

/// Someone who gave a code a minute ago, on a device that is remembered since.
async fn remembered(world: &World, subject: &str, duration: &str) -> (Person, String) {
    let mut person = world.person(subject).await;
    person.enrol_by_app().await;
    let cookie = remember(&person, duration).await;
    world.clock.advance(60);
    (person, cookie)
}

async fn remember(person: &Person, duration: &str) -> String {
    let body = json!({ "duration": duration, "this_device": true });
    let answer = person.put("/settings/remember", body).await;
    let cookie = cookie_in(&answer.cookies()).unwrap();
    answer.ok();
    cookie
}

/// A sign-in with a cookie: whether a code is asked, and the cookie that was set instead.
async fn sign_in(world: &World, subject: &str, cookie: &str) -> (bool, Option<String>) {
    let claims = claims(world.clock.now(), subject);
    let (_, answer) = world.open_with(&claims, "challenge", cookie).await;
    let set = cookie_in(&answer.cookies());
    (answer.ok()["challenge"]["step"] == "code", set)
}

async fn asked(world: &World, subject: &str, cookie: &str) -> bool {
    sign_in(world, subject, cookie).await.0
}

#[derive(Clone, Copy, Debug)]
enum Happening {
    PasswordChanged,
    PasswordReset,
    FactorAdded,
    FactorReplaced,
    FactorRemoved,
    Erased,
    SwitchedOffForAWhile,
    NewCodes,
    ForgetAll,
    ForgetThis,
    ResetBySchool,
    AlwaysAsk,
}

async fn happens(world: &World, person: &mut Person, what: Happening) {
    match what {
        // As the portal's claim leaves it.
        Happening::PasswordChanged => {
            // The portal says so at the next sign-in.
            let mut told = claims(world.clock.now(), "sam");
            told["ts_password_changed_at"] = json!(world.clock.now());
            world.open(&told, "challenge").await.1.ok();
        }
        Happening::PasswordReset => crate::password::replaced(world, "sam").await,
        Happening::FactorAdded => drop(person.change_number(world, "0612345678").await),
        Happening::FactorReplaced => drop(person.change_app().await),
        Happening::FactorRemoved => {
            let factor = json!({ "factor": person.factor("sms").await });
            person.post("/settings/remove", factor).await.ok();
        }
        Happening::Erased => {
            person.tell("/settings/erase").await.ok();
            person.enrol_by_app().await;
        }
        Happening::SwitchedOffForAWhile => {
            person.tell("/settings/switch-off").await.ok();
            person.tell("/settings/switch-on").await.ok();
        }
        Happening::NewCodes => {
            person.tell("/settings/codes").await.ok();
            person.tell("/settings/codes/acknowledge").await.ok();
        }
        Happening::ForgetAll => drop(person.tell("/settings/devices/revoke-all").await.ok()),
        Happening::ForgetThis => {
            let device = person.get("/settings").await.ok()["devices"][0]["id"].clone();
            let body = json!({ "device": device });
            person.post("/settings/devices/revoke", body).await.ok();
        }
        Happening::ResetBySchool => {
            crate::reset::by_school(world, "sam").await;
            let mut person = world.person("sam").await;
            person.enrol_by_app().await;
        }
        Happening::AlwaysAsk => {
            let body = json!({ "duration": "always_ask", "this_device": false });
            person.put("/settings/remember", body).await.ok();
        }
    }
}

#[tokio::test]
async fn rt_31_trust_dies_with_each_of_these_events() {
    let (mut survived, mut went_on) = (Vec::new(), Vec::new());
    for what in [
        Happening::PasswordChanged,
        Happening::PasswordReset,
        Happening::FactorAdded,
        Happening::FactorReplaced,
        Happening::FactorRemoved,
        Happening::Erased,
        Happening::SwitchedOffForAWhile,
        Happening::NewCodes,
        Happening::ForgetAll,
        Happening::ForgetThis,
        Happening::ResetBySchool,
        Happening::AlwaysAsk,
    ] {
        let world = World::new().await;
        let mut person = world.enrolled("sam").await;
        if matches!(what, Happening::FactorRemoved) {
            person.change_number(&world, "0612345678").await;
        }
        let other = world.again(&person, "sam").await;
        let cookie = remember(&person, "1w").await;
        let (before, newer) = sign_in(&world, "sam", &cookie).await;
        assert!(!before, "{what:?}");
        world.clock.advance(60);
        happens(&world, &mut person, what).await;
        // Nor does anybody go on elsewhere with what was proved before; forgetting one device is no such event.
        let goes_on = other.get("/settings").await.status == 200;
        let is_small = matches!(what, Happening::ForgetThis | Happening::AlwaysAsk);
        if goes_on != is_small {
            went_on.push(what);
        }
        for cookie in [cookie, newer.unwrap()] {
            if !asked(&world, "sam", &cookie).await {
                survived.push(what);
            }
        }
    }
    assert!(survived.is_empty(), "{survived:?}");
    assert!(went_on.is_empty(), "{went_on:?}");
}

#[tokio::test]
async fn rt_31_a_tightened_policy_counts_from_the_next_sign_in() {
    let world = World::new().await;
    let (_, cookie) = remembered(&world, "sam", "1w").await;
    world.clock.advance(12 * 3_600 - 61);
    let world = world
        .restarted_with(|school| school.longest_remember = RememberDuration::TwelveHours)
        .await;
    let (person, challenge) = world.at_challenge("sam", &cookie).await;
    assert_eq!(challenge["step"], "passed");
    let until = challenge["remember"]["this_device_until"].as_i64();
    assert_eq!(until, Some(world.clock.now() + 1), "capped by the school");
    drop(person);
    world.clock.advance(1);
    assert!(asked(&world, "sam", &cookie).await);
    let world = world
        .restarted_with(|school| school.longest_remember = RememberDuration::AlwaysAsk)
        .await;
    world.clock.advance(-1);
    assert!(asked(&world, "sam", &cookie).await);
}

#[tokio::test]
async fn rt_29_a_deleted_or_altered_cookie_leads_to_a_code_and_its_own_age_changes_nothing() {
    let world = World::new().await;
    let (_, cookie) = remembered(&world, "sam", "12h").await;
    let (name, value) = cookie.split_once('=').unwrap();
    for altered in [
        String::new(),
        format!("{name}="),
        format!("{name}={}", &value[1..]),
        format!("{name}={value}x"),
        format!("x{cookie}"),
        format!("{name}={}", value.to_uppercase()),
        // Made to last by its holder: the server's row does not.
        format!("{cookie}; Max-Age=999999999"),
    ] {
        let believed = altered.starts_with(&format!("{cookie};"));
        assert_eq!(asked(&world, "sam", &altered).await, !believed, "{altered}");
    }
    world.clock.advance(12 * 3_600 - 60);
    assert!(asked(&world, "sam", &format!("{cookie}; Max-Age=999999999")).await);
}

#[tokio::test]
async fn rt_33_a_cookie_of_an_older_epoch_is_refused_and_revives_with_nothing() {
    let world = World::new().await;
    let (_, cookie) = remembered(&world, "sam", "1w").await;
    world
        .execute("UPDATE accounts SET mfa_epoch = mfa_epoch + 1")
        .await;
    assert!(asked(&world, "sam", &cookie).await);
    let sam = world.person("noor").await;
    drop(sam);
    world.clock.advance(60);
    assert!(asked(&world, "sam", &cookie).await);
}

#[tokio::test]
async fn rt_34_a_cookie_counts_for_its_own_person_at_its_own_school() {
    let world = World::new().await;
    let (_, of_sam) = remembered(&world, "sam", "1w").await;
    let (_, of_noor) = remembered(&world, "noor", "1w").await;
    // The same name at another school.
    let mut other = claims(world.clock.now(), "sam");
    other["iss"] = json!("https://other.test/issuer");
    let (mut namesake, _) = world.open(&other, "enrolment").await;
    namesake.enrol_by_app().await;
    let of_namesake = remember(&namesake, "1w").await;
    let name = |cookie: &str| cookie.split('=').next().unwrap().to_owned();
    let value = |cookie: &str| cookie.split('=').nth(1).unwrap().to_owned();
    for foreign in [&of_noor, &of_namesake] {
        assert!(asked(&world, "sam", foreign).await);
        let disguised = format!("{}={}", name(&of_sam), value(foreign));
        assert!(asked(&world, "sam", &disguised).await);
    }
    let mut claims = claims(world.clock.now(), "sam");
    claims["iss"] = json!("https://other.test/issuer");
    let disguised = format!("{}={}", name(&of_namesake), value(&of_sam));
    let (_, answer) = world.open_with(&claims, "challenge", &disguised).await;
    assert_eq!(answer.ok()["challenge"]["step"], "code");
    // Trying changed nothing for their owners.
    for (subject, cookie) in [("sam", &of_sam), ("noor", &of_noor)] {
        assert!(!asked(&world, subject, cookie).await);
    }
}

#[tokio::test]
async fn the_token_changes_at_every_sign_in_and_the_end_does_not_move() {
    let world = World::new().await;
    let (_, first) = remembered(&world, "sam", "12h").await;
    let (code, second) = sign_in(&world, "sam", &first).await;
    let second = second.unwrap();
    assert!(!code && second != first);
    // A tab that had the first one a moment ago goes on, and gets none: there is one newest token.
    world.clock.advance(29);
    assert_eq!(sign_in(&world, "sam", &first).await, (false, None));
    world.clock.advance(12 * 3_600 - 90);
    let (code, third) = sign_in(&world, "sam", &second).await;
    assert!(!code);
    world.clock.advance(1);
    assert!(asked(&world, "sam", &third.unwrap()).await);
}

#[tokio::test]
async fn a_token_that_was_replaced_is_a_copy_and_ends_the_trust_for_both() {
    let world = World::new().await;
    let (_, first) = remembered(&world, "sam", "1w").await;
    world.reachable().await;
    let second = sign_in(&world, "sam", &first).await.1.unwrap();
    world.clock.advance(31);
    let third = sign_in(&world, "sam", &second).await.1.unwrap();
    world.clock.advance(29);
    assert!(!asked(&world, "sam", &second).await, "a tab that was slow");
    assert!(world.notices().await.is_empty());
    world.clock.advance(1);
    // Days later, from a copy of the browser's files.
    let (code, set) = sign_in(&world, "sam", &first).await;
    assert!(code);
    assert!(set.unwrap().ends_with('='), "the cookie is taken away");
    assert_eq!(world.notices().await, ["device_replayed"]);
    assert!(
        asked(&world, "sam", &third).await,
        "the newest one is dead too"
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM devices").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM replaced_tokens").await, 0);
    // Once is enough: an unknown cookie is no replay.
    asked(&world, "sam", &first).await;
    assert!(world.notices().await.is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_no_copy_as_long_as_nobody_used_the_new_token() {
    let world = World::new().await;
    let (_, first) = remembered(&world, "sam", "1w").await;
    world.reachable().await;
    // The answer with the second token never arrived; the next sign-in is a day later.
    let lost = sign_in(&world, "sam", &first).await.1.unwrap();
    world.clock.advance(86_400);
    let (code, third) = sign_in(&world, "sam", &first).await;
    assert!(!code);
    assert!(world.notices().await.is_empty());
    // Whoever holds the lost one took it from someone: the first two sign-ins were not of one browser.
    world.clock.advance(31);
    assert!(asked(&world, "sam", &lost).await);
    assert_eq!(world.notices().await, ["device_replayed"]);
    assert!(asked(&world, "sam", &third.unwrap()).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_tabs_that_sign_in_at_once_with_one_token_leave_one_newest_token() {
    let world = std::sync::Arc::new(World::new().await);
    let (_, cookie) = remembered(&world, "sam", "1w").await;
    world.reachable().await;
    let tabs: Vec<_> = (0..10)
        .map(|_| {
            let (world, cookie) = (world.clone(), cookie.clone());
            tokio::spawn(async move { sign_in(&world, "sam", &cookie).await })
        })
        .collect();
    let mut set = Vec::new();
    for tab in tabs {
        let (code, cookie) = tab.await.unwrap();
        assert!(!code);
        set.extend(cookie);
    }
    assert_eq!(set.len(), 1);
    world.clock.advance(31);
    assert!(!asked(&world, "sam", &set[0]).await);
    assert!(world.notices().await.is_empty());
}

#[tokio::test]
async fn a_clock_that_is_moved_by_hours_stretches_no_trust() {
    let world = World::new().await;
    // Remembered while the clock was three hours ahead.
    world.clock.advance(3 * 3_600);
    let (_, cookie) = remembered(&world, "sam", "12h").await;
    world.clock.advance(-3 * 3_600);
    assert!(asked(&world, "sam", &cookie).await);
    let settings = world.again(&world.enrolled("noor").await, "noor").await;
    assert_eq!(settings.get("/settings").await.ok()["devices"], json!([]));
    world.clock.advance(3 * 3_600 + 12 * 3_600);
    assert!(asked(&world, "sam", &cookie).await);
}

/// A browser of this kind remembers itself.
async fn remember_as(world: &World, person: &Person, agent: &str) -> (String, Value) {
    let bearer = format!("Bearer {}", person.bearer);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("origin", PORTAL),
        ("user-agent", agent),
    ];
    let body = json!({ "duration": "3d", "this_device": true }).to_string();
    let answer = call_with(world, "PUT", "/settings/remember", &headers, &body).await;
    (cookie_in(&answer.cookies()).unwrap(), answer.ok())
}

#[tokio::test]
async fn the_list_shows_what_its_owner_recognises_this_device_first() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let start = world.clock.now();
    let (phone, _) = remember_as(
        &world,
        &sam,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1",
    )
    .await;
    world.clock.advance(100);
    let (laptop, saved) = remember_as(
        &world,
        &sam,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
    )
    .await;
    assert_eq!(saved["devices"][0]["this_device"], true, "{saved}");
    world.clock.advance(100);
    let newer = sign_in(&world, "sam", &laptop).await.1.unwrap();
    let mut here = sam.clone();
    here.cookie.clone_from(&phone);
    let devices = here.get("/settings").await.ok()["devices"].clone();
    let of = |n: usize| {
        let mut device = devices[n].clone();
        let id = device.as_object_mut().unwrap().remove("id").unwrap();
        assert_eq!(id.as_str().unwrap().len(), 22);
        device
    };
    assert_eq!(
        of(0),
        json!({
            "browser": "Safari", "system": "iPhone", "since": start, "last_used": start,
            "until": start + 3 * 86_400, "this_device": true,
        })
    );
    assert_eq!(
        of(1),
        json!({
            "browser": "Edge", "system": "Windows", "since": start + 100, "last_used": start + 200,
            "until": start + 100 + 3 * 86_400, "this_device": false,
        })
    );
    assert_eq!(devices.as_array().unwrap().len(), 2);
    // From elsewhere the last used one comes first.
    let devices = sam.get("/settings").await.ok()["devices"].clone();
    assert_eq!(devices[0]["system"], "Windows");
    assert_eq!(devices[0]["this_device"], false);
    // Neither token can be read from the list.
    for cookie in [&phone, &laptop, &newer] {
        let value = cookie.split('=').nth(1).unwrap();
        assert!(!devices.to_string().contains(value));
    }
}

#[tokio::test]
async fn one_device_is_forgotten_and_the_others_are_not() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (phone, _) = remember_as(&world, &sam, "iPhone Safari/").await;
    let (laptop, _) = remember_as(&world, &sam, "Windows Firefox/").await;
    let mut here = sam.clone();
    here.cookie.clone_from(&phone);
    let devices = here.get("/settings").await.ok()["devices"].clone();
    let revoke = |n: usize| json!({ "device": devices[n]["id"] });
    let other = here.post("/settings/devices/revoke", revoke(1)).await;
    assert!(other.cookies().is_empty());
    assert_eq!(other.ok()["devices"].as_array().unwrap().len(), 1);
    assert!(asked(&world, "sam", &laptop).await);
    assert!(!asked(&world, "sam", &phone).await);
    let this = here.post("/settings/devices/revoke", revoke(0)).await;
    assert!(this.cookies()[0].contains("Max-Age=0"));
    let settings = this.ok();
    assert_eq!(settings["devices"], json!([]));
    assert!(settings["remember"].get("this_device_until").is_none());
    assert!(asked(&world, "sam", &phone).await);
    here.post("/settings/devices/revoke", revoke(0))
        .await
        .refused(404, "device_not_found");
}

#[tokio::test]
async fn somebody_elses_device_cannot_be_revoked_and_looks_like_none() {
    let world = World::new().await;
    let (noor, of_noor) = remembered(&world, "noor", "1w").await;
    let (sam, _) = remembered(&world, "sam", "1w").await;
    let theirs = noor.get("/settings").await.ok()["devices"][0]["id"].clone();
    let mut refusals = Vec::new();
    for id in [theirs.as_str().unwrap(), "nothing", ""] {
        let refused = sam
            .post("/settings/devices/revoke", json!({ "device": id }))
            .await;
        refusals.push(refused.bytes.clone());
        refused.refused(404, "device_not_found");
    }
    assert!(refusals.windows(2).all(|pair| pair[0] == pair[1]));
    sam.tell("/settings/devices/revoke-all").await.ok();
    assert!(!asked(&world, "noor", &of_noor).await);
}

#[tokio::test]
async fn a_duration_outside_the_list_is_refused_and_nothing_is_saved() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    for duration in [
        json!("2w"),
        json!("1W"),
        json!(""),
        json!(604_800),
        json!(-1),
        Value::Null,
    ] {
        let body = json!({ "duration": duration, "this_device": true });
        let refused = sam.put("/settings/remember", body).await;
        assert!(refused.cookies().is_empty());
        refused.refused(400, "malformed_request");
    }
    assert_eq!(
        sam.get("/settings").await.ok()["remember"]["duration"],
        "always_ask"
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM devices").await, 0);
}
