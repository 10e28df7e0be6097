//! A database that is locked, full or gone: `busy`, nothing half-done, and never a success by accident.

use std::time::Duration;

use serde_json::json;
use sqlx::Connection as _;
use tweestap_server::http::gate::{Need, RULES};
use tweestap_server::store::Tuning;

use crate::administration::doors::documented;
use crate::world::{ISSUER, PORTAL, QUICK, World};

/// Gives up soon on a lock that is held, and on nothing else.
const IMPATIENT: Tuning = Tuning {
    lock_wait: Duration::from_millis(50),
    ..QUICK
};

/// Another process that holds the write lock.
async fn lock(world: &World) -> sqlx::AnyConnection {
    let url = format!("sqlite://{}", world.database().display());
    let mut other = sqlx::AnyConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();
    other
}

#[tokio::test]
async fn a_locked_database_is_busy_and_the_same_call_works_later() {
    let world = World::tuned(IMPATIENT).await;
    if world.is_postgres() {
        return;
    }
    let mut person = world.person("sam").await;
    let token = world.good_token("noor");
    let open = json!({ "portal_token": token, "view": "enrolment", "lang": "nl" });
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();

    let mut other = lock(&world).await;
    let refused = person.confirm(&id, &person.code(0)).await;
    assert_eq!(refused.header("retry-after"), "2");
    refused.refused(503, "busy");
    crate::http::post_from(&world, PORTAL, "", "/session", &open)
        .await
        .refused(503, "busy");
    person.delete("/enrolment").await.refused(503, "busy");
    // Reading goes on.
    assert_eq!(person.get("/enrolment").await.ok()["step"], "scan");
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();

    crate::http::post_from(&world, PORTAL, "", "/session", &open)
        .await
        .ok();
    assert_eq!(
        world.count("SELECT COUNT(*) FROM limits").await,
        0,
        "no attempt was counted"
    );
    person.confirm(&id, &person.code(0)).await.ok();
}

#[tokio::test]
async fn a_database_that_is_locked_at_the_challenge_lets_nobody_pass_and_spends_no_code() {
    let world = World::tuned(IMPATIENT).await;
    if world.is_postgres() {
        return;
    }
    let sam = world.enrolled("sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let mut other = lock(&world).await;
    let id = challenge["id"].as_str().unwrap();
    for _ in 0..3 {
        let refused = person.verify(id, &sam.code(0), false).await;
        assert!(refused.json().get("assertion").is_none());
        refused.refused(503, "busy");
    }
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    assert_eq!(
        person.verify(id, &sam.code(0), false).await.ok()["step"],
        "passed"
    );
}

#[tokio::test]
async fn a_full_database_is_busy_at_every_step_and_leaves_nothing_half_done() {
    let world = World::tuned(IMPATIENT).await;
    if world.is_postgres() {
        return;
    }
    let mut person = world.person("sam").await;
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    // Fill the last free pages, so that the next row that needs one finds none.
    world.execute("CREATE TABLE filler (text TEXT)").await;
    let pages = world
        .count("SELECT page_count FROM pragma_page_count")
        .await;
    let limit = format!("PRAGMA max_page_count = {}", pages + 2);
    sqlx::raw_sql(sqlx::AssertSqlSafe(limit))
        .execute(world.app.store.writer())
        .await
        .unwrap();
    let mut refused = false;
    for size in [4_000, 1_000, 100, 10] {
        let insert = format!("INSERT INTO filler VALUES (hex(zeroblob({})))", size / 2);
        while sqlx::raw_sql(sqlx::AssertSqlSafe(insert.clone()))
            .execute(world.app.store.writer())
            .await
            .is_ok()
        {}
    }
    // New people need room; the first who finds none is told, and is not half there.
    for n in 0..200 {
        let subject = format!("{n}-{}", "x".repeat(200));
        let token = world.good_token(&subject);
        let body = json!({ "portal_token": token, "view": "enrolment", "lang": "nl" });
        let answer = crate::http::post_from(&world, PORTAL, "", "/session", &body).await;
        if answer.status == 503 {
            answer.refused(503, "busy");
            let (before, tokens) = (
                world.count("SELECT COUNT(*) FROM accounts").await,
                world.count("SELECT COUNT(*) FROM used_tokens").await,
            );
            assert_eq!(before, tokens, "the token of the refused call is not spent");
            refused = true;
            sqlx::raw_sql("PRAGMA max_page_count = 1000000")
                .execute(world.app.store.writer())
                .await
                .unwrap();
            crate::http::post_from(&world, PORTAL, "", "/session", &body)
                .await
                .ok();
            break;
        }
    }
    assert!(refused, "the database never filled up");
    person.confirm(&id, &person.code(0)).await.ok();
}

#[tokio::test]
async fn a_full_database_at_acknowledging_switches_nothing_on() {
    let world = World::tuned(IMPATIENT).await;
    if world.is_postgres() {
        return;
    }
    let mut person = world.person("sam").await;
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    let codes = person.confirm(&id, &person.code(0)).await.ok()["recovery_codes"].clone();
    // The rows of the recovery codes are refused half-way.
    world
        .execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON recovery_codes WHEN NEW.position = 3 \
         BEGIN SELECT RAISE(ABORT, 'disk full'); END",
        )
        .await;
    let refused = person.acknowledge(&id).await;
    assert_eq!(refused.status, 500);
    assert!(
        !String::from_utf8_lossy(&refused.bytes).contains("disk"),
        "no word of the database travels"
    );
    refused.refused(500, "internal");
    assert_eq!(person.get("/settings").await.ok()["status"], "pending");
    assert_eq!(world.count("SELECT COUNT(*) FROM recovery_codes").await, 0);
    assert_eq!(person.get("/enrolment").await.ok()["recovery_codes"], codes);
    world.execute("DROP TRIGGER full_disk").await;
    assert_eq!(person.acknowledge(&id).await.ok()["step"], "done");
}

