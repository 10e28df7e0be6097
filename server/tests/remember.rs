//! Remembered devices: whose, how long, and when trust dies.

use serde_json::{Value, json};

use crate::http::call_with;
use crate::world::tokens::{claims, claims_of};
use crate::world::{Answer, PORTAL, Person, World};

async fn save(person: &Person, duration: &str, this_device: bool) -> Answer {
    person
        .put(
            "/settings/remember",
            json!({ "duration": duration, "this_device": this_device }),
        )
        .await
}

/// `name=value` of the one cookie that was set.
fn cookie(answer: &Answer) -> String {
    let cookies = answer.cookies();
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    cookies[0].split(';').next().unwrap().to_owned()
}

/// Someone whose device is remembered for this long since now.
async fn remembered(world: &World, subject: &str, duration: &str) -> (Person, String) {
    let mut person = world.person(subject).await;
    person.enrol_by_app().await;
    let answer = save(&person, duration, true).await;
    let cookie = cookie(&answer);
    answer.ok();
    world.clock.advance(60);
    (person, cookie)
}

async fn asked(world: &World, subject: &str, cookie: &str) -> bool {
    world.at_challenge(subject, cookie).await.1["step"] == "code"
}

#[tokio::test]
async fn a_device_is_remembered_on_the_last_page_of_enrolment_and_passes_without_a_code() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    person.enrol_by_app().await;
    let answer = save(&person, "12h", true).await;
    let attributes: Vec<String> = answer.cookies()[0].split("; ").map(str::to_owned).collect();
    assert!(attributes[0].starts_with("__Host-tweestap-dev-"));
    assert_eq!(attributes[0].len(), 28 + 1 + 43);
    assert_eq!(
        attributes[1..],
        [
            "Path=/",
            "Max-Age=43200",
            "HttpOnly",
            "SameSite=Strict",
            "Secure"
        ]
    );
    let cookie = cookie(&answer);
    let given = world.clock.now();
    assert_eq!(answer.ok()["remember"]["this_device_until"], given + 43_200);

    world.clock.advance(3_600);
    let (person, challenge) = world.at_challenge("sam", &cookie).await;
    assert_eq!(
        (
            &challenge["step"],
            &challenge["remember"]["this_device_until"]
        ),
        (&json!("passed"), &json!(given + 43_200))
    );
    let stated = claims_of(challenge["assertion"].as_str().unwrap());
    assert_eq!(
        (
            &stated["amr"],
            &stated["ts_remembered"],
            &stated["ts_mfa_time"]
        ),
        (&json!(["pwd"]), &json!(true), &json!(given))
    );
    // No code was given: settings stay closed.
    person
        .get("/settings")
        .await
        .refused(403, "second_factor_required");
}

#[tokio::test]
async fn remembering_at_sign_in_uses_the_saved_duration() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let ignored = person
        .verify(challenge["id"].as_str().unwrap(), &sam.code(0), true)
        .await;
    assert!(ignored.cookies().is_empty(), "always ask is always ask");
    save(&person, "3d", false).await.ok();
    world.clock.advance(60);
    let (person, challenge) = world.at_challenge("sam", "").await;
    let answer = person
        .verify(challenge["id"].as_str().unwrap(), &sam.code(0), true)
        .await;
    let (cookie, until) = (cookie(&answer), world.clock.now() + 3 * 86_400);
    assert_eq!(answer.ok()["remember"]["this_device_until"], until);
    world.clock.advance(3 * 86_400 - 1);
    assert!(!asked(&world, "sam", &cookie).await);
    world.clock.advance(1);
    assert!(
        asked(&world, "sam", &cookie).await,
        "the end is the server's, and using it moves nothing"
    );
}

#[tokio::test]
async fn a_device_is_remembered_only_when_a_code_was_just_given_here() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    person.enrol_by_app().await;
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (other, _) = world.open(&vouched, "settings").await;
    let refused = save(&other, "12h", true).await;
    assert!(refused.cookies().is_empty());
    refused.refused(403, "reauthentication_required");
    assert_eq!(
        other.get("/settings").await.ok()["remember"]["duration"],
        "always_ask",
        "nothing was saved either"
    );
    save(&other, "12h", false).await.ok();
    // In two strides: a session that is not used for 15 minutes ends.
    world.clock.advance(899);
    save(&person, "12h", true).await.ok();
    world.clock.advance(899);
    save(&person, "12h", true).await.ok();
    world.clock.advance(2);
    save(&person, "12h", true)
        .await
        .refused(403, "reauthentication_required");
}

#[tokio::test]
async fn somebody_elses_altered_or_missing_cookie_is_worth_nothing() {
    let world = World::new().await;
    let (_, of_sam) = remembered(&world, "sam", "1w").await;
    let (_, of_noor) = remembered(&world, "noor", "1w").await;
    assert!(!asked(&world, "sam", &of_sam).await);
    assert!(asked(&world, "sam", "").await);
    assert!(asked(&world, "sam", &of_noor).await);
    // Her token under his name.
    let (name, value) = (
        of_sam.split('=').next().unwrap(),
        of_noor.split('=').nth(1).unwrap(),
    );
    assert!(asked(&world, "sam", &format!("{name}={value}")).await);
    for altered in [
        format!("{of_sam}A"),
        of_sam[..of_sam.len() - 1].to_owned(),
        of_sam.to_lowercase(),
        format!("{name}="),
    ] {
        assert!(asked(&world, "sam", &altered).await, "{altered}");
    }
    // Several people share one browser.
    let both = format!("{of_noor}; {of_sam}");
    assert!(!asked(&world, "sam", &both).await);
    assert!(!asked(&world, "noor", &both).await);
}

