//! The link: to everybody who may have it, good once, for an hour, and only the newest.

use std::sync::Arc;

use serde_json::json;

use super::{EMAIL, NEW, PARENT, token_in};
use crate::http::call_with;
use crate::world::tokens::claims;
use crate::world::{Answer, PASSWORD, PORTAL, World};

fn invalid(answer: Answer) -> Vec<u8> {
    let bytes = answer.bytes.clone();
    answer.refused(410, "reset_link_invalid");
    bytes
}

#[tokio::test]
async fn the_link_goes_to_every_address_of_the_account_and_says_what_to_do() {
    let world = World::with_sam().await;
    world.forgot("sam", &EMAIL.to_uppercase()).await;
    let mails = world.arrives().await;
    let mut to: Vec<_> = mails.iter().map(|sent| sent.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [PARENT, EMAIL]);
    let token = token_in(&mails);
    assert_eq!(token.len(), 43, "256 bit");
    for mail in &mails {
        let link = format!("\n\nhttps://portal.test/password#t={token}\n\n");
        assert!(mail.text.contains(&link), "{}", mail.text);
        for said in [
            "Maak een nieuw wachtwoord (De Brug)\n\n",
            "het account van sam bij De Brug",
            "Tot dan werkt het oude wachtwoord gewoon.",
            "Heb je hier niet om gevraagd?\n\nDan hoef je niets te doen.",
        ] {
            assert!(mail.text.contains(said), "{said}: {}", mail.text);
        }
    }
}

#[tokio::test]
async fn s_b_71_the_link_leads_where_the_school_says_whatever_the_request_says() {
    let world = World::with_sam().await;
    let body = super::asks("sam", EMAIL).to_string();
    let headers = [
        ("origin", PORTAL),
        ("content-type", "application/json"),
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "host=evil.example"),
        ("referer", "https://evil.example/"),
    ];
    let answer = call_with(&world, "POST", "/password/forgot", &headers, &body).await;
    assert_eq!(answer.status, 202);
    let mails = world.arrives().await;
    assert!(mails[0].text.contains("https://portal.test/password#t="));
    assert!(mails.iter().all(|mail| !mail.text.contains("evil")));
}

#[tokio::test]
async fn nothing_is_sent_to_an_address_that_is_not_on_file() {
    let world = World::with_sam().await;
    world.local("noor").await;
    // What a portal's token says of Sam is for notices; a link goes where the school said.
    let mut told = claims(world.clock.now(), "sam");
    told["email"] = json!("elsewhere@evil.example");
    world.open(&told, "enrolment").await.1.ok();
    for (username, email) in [
        ("sam", "elsewhere@evil.example"),
        ("sam", ""),
        ("sam", "noor@family.example"),
        ("noor", EMAIL),
        ("nobody", EMAIL),
        ("%", EMAIL),
    ] {
        world.forgot(username, email).await;
        assert!(world.arrives().await.is_empty(), "{username} {email}");
    }
    for school in ["other", "strict", "none"] {
        let mut body = super::asks("sam", EMAIL);
        body["school"] = json!(school);
        world.forgot_from("203.0.113.7", None, &body).await;
        assert!(world.arrives().await.is_empty(), "{school}");
    }
    // Written as people write it.
    world.forgot(" Sam ", EMAIL).await;
    assert_eq!(world.arrives().await.len(), 2);
}

