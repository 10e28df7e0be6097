//! A file is imported whole, or not at all; what is in it is kept sealed and repeated nowhere.

use serde_json::{Value, json};

use crate::world::World;
use crate::world::cupboard::{csv, held};
use crate::world::managers::OTHER;

const HALF: &str = include_str!("../fixture/tokens/half.csv");
const SEED: &str = "3132333435363738393031323334353637383930";
const TOKENS: &str = "SELECT COUNT(*) FROM tokens";

#[tokio::test]
async fn s_b_84_a_file_becomes_tokens_whose_seeds_are_sealed_and_the_trail_says_how_many() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let content = csv(&[held("A-1"), held("A-2")]);
    let check = joke
        .import_with("csv", &content, json!({ "check_only": true }))
        .await
        .ok();
    let nothing = json!({ "rows": 2, "imported": 0, "errors": [], "faulty": 0 });
    assert_eq!(check, nothing);
    assert_eq!(world.count(TOKENS).await, 0);
    assert_eq!(world.actions().await, ["switched_on"]);

    let imported = joke.import("csv", &content).await.ok();
    assert_eq!(
        imported,
        json!({ "rows": 2, "imported": 2, "errors": [], "faulty": 0 })
    );
    let token = joke.token("A-1").await;
    assert_eq!(
        token,
        json!({
            "id": token["id"], "serial": "A-1", "by_counter": false, "digits": 6, "period": 30,
            "algorithm": "sha1", "state": "free", "imported_at": world.clock.now(),
        })
    );
    let trail = joke.get("/admin/audit").await.ok();
    let last = &trail["entries"][0];
    assert_eq!(
        (&last["action"], &last["details"], &last["person"]["name"]),
        (
            &json!("tokens_imported"),
            &json!({ "count": 2 }),
            &json!("Name of joke")
        )
    );
    // A seed stands nowhere, and the same seed is sealed differently each time.
    let mut connection = world.app.store.read().await.unwrap();
    let rows: Vec<(String,)> = sqlx::query_as("SELECT secret FROM tokens")
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    assert_ne!(rows[0], rows[1]);
    assert!(rows.iter().all(|(sealed,)| sealed.len() > 60));
    drop(connection);
    if !world.is_postgres() {
        world.app.store.close().await;
        let database = std::fs::read(world.database()).unwrap();
        for canary in [SEED.as_bytes(), b"12345678901234567890"] {
            let found = database.windows(canary.len()).any(|part| part == canary);
            assert!(!found, "a seed is in the database");
        }
    }
}

#[tokio::test]
async fn s_b_84_a_file_with_one_bad_row_imports_nothing_and_names_rows_without_their_seeds() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    for check_only in [true, false] {
        let more = json!({ "check_only": check_only });
        let answer = joke.import_with("csv", HALF, more).await;
        let text = String::from_utf8_lossy(&answer.bytes).into_owned();
        let said = answer.ok();
        assert_eq!(
            (&said["rows"], &said["imported"], &said["faulty"]),
            (&json!(13), &json!(0), &json!(11))
        );
        assert_eq!(said["errors"].as_array().unwrap().len(), 11);
        assert_eq!(
            said["errors"][0],
            json!({ "row": 3, "problem": "serial_missing" })
        );
        assert_eq!(
            said["errors"][2],
            json!({ "row": 5, "serial": "h-1", "problem": "serial_twice" })
        );
        for cell in HALF.split(['\t', '\n']).filter(|cell| cell.len() > 12) {
            assert!(!text.contains(cell), "{cell} is repeated");
        }
        assert!(!text.contains("not a seed"));
    }
    assert_eq!(world.count(TOKENS).await, 0);
    assert_eq!(world.actions().await, ["switched_on"]);
}