/// What is answered from the configuration and the keys alone.
const WITHOUT_A_DATABASE: [&str; 4] = [
    "/schools/{school}/texts/{lang}",
    "/schools/{school}/password",
    "/openapi.json",
    "/jwks.json",
];

#[tokio::test]
async fn a_database_that_is_gone_fails_closed_on_every_route() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let (before, challenge) = world.at_challenge("sam", "").await;
    let now = world.clock.now();
    let proof =
        json!({ "iss": ISSUER, "aud": "tweestap", "iat": now, "exp": now + 60, "jti": "x" });
    let proof = world.portal.sign("tweestap-redeem+jwt", &proof).unwrap();
    world.app.store.close().await;
    let mut tried = 0;
    for route in documented() {
        let method = route.method.as_str();
        let path = route.path.replace("{id}", "AAAAAAAAAAAAAAAAAAAAAA");
        let path = path.replace("{school}", "school").replace("{lang}", "nl");
        let body = match path.as_str() {
            "/session" => {
                let token = world.good_token("joke");
                json!({ "portal_token": token, "view": "challenge", "lang": "nl" }).to_string()
            }
            "/challenge/verify" => {
                json!({ "challenge": challenge["id"], "code": sam.code(0), "remember": true })
                    .to_string()
            }
            "/assertion/redeem" => {
                json!({ "reference": "x", "client_assertion": proof.expose() }).to_string()
            }
            _ => route.body.clone(),
        };
        // A manager who has just given a code, somebody at sign-in, and nobody.
        for bearer in [&joke.bearer, &before.bearer, ""] {
            let bearer = format!("Bearer {bearer}");
            let mut headers = vec![("origin", PORTAL), ("content-type", "application/json")];
            if bearer.len() > 7 {
                headers.push(("authorization", &bearer));
            }
            let answer = crate::http::call_with(&world, method, &path, &headers, &body).await;
            assert!(answer.cookies().is_empty(), "{method} {path}");
            if WITHOUT_A_DATABASE.contains(&route.path.as_str()) {
                answer.ok();
                continue;
            }
            let anonymous = RULES
                .iter()
                .any(|rule| rule.path == route.path && rule.need == Need::Anonymous);
            let expected = match anonymous || bearer.len() > 7 {
                true => (503, "busy".to_owned()),
                false => (401, "session_expired".to_owned()),
            };
            assert_eq!((answer.status, answer.code()), expected, "{method} {path}");
        }
        tried += 1;
    }
    assert_eq!(tried, RULES.len());
}

