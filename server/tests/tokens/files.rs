//! RT-59: tokens of real vendors' files sign people in, as their files say they are made. The codes are oathtool's.

use serde_json::json;

use crate::world::World;
use crate::world::cupboard::{Held, counting, held};

const FEITIAN: &str = include_str!("../fixture/tokens/feitian.xml");
const GEMALTO: &str = include_str!("../fixture/tokens/gemalto.xml");
const EXCEL: &str = include_str!("../fixture/tokens/excel.csv");
const PRIVACYIDEA: &str = include_str!("../fixture/tokens/privacyidea.csv");
const YUBICO: &str = include_str!("../fixture/tokens/yubico-log.csv");
const FIGURE_6: &str = include_str!("../fixture/tokens/rfc6030-figure-6.xml");
const FIGURE_7: &str = include_str!("../fixture/tokens/rfc6030-figure-7.xml");

/// A token is given to somebody by what it shows, and signs that person in with what it shows next, and once.
async fn works(format: &str, content: &str, key: Option<&str>, token: Held, counts: i64) {
    let serial = token.serial.clone();
    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    let more = key.map_or(json!({}), |key| json!({ "key": key }));
    let imported = joke.import_with(format, content, more).await.ok();
    assert!(
        imported["faulty"] == 0 && imported["imported"] != 0,
        "{serial}: {imported}"
    );
    let linked = joke.give(&world, &token, "sam", counts).await.ok();
    assert_eq!(
        (
            &linked["state"],
            &linked["person"]["name"],
            &linked["digits"]
        ),
        (
            &json!("linked"),
            &json!("Name of sam"),
            &json!(token.digits)
        )
    );
    let codes = match token.period {
        0 => vec![token.shows(counts + 2), token.shows(counts + 12)],
        period => {
            let now = world.clock.now();
            vec![token.shows(now + period), token.shows(now + 2 * period)]
        }
    };
    for code in codes {
        world.clock.advance(token.period.max(30));
        world.signs_in_with("sam", &code).await.ok();
        let replayed = world.signs_in_with("sam", &code).await;
        replayed.refused(422, "code_mismatch");
    }
}

#[tokio::test]
async fn rt_59_feitians_tokens_by_counter_and_with_sixty_seconds_and_a_slow_clock() {
    let seed = |seed: &str| seed.to_owned();
    let first = Held {
        seed: seed("0ed387d25206eff7eb13f65f3c703d5962b291a3"),
        ..counting("1000133508267")
    };
    works("pskc", FEITIAN, None, first, 0).await;
    // Its counter stands at 41 in the file: a hundred further it is found, and those before are gone.
    let second = Held {
        seed: seed("22d90e48b8346118018c8c1905dfc2cfba118929"),
        ..counting("1000133508255")
    };
    works("pskc", FEITIAN, None, second, 140).await;
    let slow = Held {
        seed: seed("1a484ef7533fe0d9358f1c3444409e0a32c3b8f2"),
        period: 60,
        ahead: -7 * 60,
        ..held("2600135004012")
    };
    works("pskc", FEITIAN, None, slow, 0).await;
}

#[tokio::test]
async fn rt_59_a_safenet_otp_110_of_sixty_seconds_eight_digits_sha_256_and_a_drifted_clock() {
    let token = Held {
        seed: "08cacff7e20e7c2f1bc38b0caa43cfd2a374d5f58b3ca157f9feb5cdf5fc82da".to_owned(),
        digits: 8,
        period: 60,
        sha256: true,
        ahead: 9 * 60,
        ..held("GALT00010110")
    };
    works("pskc", GEMALTO, None, token, 0).await;
}

#[tokio::test]
async fn rt_59_tokens_of_tables_by_spreadsheets_privacyidea_and_yubico() {
    let excel = Held {
        seed: "1dd381df06329fd35194804fe602ed98b929783c".to_owned(),
        ..held("SN-000001")
    };
    works("csv", EXCEL, None, excel, 0).await;
    let of = |number: usize, lines: &str, cell: usize| {
        let line = lines.lines().nth(number).unwrap();
        line.split(',').nth(cell).unwrap().trim().to_owned()
    };
    let minute = Held {
        seed: of(2, PRIVACYIDEA, 1),
        digits: 8,
        period: 60,
        ..held("PI-TOTP-2")
    };
    works("csv", PRIVACYIDEA, None, minute, 0).await;
    let counted = Held {
        seed: of(3, PRIVACYIDEA, 1),
        ..counting("PI-HOTP-1")
    };
    works("csv", PRIVACYIDEA, None, counted, 7).await;
    let key = Held {
        seed: of(3, YUBICO, 5),
        digits: 8,
        ..counting("ccccccirblhd")
    };
    works("csv", YUBICO, None, key, 0).await;
}

#[tokio::test]
async fn encrypted_containers_of_rfc_6030_open_with_their_key_and_with_their_passphrase() {
    let token = Held {
        digits: 8,
        ..counting("987654321")
    };
    let key = "12345678901234567890123456789012";
    works("pskc", FIGURE_6, Some(key), token.clone(), 0).await;
    works("pskc", FIGURE_7, Some("qwerty"), token, 0).await;
    let world = World::new().await;
    let joke = world.manager("joke").await;
    for (content, key) in [
        (FIGURE_6, json!({})),
        (FIGURE_6, json!({ "key": "qwerty" })),
        (FIGURE_7, json!({ "key": "qwertz" })),
        (FIGURE_7, json!({ "key": null })),
    ] {
        let refused = joke.import_with("pskc", content, key).await;
        refused.refused(422, "import_unreadable");
    }
}

#[tokio::test]
async fn a_counter_of_before_the_files_is_never_good() {
    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    joke.import("pskc", FEITIAN).await.ok();
    let token = Held {
        seed: "22d90e48b8346118018c8c1905dfc2cfba118929".to_owned(),
        ..counting("1000133508255")
    };
    for (counts, good) in [(0, false), (40, false), (141, false), (41, true)] {
        let answer = joke.give(&world, &token, "sam", counts).await;
        match good {
            true => drop(answer.ok()),
            false => drop(answer.refused(422, "code_mismatch")),
        }
    }
}