#[tokio::test]
async fn s_b_71_only_the_hash_of_a_token_is_kept_and_nothing_of_it_or_of_an_address_is_readable() {
    let log = crate::secrecy::log();
    let world = World::with_sam().await;
    world.forgot("sam", EMAIL).await;
    // Still in the queue.
    tweestap_server::password_reset::next(&world.app)
        .await
        .unwrap();
    let mut connection = world.app.store.read().await.unwrap();
    let (sealed, hash): (String, String) = sqlx::query_as(
        "SELECT mails.token, password_links.token FROM mails JOIN password_links USING (account) LIMIT 1",
    )
    .fetch_one(&mut *connection)
    .await
    .unwrap();
    drop(connection);
    let token = token_in(&world.arrives().await);
    assert_eq!(hash, tweestap_server::seal::digest(&token));
    assert!(!sealed.contains(&token));
    world.reset(&token, NEW).await.ok();
    for secret in [token.as_str(), EMAIL, PARENT, NEW] {
        assert!(!log.has(secret), "{secret} is in the log");
        if !world.is_postgres() {
            for entry in std::fs::read_dir(world.folder.path()).unwrap() {
                let bytes = std::fs::read(entry.unwrap().path()).unwrap();
                let found = bytes
                    .windows(secret.len())
                    .any(|part| part == secret.as_bytes());
                assert!(!found, "{secret} is in the database");
            }
        }
    }
    assert!(log.has("password_links"), "the log has lines of queries");
}

