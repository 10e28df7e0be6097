//! The cookie by which a reload after a recovery code comes back to where it was.

use serde_json::json;

use crate::world::World;
use crate::world::tokens::claims_of;

#[tokio::test]
async fn a_reload_after_a_recovery_code_comes_back_to_where_it_was_for_half_an_hour() {
    let world = World::new().await;
    let (_, codes) = world.enrolled_with_codes("sam").await;
    let (mut person, challenge) = world.at_challenge("sam", "").await;
    person.come_in_by(&challenge, &codes[0]).await;
    let name = person.cookie.split('=').next().unwrap();
    assert!(name.starts_with("__Host-tweestap-rec-"), "{name}");
    let (reloaded, again) = world.at_challenge("sam", &person.cookie).await;
    assert_eq!(
        (&again["step"], &again["codes_left"]),
        (&json!("recovered"), &json!(5))
    );
    assert_eq!(
        claims_of(reloaded.go_on().await.ok()["assertion"].as_str().unwrap())["ts_method"],
        "recovery"
    );
    // It is over once someone went on, in whichever tab.
    let (_, after) = world.at_challenge("sam", &person.cookie).await;
    assert_eq!(after["step"], "code");

    let (mut person, challenge) = world.at_challenge("sam", "").await;
    person.come_in_by(&challenge, &codes[1]).await;
    world.clock.advance(1_799);
    assert_eq!(
        world.at_challenge("sam", &person.cookie).await.1["step"],
        "recovered"
    );
    world.clock.advance(1);
    assert_eq!(
        world.at_challenge("sam", &person.cookie).await.1["step"],
        "code"
    );
}

#[tokio::test]
async fn rt_29_an_altered_foreign_stale_or_borrowed_recovery_cookie_is_worth_nothing() {
    let world = World::new().await;
    let (_, codes) = world.enrolled_with_codes("sam").await;
    world.enrolled("noor").await;
    let (mut person, challenge) = world.at_challenge("sam", "").await;
    person.come_in_by(&challenge, &codes[0]).await;
    let good = person.cookie.clone();
    let (name, value) = good.split_once('=').unwrap();
    let flipped = if value.starts_with('A') { "B" } else { "A" };
    let of_noor = {
        let (mut noor, challenge) = world.at_challenge("noor", "").await;
        noor.verify(challenge["id"].as_str().unwrap(), "000000", false)
            .await;
        noor.cookie.clear();
        noor
    };
    for bad in [
        format!("{name}={flipped}{}", &value[1..]),
        format!("{name}="),
        format!("{name}={value}x"),
        format!("tweestap-rec-x={value}"),
        name.replace("rec", "dev") + "=" + value,
    ] {
        let (stranger, challenge) = world.at_challenge("sam", &bad).await;
        assert_eq!(challenge["step"], "code", "{bad}");
        stranger.go_on().await.refused(404, "challenge_not_found");
    }
    // Sam's cookie beside Noor's password, under either name.
    let noor_name = format!(
        "__Host-tweestap-rec-{}",
        &tweestap_server::seal::digest(&world.account("noor").await)[..8]
    );
    for cookie in [good.clone(), format!("{noor_name}={value}")] {
        let (noor, challenge) = world.at_challenge("noor", &cookie).await;
        assert_eq!(challenge["step"], "code");
        noor.go_on().await.refused(404, "challenge_not_found");
    }
    // From a page of another origin it is not even looked at.
    let bearer = format!("Bearer {}", of_noor.bearer);
    let headers = [("authorization", bearer.as_str()), ("cookie", &good)];
    let answer = crate::http::call_with(&world, "POST", "/challenge/continue", &headers, "").await;
    assert_ne!(answer.status, 200);
    // An older epoch.
    world
        .execute("UPDATE accounts SET mfa_epoch = mfa_epoch + 1")
        .await;
    assert_eq!(world.at_challenge("sam", &good).await.1["step"], "code");
}