#[tokio::test]
async fn rows_whose_secrets_were_swapped_let_nobody_in() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let noor = world.enrolled("noor").await;
    let secrets: Vec<(String, String)> = sqlx::query_as("SELECT id, secret FROM factors")
        .fetch_all(world.app.store.writer())
        .await
        .unwrap();
    for ((id, _), (_, other)) in secrets.iter().zip(secrets.iter().rev()) {
        let swap = sqlx::query("UPDATE factors SET secret = $2 WHERE id = $1")
            .bind(id)
            .bind(other);
        assert_eq!(
            swap.execute(world.app.store.writer())
                .await
                .unwrap()
                .rows_affected(),
            1
        );
    }
    for (subject, key) in [("sam", &noor.key), ("sam", &sam.key), ("noor", &sam.key)] {
        let (person, challenge) = world.at_challenge(subject, "").await;
        let code = crate::world::code(key, world.clock.now());
        person
            .verify(challenge["id"].as_str().unwrap(), &code, false)
            .await
            .refused(500, "internal");
    }
}

#[tokio::test]
async fn the_file_and_its_log_are_readable_by_their_owner_only() {
    let world = World::new().await;
    if world.is_postgres() {
        return;
    }
    world.enrolled("sam").await;
    for entry in std::fs::read_dir(world.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(&path).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
    let mut connection = world.app.store.read().await.unwrap();
    let (mode,): (String,) = sqlx::query_as("PRAGMA journal_mode")
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    assert_eq!(mode, "wal");
}

#[tokio::test]
async fn commits_wait_for_the_disk_unless_a_test_says_otherwise() {
    let world = World::tuned(Tuning::default()).await;
    if world.is_postgres() {
        return;
    }
    let (synchronous,): (i64,) = sqlx::query_as("PRAGMA synchronous")
        .fetch_one(world.app.store.writer())
        .await
        .unwrap();
    let (patience,): (i64,) = sqlx::query_as("PRAGMA busy_timeout")
        .fetch_one(world.app.store.writer())
        .await
        .unwrap();
    let (keys,): (i64,) = sqlx::query_as("PRAGMA foreign_keys")
        .fetch_one(world.app.store.writer())
        .await
        .unwrap();
    assert_eq!(
        (synchronous, patience, keys),
        (2, 5_000, 1),
        "FULL, five seconds, on"
    );
}

/// A whole table would be gone through for each request of each person.
#[tokio::test]
async fn what_somebody_has_is_found_by_an_index() {
    let world = World::new().await;
    if world.is_postgres() {
        return;
    }
    // An index of some rows only (a unique one of one state) does not find the others; of tokens nobody has, it need not.
    let without = world
        .count(
            "SELECT COUNT(*) FROM sqlite_master t JOIN pragma_table_info(t.name) c ON c.name = 'account' \
             WHERE t.type = 'table' AND t.name <> 'tokens' AND NOT EXISTS ( \
               SELECT 1 FROM pragma_index_list(t.name) i JOIN pragma_index_info(i.name) k \
               WHERE i.partial = 0 AND k.seqno = 0 AND k.name = 'account')",
        )
        .await;
    assert_eq!(without, 0, "tables without an index of accounts");
}

/// With less memory the preview of a large school's rules takes minutes; each query of a page would be compiled first.
#[tokio::test]
async fn each_connection_to_postgresql_is_made_for_long_lists() {
    let world = World::new().await;
    if !world.is_postgres() {
        return;
    }
    let mut reader = world.app.store.read().await.unwrap();
    for (name, expected) in [("work_mem", "64MB"), ("jit", "off")] {
        let asked = format!("SHOW {name}");
        let asked = || sqlx::query_as(sqlx::AssertSqlSafe(asked.clone()));
        let (read,): (String,) = asked().fetch_one(&mut *reader).await.unwrap();
        let (write,): (String,) = asked().fetch_one(world.app.store.writer()).await.unwrap();
        assert_eq!((read.as_str(), write.as_str()), (expected, expected));
    }
}