#[tokio::test]
async fn an_older_epoch_kills_every_device() {
    let world = World::new().await;
    let (_, cookie) = remembered(&world, "sam", "1w").await;
    world
        .execute("UPDATE accounts SET mfa_epoch = mfa_epoch + 1")
        .await;
    assert!(asked(&world, "sam", &cookie).await);
}

#[tokio::test]
async fn enrolling_anew_kills_the_devices_of_the_old_factor() {
    let world = World::new().await;
    let (_, cookie) = remembered(&world, "sam", "1w").await;
    world.execute("DELETE FROM factors").await;
    let mut person = world.person("sam").await;
    person.enrol_by_app().await;
    assert!(asked(&world, "sam", &cookie).await);
}

#[tokio::test]
async fn a_shorter_preference_holds_for_devices_that_are_remembered_already() {
    let world = World::new().await;
    let (person, cookie) = remembered(&world, "sam", "1w").await;
    let since = world.clock.now() - 60;
    let mut here = person.clone();
    here.cookie.clone_from(&cookie);
    let saved = save(&here, "12h", false).await;
    assert!(saved.cookies().is_empty());
    assert_eq!(saved.ok()["remember"]["this_device_until"], since + 43_200);
    world.clock.advance(43_200 - 61);
    assert!(!asked(&world, "sam", &cookie).await);
    world.clock.advance(1);
    assert!(asked(&world, "sam", &cookie).await);
}

#[tokio::test]
async fn a_longer_preference_does_not_stretch_what_is_remembered() {
    let world = World::new().await;
    let (person, cookie) = remembered(&world, "sam", "12h").await;
    save(&person, "1w", false).await.ok();
    world.clock.advance(43_200);
    assert!(asked(&world, "sam", &cookie).await);
}

#[tokio::test]
async fn always_ask_forgets_every_device_and_clears_the_cookie() {
    let world = World::new().await;
    let (mut person, cookie) = remembered(&world, "sam", "1w").await;
    person.cookie.clone_from(&cookie);
    let answer = save(&person, "always_ask", true).await;
    assert!(answer.cookies()[0].contains("Max-Age=0"));
    assert!(answer.ok()["remember"].get("this_device_until").is_none());
    assert_eq!(world.count("SELECT COUNT(*) FROM devices").await, 0);
    assert!(asked(&world, "sam", &cookie).await);
}

#[tokio::test]
async fn remembering_again_replaces_the_earlier_cookie() {
    let world = World::new().await;
    let (mut person, first) = remembered(&world, "sam", "12h").await;
    person.cookie.clone_from(&first);
    let again = save(&person, "1w", true).await;
    let second = cookie(&again);
    assert_ne!(first, second);
    assert!(asked(&world, "sam", &first).await);
    assert!(!asked(&world, "sam", &second).await);
    assert_eq!(world.count("SELECT COUNT(*) FROM devices").await, 1);
}

#[tokio::test]
async fn the_cookie_counts_only_from_a_page_of_the_school_or_this_server() {
    let world = World::new().await;
    let (_, cookie) = remembered(&world, "sam", "1w").await;
    let (person, _) = world.at_challenge("sam", "").await;
    let bearer = format!("Bearer {}", person.bearer);
    let step = async |headers: &[(&str, &str)]| -> Value {
        let mut all = vec![
            ("authorization", bearer.as_str()),
            ("cookie", cookie.as_str()),
        ];
        all.extend_from_slice(headers);
        call_with(&world, "POST", "/challenge", &all, "").await.ok()["step"].clone()
    };
    assert_eq!(step(&[("origin", PORTAL)]).await, "passed");
    assert_eq!(step(&[("sec-fetch-site", "same-origin")]).await, "passed");
    assert_eq!(step(&[]).await, "code");
    assert_eq!(step(&[("sec-fetch-site", "same-site")]).await, "code");
    assert_eq!(step(&[("sec-fetch-site", "cross-site")]).await, "code");
    assert_eq!(step(&[("sec-fetch-site", "none")]).await, "code");
}

#[tokio::test]
async fn only_a_hash_of_the_cookie_and_a_coarse_label_are_kept() {
    let world = World::new().await;
    let (person, _) = remembered(&world, "sam", "1w").await;
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0";
    let bearer = format!("Bearer {}", person.bearer);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("origin", PORTAL),
        ("user-agent", agent),
    ];
    let body = json!({ "duration": "1w", "this_device": true }).to_string();
    let answer = call_with(&world, "PUT", "/settings/remember", &headers, &body).await;
    let value = cookie(&answer).split('=').nth(1).unwrap().to_owned();
    let mut connection = world.app.store.read().await.unwrap();
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT token, browser, system FROM devices ORDER BY browser")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
    assert_eq!(
        rows[1],
        (
            tweestap_server::seal::digest(&value),
            "Firefox".to_owned(),
            "Linux".to_owned()
        )
    );
}