#[tokio::test]
async fn s_b_84_a_serial_is_the_schools_once_whatever_its_capitals_and_another_school_has_its_own()
{
    let world = World::new().await;
    let joke = world.manager("joke").await;
    joke.import("csv", &csv(&[held("Abc-1")])).await.ok();
    let again = joke
        .import("csv", &csv(&[held("new"), held(" aBC-1 ")]))
        .await
        .ok();
    assert_eq!(
        again,
        json!({
            "rows": 2, "imported": 0, "faulty": 1,
            "errors": [{ "row": 3, "serial": "aBC-1", "problem": "serial_known" }],
        })
    );
    assert_eq!(world.count(TOKENS).await, 1);
    let elsewhere = world.manager_of(OTHER, "kim").await;
    let imported = elsewhere.import("csv", &csv(&[held("Abc-1")])).await.ok();
    assert_eq!(imported["imported"], 1);
    assert_eq!(world.count(TOKENS).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_imports_of_one_file_at_once_one_is_done() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let content = csv(&(0..40).map(|n| held(&format!("R-{n}"))).collect::<Vec<_>>());
    let body = json!({ "format": "csv", "content": content, "check_only": false });
    let answers = crate::races::at_once(&joke, 8, "/admin/tokens/import", body).await;
    let done: Vec<Value> = answers.into_iter().map(crate::world::Answer::ok).collect();
    let imported = done.iter().filter(|answer| answer["imported"] == 40);
    assert_eq!(imported.count(), 1, "{done:?}");
    let refused = done.iter().filter(|answer| {
        answer["faulty"] == 40 && answer["errors"][0]["problem"] == "serial_known"
    });
    assert_eq!(refused.count(), 7);
    assert_eq!(world.count(TOKENS).await, 40);
    let entries = "SELECT COUNT(*) FROM audit_entries WHERE action = 'tokens_imported'";
    assert_eq!(world.count(entries).await, 1);
}

#[tokio::test]
async fn ten_thousand_tokens_are_imported_at_once_and_the_first_hundred_faults_are_told() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let row = |n: usize| format!("L-{n},{SEED},totp\n");
    let content = |count| {
        let rows: String = (0..count).map(row).collect();
        format!("serial,secret,type\n{rows}")
    };
    let refused = joke.import("csv", &content(10_001)).await;
    refused.refused(413, "import_too_large");
    let imported = joke.import("csv", &content(10_000)).await.ok();
    assert_eq!(imported["imported"], 10_000);
    let again = joke.import("csv", &content(10_000)).await.ok();
    assert_eq!(
        (&again["faulty"], again["errors"].as_array().unwrap().len()),
        (&json!(10_000), 100)
    );
    assert_eq!(world.count(TOKENS).await, 10_000);
}

#[tokio::test]
async fn two_megabytes_are_read_here_and_nowhere_else_and_a_byte_more_is_too_large() {
    const MOST: usize = 2 * 1024 * 1024;
    let world = World::new().await;
    let joke = world.manager("joke").await;
    // In the request a quotation mark is two bytes and this control is six: the file is what counts.
    for letter in ["x", "\"", "\u{1}"] {
        let filled = async |bytes: usize| {
            let content = format!("serial,secret,type,{}", letter.repeat(bytes - 19));
            let check = json!({ "check_only": true });
            joke.import_with("csv", &content, check).await
        };
        // Names, and no token.
        filled(MOST).await.refused(422, "import_unreadable");
        filled(MOST + 1).await.refused(413, "import_too_large");
    }
    // What is larger than any file can make it is not even read.
    let stuffed = async |bytes: usize| {
        let more = json!({ "file": "x".repeat(bytes) });
        joke.import_with("csv", "", more).await
    };
    stuffed(6 * MOST).await.refused(400, "malformed_request");
    let refused = stuffed(6 * MOST + 16 * 1024).await;
    refused.refused(413, "import_too_large");
    let body = json!({ "code": "x".repeat(20_000), "next_code": "x" });
    for path in ["/admin/tokens/x/resync", "/admin/tokens/x/link"] {
        let refused = joke.post(path, body.clone()).await;
        refused.refused(413, "body_too_large");
    }
}

#[tokio::test]
async fn bombs_and_broken_files_are_refused_as_a_whole() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let laughs: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let bomb = format!(
        "<!DOCTYPE k [<!ENTITY l0 \"lol\">{laughs}]><KeyContainer><KeyPackage>&l9;</KeyPackage></KeyContainer>"
    );
    let deep = "<a>".repeat(300_000);
    // The parser compares each of them with every other one.
    let names = |count: usize, one: fn(usize) -> String| (0..count).map(one).collect::<String>();
    let attributes = names(150_000, |n| format!(" a{n}='v'"));
    let attributes = format!("<KeyContainer{attributes}/>");
    let namespaces = names(30_000, |n| format!(" xmlns:a{n}='v'"));
    let elements = "<a xmlns:z='v'/>".repeat(50_000);
    let namespaces = format!("<KeyContainer{namespaces}>{elements}</KeyContainer>");
    // The same in tags that are short.
    let nested = names(20_000, |n| format!("<a xmlns:a{n}='v'>"));
    let nested = format!("<KeyContainer>{nested}");
    let many = format!("<KeyContainer>{}</KeyContainer>", "<a/>".repeat(300_000));
    for (format, content) in [
        ("pskc", bomb.as_str()),
        (
            "pskc",
            "<!DOCTYPE k SYSTEM \"https://example.org/k.dtd\"><KeyContainer/>",
        ),
        ("pskc", deep.as_str()),
        ("pskc", attributes.as_str()),
        ("pskc", namespaces.as_str()),
        ("pskc", nested.as_str()),
        ("pskc", many.as_str()),
        ("pskc", "serial,secret\nA,B"),
        ("csv", "<KeyContainer/>"),
        ("csv", "PK\u{3}\u{4}\u{0}\u{fffd}"),
        ("csv", ""),
    ] {
        let refused = joke.import(format, content).await;
        refused.refused(422, "import_unreadable");
    }
    for more in [
        json!({ "format": "xls" }),
        json!({ "check_only": null }),
        json!({ "file": "x" }),
    ] {
        let refused = joke.import_with("csv", "x", more).await;
        refused.refused(400, "malformed_request");
    }
    assert_eq!(world.count(TOKENS).await, 0);
}