#[tokio::test]
async fn s_b_71_used_replaced_old_foreign_and_forged_links_open_nothing_and_look_alike() {
    let world = World::with_sam().await;
    let used = world.token_for("sam", EMAIL).await;
    world.reset(&used, NEW).await.ok();
    let mut refusals = vec![invalid(world.reset(&used, NEW).await)];
    let replaced = world.token_for("sam", EMAIL).await;
    let newest = world.token_for("sam", EMAIL).await;
    refusals.push(invalid(world.reset(&replaced, NEW).await));
    // From the page of another school.
    refusals.push(invalid(
        world.reset_from("https://strict.test", &newest, NEW).await,
    ));
    for forged in [
        "",
        "x",
        &"A".repeat(43),
        &newest[..42],
        &format!("{newest} "),
    ] {
        refusals.push(invalid(world.reset(forged, NEW).await));
    }
    world.clock.advance(3_599);
    let still = world.reset(&newest, "short").await;
    still.refused(422, "password_too_short");
    world.clock.advance(1);
    refusals.push(invalid(world.reset(&newest, NEW).await));
    refusals.dedup();
    assert_eq!(refusals.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_b_71_of_fifty_at_once_one_sets_a_password() {
    let world = Arc::new(World::with_sam().await);
    let token = world.token_for("sam", EMAIL).await;
    let calls: Vec<_> = (0..30)
        .map(|n| {
            let (world, token) = (world.clone(), token.clone());
            let password = format!("{NEW} nummer {n}");
            tokio::spawn(async move { (n, world.reset(&token, &password).await) })
        })
        .collect();
    let mut winners = Vec::new();
    for call in calls {
        let (n, answer) = call.await.unwrap();
        match answer.status {
            200 => winners.push(n),
            _ => drop(invalid(answer)),
        }
    }
    let [winner] = winners[..] else {
        panic!("{winners:?}")
    };
    assert!(world.takes("sam", &format!("{NEW} nummer {winner}")).await);
    let changed = "SELECT COUNT(*) FROM mails WHERE event = 'password_changed'";
    assert_eq!(world.count(changed).await, 2, "one change, told to two");
}

#[tokio::test]
async fn a_password_that_will_not_do_leaves_the_link_as_it_was() {
    let world = World::with_sam().await;
    let token = world.token_for("sam", EMAIL).await;
    for (password, code) in [
        ("short".to_owned(), "password_too_short"),
        (format!("{NEW} ").repeat(20), "password_too_long"),
        ("x".repeat(2_000), "password_too_long"),
        ("password password".to_owned(), "password_too_common"),
        ("ik woon bij de brug".to_owned(), "password_has_name"),
    ] {
        world.reset(&token, &password).await.refused(422, code);
        assert!(world.takes("sam", PASSWORD).await);
    }
    world.reset(&token, NEW).await.ok();
    assert!(world.takes("sam", NEW).await);
}

#[tokio::test]
async fn classes_are_asked_only_where_the_school_asks_for_them() {
    let world = World::new()
        .await
        .with_school(|school| {
            school.password.kind = tweestap_server::config::password::Kind::Classes;
        })
        .await;
    world.on_file("sam", &[EMAIL]).await;
    let token = world.token_for("sam", EMAIL).await;
    let rules = world
        .person("kim")
        .await
        .get("/schools/school/password")
        .await
        .ok();
    assert_eq!(
        (&rules["classes"], &rules["minimum"]),
        (&json!(true), &json!(8))
    );
    let answer = world.reset(&token, "vlotmuzk").await;
    answer.refused(422, "password_needs_classes");
    world.reset(&token, "Vlotmuz7").await.ok();
}

#[tokio::test]
async fn s_b_71_a_sign_in_with_the_password_kills_the_link_and_so_does_the_password_in_the_settings()
 {
    let world = World::with_sam().await;
    let earlier = world.earlier("sam").await;
    let token = world.token_for("sam", EMAIL).await;
    // A sign-in of before the link says nothing about who remembers what.
    let mut before = claims(world.clock.now(), "sam");
    before["auth_time"] = json!(world.clock.now() - 60);
    world.open(&before, "enrolment").await.1.ok();
    world
        .reset(&token, "short")
        .await
        .refused(422, "password_too_short");
    world.clock.advance(5);
    world.person("sam").await;
    invalid(world.reset(&token, NEW).await);

    let token = world.token_for("sam", EMAIL).await;
    let wrong = earlier
        .post("/settings/password", json!({ "password": "wrong" }))
        .await;
    wrong.refused(422, "password_wrong");
    world
        .reset(&token, "short")
        .await
        .refused(422, "password_too_short");
    let right = earlier
        .post("/settings/password", json!({ "password": PASSWORD }))
        .await;
    right.ok();
    invalid(world.reset(&token, NEW).await);
}

#[tokio::test]
async fn s_b_71_reading_consumes_nothing() {
    let world = World::with_sam().await;
    let token = world.token_for("sam", EMAIL).await;
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"] {
        for path in [
            "/password/reset".to_owned(),
            format!("/password/reset?t={token}"),
            format!("/password/reset?token={token}&password=x"),
        ] {
            let answer = call_with(&world, method, &path, &[("origin", PORTAL)], "").await;
            assert!(
                method == "OPTIONS" || answer.status == 405,
                "{method} {path}"
            );
        }
    }
    world.reset(&token, NEW).await.ok();
}

#[tokio::test]
async fn a_mail_that_waited_too_long_or_was_overtaken_is_not_sent() {
    let world = World::with_sam().await;
    let settle = || async {
        while tweestap_server::password_reset::next(&world.app)
            .await
            .unwrap()
        {}
    };
    world.forgot("sam", EMAIL).await;
    settle().await;
    world.forgot("sam", EMAIL).await;
    settle().await;
    assert_eq!(world.waiting().await, 4);
    assert_eq!(world.arrives().await.len(), 2, "those of the newer link");
    world.forgot("sam", EMAIL).await;
    settle().await;
    world.clock.advance(3_600);
    assert!(world.arrives().await.is_empty());
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn a_school_that_switches_it_off_ends_the_links_that_are_out() {
    let world = World::with_sam().await;
    let token = world.token_for("sam", EMAIL).await;
    let world = world
        .with_school(|school| school.password.forgotten = false)
        .await;
    invalid(world.reset(&token, NEW).await);
    assert!(world.takes("sam", PASSWORD).await);
    // And makes none any more.
    world.execute("DELETE FROM password_links").await;
    world.forgot("sam", EMAIL).await;
    while tweestap_server::password_reset::next(&world.app)
        .await
        .unwrap()
    {}
    assert_eq!(world.count("SELECT COUNT(*) FROM password_links").await, 0);
    assert_eq!(world.waiting().await, 0);
}
