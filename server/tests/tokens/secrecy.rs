//! RT-50 for files of tokens: neither a seed nor the key of a file is in an answer, a log line, the database or its log,
//! whether the file is imported or refused.

use data_encoding::{BASE32, BASE64, HEXLOWER};
use serde_json::json;

use crate::secrecy::{contains, files, log};
use crate::world::World;
use crate::world::cupboard::{Held, csv, held};
use crate::world::ways::SEED;

const HALF: &str = include_str!("../fixture/tokens/half.csv");
/// With the key of the RFC, and the seed of all its examples.
const KEYED: &str = include_str!("../fixture/tokens/rfc6030-figure-6.xml");
const KEY: &str = "12345678901234567890123456789012";
const WRONG_KEY: &str = "c4a9d1f07be2386550c4a9d1f07be238";

/// In every spelling in which one may come, and as it is.
fn spelled(what: &'static str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let hex = HEXLOWER.encode(bytes);
    vec![
        (what, hex.to_uppercase().into_bytes()),
        (what, hex.into_bytes()),
        (what, BASE32.encode(bytes).into_bytes()),
        (what, BASE64.encode(bytes).into_bytes()),
        (what, bytes.to_vec()),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rt_50_no_seed_and_no_key_of_an_imported_file_is_told_logged_or_kept() {
    let begun = log().length();
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let seeds = [
        "a31f5c0e97d24b8866e10f7bd95a3c42e8b70d19",
        "6b02ce9f4418d7a35fd0912e8c7ab36d1f54e0c8",
    ];
    let [first, second] = seeds.map(|seed| Held {
        seed: seed.to_owned(),
        ..held("canary-serial")
    });
    let faulty = Held {
        seed: second.seed.clone(),
        ..held("canary-serial-2")
    };
    let twice = csv(&[faulty.clone(), faulty]);
    let broken = KEYED.replace(
        "Su+NvtQfmvfJzF6bmQiJqoLRExc=",
        "Su+NvtQfmvfJzF6bmQiJqoLRExA=",
    );
    assert_ne!(broken, KEYED);
    let with = |key: &str| json!({ "key": key });
    let imported = [
        joke.import("csv", &csv(&[first])).await,
        joke.import_with("pskc", KEYED, with(KEY)).await,
    ];
    let mut answers = Vec::new();
    for answer in imported {
        answers.push(answer.bytes.clone());
        assert_eq!(answer.ok()["imported"], 1);
    }
    for content in [HALF, &twice] {
        let answer = joke.import("csv", content).await;
        answers.push(answer.bytes.clone());
        let said = answer.ok();
        assert!(said["imported"] == 0 && said["faulty"] != 0, "{said}");
    }
    for (content, key) in [(broken.as_str(), KEY), (KEYED, WRONG_KEY)] {
        let answer = joke.import_with("pskc", content, with(key)).await;
        answers.push(answer.bytes.clone());
        answer.refused(422, "import_unreadable");
    }
    for path in ["/admin/tokens", "/admin/audit"] {
        answers.push(joke.get(path).await.bytes);
    }

    let logged = log().since(begun);
    let mut secrets = spelled("the seed of a file with a key", SEED);
    let decoded = |hex: &str| HEXLOWER.decode(hex.as_bytes()).unwrap();
    for (what, hex) in [
        ("a seed that was imported", seeds[0]),
        ("a seed that was refused", seeds[1]),
        ("a key", KEY),
        ("a wrong key", WRONG_KEY),
    ] {
        secrets.extend(spelled(what, &decoded(hex)));
    }
    let rows = HALF.lines().skip(1);
    let cells = rows.filter_map(|row| row.split('\t').nth(1));
    for cell in cells.filter(|cell| cell.len() > 12) {
        secrets.push(("a seed of a faulty file", cell.as_bytes().to_vec()));
    }
    for (what, secret) in &secrets {
        let is_in = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
        assert!(!answers.iter().any(|bytes| is_in(bytes)), "{what} is told");
        assert!(!is_in(&logged), "{what} is in the log");
        for (name, bytes) in files(&world) {
            assert!(!is_in(&bytes), "{what} is in {name}");
        }
    }
    // What is meant to be there is found the same way.
    assert!(contains(&logged, "/api/v1/admin/tokens/import"));
    assert!(answers.iter().any(|bytes| contains(bytes, "canary-serial")));
    let mut kept = files(&world).into_iter();
    assert!(world.is_postgres() || kept.any(|(_, bytes)| contains(&bytes, "canary-serial")));
}
