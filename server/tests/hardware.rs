//! Hardware tokens: linked by an operator, by time or by counter, and asked for like any other method.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tweestap_api::Secret;
use tweestap_server::keys::Keys;
use tweestap_server::oath::Kind;
use tweestap_server::store::Store;
use tweestap_server::token::{Link, Refused, link};

use crate::world::tokens::claims_of;
use crate::world::ways::{SEED, token_code};
use crate::world::{ISSUER, QUICK, World};

const BY_COUNTER: Kind = Kind {
    digits: 6,
    period: 0,
    sha256: false,
};
const BY_TIME: Kind = Kind {
    digits: 8,
    period: 60,
    sha256: true,
};

fn id(challenge: &Value) -> &str {
    challenge["id"].as_str().unwrap()
}

#[tokio::test]
async fn rt_59_a_token_of_eight_digits_and_sixty_seconds_is_asked_for_and_its_code_works_once() {
    let world = World::new().await;
    world.person("sam").await;
    world.link_token("sam", BY_TIME).await;
    let linked_with = token_code(BY_TIME, world.clock.now() / 60);
    let (person, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(
        (&challenge["method"], &challenge["digits"]),
        (&json!("hardware"), &json!(8))
    );
    assert_eq!(challenge["ways"], json!([]));
    person
        .verify(id(&challenge), "123456", false)
        .await
        .refused(422, "code_malformed");
    assert_eq!(world.count("SELECT COUNT(*) FROM limits").await, 0);
    // The code it was linked with is spent.
    person
        .verify(id(&challenge), &linked_with, false)
        .await
        .refused(422, "code_mismatch");
    world.clock.advance(60);
    let code = token_code(BY_TIME, world.clock.now() / 60);
    let passed = person.verify(id(&challenge), &code, false).await.ok();
    let stated = claims_of(passed["assertion"].as_str().unwrap());
    assert_eq!(stated["amr"], json!(["pwd", "otp", "mfa"]));
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(id(&challenge), &code, false)
        .await
        .refused(422, "code_mismatch");
    world.clock.advance(240);
    let past = person
        .verify(
            id(&challenge),
            &token_code(BY_TIME, world.clock.now() / 60 - 3),
            false,
        )
        .await
        .refused(422, "code_mismatch");
    assert_eq!(past["seconds_ago"], 180);
}

#[tokio::test]
async fn a_token_that_counts_is_looked_for_ten_ahead_and_never_goes_back() {
    let world = World::new().await;
    world.person("sam").await;
    world.link_token("sam", BY_COUNTER).await;
    // Linked with the counters 0 and 1.
    for (counter, good) in [
        (1, false),
        (2, true),
        (2, false),
        (12, true),
        (3, false),
        (23, false),
        (22, true),
    ] {
        let (person, challenge) = world.at_challenge("sam", "").await;
        let answer = person
            .verify(id(&challenge), &token_code(BY_COUNTER, counter), false)
            .await;
        if good {
            answer.ok();
        } else {
            // Neither the past nor the future is named: a counter has no clock.
            let refused = answer.refused(422, "code_mismatch");
            assert!(refused.get("seconds_ago").is_none());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_01_one_of_many_equal_token_codes_passes() {
    let world = World::new().await;
    world.person("sam").await;
    world.link_token("sam", BY_COUNTER).await;
    for counter in 2..12 {
        let (person, challenge) = world.at_challenge("sam", "").await;
        let body = json!({
            "challenge": challenge["id"], "code": token_code(BY_COUNTER, counter), "remember": false,
        });
        let answers = crate::races::at_once(&person, 50, "/challenge/verify", body).await;
        assert_eq!(crate::races::successes(&answers), 1, "{counter}");
        world.clock.advance(900);
    }
}

#[tokio::test]
async fn nothing_is_linked_without_the_codes_of_that_very_token() {
    let world = World::new().await;
    let now = world.clock.now();
    let of_time = |away: i64| vec![token_code(BY_TIME, now / 60 + away)];
    let pair = |first, second| {
        vec![
            token_code(BY_COUNTER, first),
            token_code(BY_COUNTER, second),
        ]
    };
    let cases: [(&str, Kind, Vec<String>); 9] = [
        ("no code", BY_TIME, vec![]),
        ("two codes", BY_TIME, [of_time(0), of_time(1)].concat()),
        ("an old code", BY_TIME, of_time(-3)),
        ("a code of the future", BY_TIME, of_time(3)),
        ("six digits", BY_TIME, vec!["123456".to_owned()]),
        (
            "one code of a counter",
            BY_COUNTER,
            pair(4, 5)[..1].to_vec(),
        ),
        ("the same code twice", BY_COUNTER, pair(4, 4)),
        ("codes in the wrong order", BY_COUNTER, pair(5, 4)),
        ("a code left out", BY_COUNTER, pair(4, 6)),
    ];
    for (why, kind, codes) in cases {
        let codes: Vec<Secret> = codes.into_iter().map(Secret::new).collect();
        let request = Link {
            school: "school",
            issuer: ISSUER,
            subject: "sam",
            serial: "T-1",
            kind,
            seed: SEED,
            codes: &codes,
        };
        let linked = link(&world.app.store, &world.app.keys, &request, now).await;
        assert!(matches!(linked, Err(Refused::Because(_))), "{why}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM accounts").await, 0);
}

#[tokio::test]
async fn a_token_belongs_to_one_person_and_a_new_one_takes_the_place_of_the_old_one() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.has_address("sam").await;
    world.link_token("sam", BY_COUNTER).await;
    let codes: Vec<Secret> = [5, 6]
        .map(|counter| Secret::new(token_code(BY_COUNTER, counter)))
        .into();
    let to_noor = Link {
        school: "school",
        issuer: ISSUER,
        subject: "noor",
        serial: " T-sam ",
        kind: BY_COUNTER,
        seed: SEED,
        codes: &codes,
    };
    let now = world.clock.now();
    let refused = link(&world.app.store, &world.app.keys, &to_noor, now).await;
    assert!(matches!(refused, Err(Refused::Because(_))));
    let replaced = Link {
        subject: "sam",
        serial: "T-2",
        ..to_noor
    };
    link(&world.app.store, &world.app.keys, &replaced, now)
        .await
        .unwrap();
    let hardware = "SELECT COUNT(*) FROM factors WHERE method = 'hardware'";
    assert_eq!(world.count(hardware).await, 1);
    let mut notices = world.notices_of("sam").await;
    notices.sort();
    assert_eq!(notices, ["factor_added", "factor_replaced"]);
    // The app stays the one that is asked first, and the name from the portal stays too.
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["method"], "app");
    assert_eq!(challenge["ways"], json!(["hardware", "recovery_code"]));
    let names = "SELECT COUNT(*) FROM accounts WHERE name = 'Name of sam'";
    assert_eq!(world.count(names).await, 1);
    drop(sam);
}

/// Runs the program with the seed and codes on its standard input.
fn run(data: &std::path::Path, more: &[&str], input: &str) -> (bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
        .args(["token", "link", "--school", "school", "--issuer", ISSUER])
        .args(["--subject", "sam", "--serial", "T-1", "--data"])
        .arg(data)
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[tokio::test]
async fn the_program_links_a_token_from_its_standard_input_and_repeats_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let base32 = data_encoding::BASE32.encode(SEED);
    let (done, said) = run(folder.path(), &["--hotp"], &base32);
    assert!(!done && said.contains("there is no database"), "{said}");
    let file = folder.path().join("tweestap.db");
    Keys::open(folder.path()).unwrap();
    Store::sqlite(&file, QUICK).await.unwrap().close().await;

    let codes = [7, 8].map(|counter| token_code(BY_COUNTER, counter));
    let input = format!("{base32}\n{}\n{}\n", codes[0], codes[1]);
    let (done, said) = run(folder.path(), &["--hotp", "--digits", "8"], &input);
    assert!(!done && said.contains("number of digits"), "{said}");
    let (done, said) = run(folder.path(), &["--hotp"], &input);
    assert!(done && said.contains("T-1"), "{said}");
    assert!(!said.contains(&base32) && !said.contains(&codes[0]) && !said.contains(&codes[1]));

    let store = Store::sqlite(&file, QUICK).await.unwrap();
    let mut connection = store.read().await.unwrap();
    let (secret, counter): (String, i64) =
        sqlx::query_as("SELECT secret, last_step FROM factors WHERE method = 'hardware'")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
    assert_eq!(counter, 8);
    assert!(!secret.contains(&base32));
}

#[tokio::test]
async fn whoever_is_linked_to_a_token_by_the_operator_signs_in_anew_everywhere() {
    let world = World::new().await;
    let sam = world.person("sam").await;
    let kim = world.person("kim").await;
    sam.get("/enrolment").await.ok();
    world.link_token("sam", BY_TIME).await;
    sam.get("/enrolment").await.refused(401, "session_expired");
    kim.get("/enrolment").await.ok();
}
