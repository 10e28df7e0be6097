//! New recovery codes and the reset code: seen by their owner only, once, and never both sets dead or both alive.

use serde_json::{Value, json};

use crate::world::{Person, SINGLE, World};

async fn hashes(world: &World) -> Vec<String> {
    let mut connection = world.app.store.read().await.unwrap();
    let rows: Vec<(String,)> = sqlx::query_as("SELECT hash FROM recovery_codes ORDER BY hash")
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    rows.into_iter().map(|(hash,)| hash).collect()
}

async fn new_codes(person: &Person) -> Value {
    let settings = person.tell("/settings/codes").await.ok();
    assert_eq!(settings["codes_pending"], true);
    settings["recovery_codes"].clone()
}

#[tokio::test]
async fn new_codes_count_once_they_are_kept_and_the_old_ones_until_then() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.reachable().await;
    let old = hashes(&world).await;
    let codes = new_codes(&sam).await;
    assert_eq!(codes.as_array().unwrap().len(), 6);
    assert_eq!(hashes(&world).await, old);
    assert!(world.notices().await.is_empty());
    assert_eq!(new_codes(&sam).await, codes, "asked again, the same ones");
    // Printing took a while: what was asked for is not asked again.
    world.clock.advance(600);
    let kept = sam.tell("/settings/codes/acknowledge").await.ok();
    assert_eq!(
        (&kept["codes_pending"], &kept["codes_left"]),
        (&json!(false), &json!(6))
    );
    let new = hashes(&world).await;
    assert!(new.len() == 6 && new.iter().all(|hash| !old.contains(hash)));
    assert_eq!(world.notices().await, ["codes_regenerated"]);
    sam.tell("/settings/codes/acknowledge")
        .await
        .refused(404, "codes_not_found");
    assert_eq!(hashes(&world).await, new);
}

#[tokio::test]
async fn rt_38_codes_are_never_in_an_answer_that_was_not_asked_for_them_and_never_readable_in_the_database()
 {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let codes = new_codes(&sam).await;
    let search = async |what: &str| {
        for suffix in ["", "-wal"] {
            let path = world.folder.path().join(format!("tweestap.db{suffix}"));
            let Ok(bytes) = std::fs::read(path) else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes);
            for code in codes.as_array().unwrap() {
                let code = code.as_str().unwrap();
                assert!(!text.contains(code), "{what}");
                assert!(!text.contains(&code.replace('-', "")), "{what}");
            }
        }
    };
    search("waiting").await;
    for path in ["/settings", "/enrolment"] {
        let answer = sam.get(path).await.ok();
        assert!(answer.get("recovery_codes").is_none(), "{path}");
    }
    let other = world.again(&sam, "sam").await;
    for answer in [
        other.get("/settings").await.ok(),
        other.tell("/settings/codes/acknowledge").await.ok(),
        other.get("/settings").await.ok(),
    ] {
        assert!(answer.get("recovery_codes").is_none());
    }
    search("kept").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM recovery_sets").await, 0);
    assert_ne!(
        new_codes(&other).await,
        codes,
        "the next set is another one"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_tabs_that_ask_at_once_see_one_set_and_one_of_ten_acknowledgements_wins() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.reachable().await;
    for round in 0..5 {
        let asking: Vec<_> = (0..10)
            .map(|_| {
                let sam = sam.clone();
                tokio::spawn(async move { new_codes(&sam).await })
            })
            .collect();
        let mut seen = Vec::new();
        for asked in asking {
            seen.push(asked.await.unwrap());
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{round}");
        let acknowledging: Vec<_> = (0..10)
            .map(|_| {
                let sam = sam.clone();
                tokio::spawn(async move { sam.tell("/settings/codes/acknowledge").await })
            })
            .collect();
        let mut won = 0;
        for acknowledged in acknowledging {
            let answer = acknowledged.await.unwrap();
            if answer.status == 200 {
                won += 1;
            } else {
                answer.refused(404, "codes_not_found");
            }
        }
        assert_eq!(won, 1, "{round}");
        assert_eq!(world.notices().await, ["codes_regenerated"]);
        assert_eq!(hashes(&world).await.len(), 6);
    }
}

#[tokio::test]
async fn a_stop_half_way_leaves_the_old_codes_alone_and_the_new_ones_to_be_asked_again() {
    let world = World::new().await;
    if world.is_postgres() {
        return;
    }
    let sam = world.enrolled("sam").await;
    world.reachable().await;
    let old = hashes(&world).await;
    let codes = new_codes(&sam).await;
    // The database gives up in the middle of keeping them, as at a kill.
    world
        .execute(
            "CREATE TRIGGER stop BEFORE INSERT ON recovery_codes WHEN NEW.position = 3 \
             BEGIN SELECT RAISE(ABORT, 'stop'); END",
        )
        .await;
    sam.tell("/settings/codes/acknowledge")
        .await
        .refused(500, "internal");
    assert_eq!(hashes(&world).await, old);
    assert!(world.notices().await.is_empty());
    let world = world.restarted().await;
    world.execute("DROP TRIGGER stop").await;
    let again = world.again(&sam, "sam").await;
    assert_eq!(new_codes(&again).await, codes);
    again.tell("/settings/codes/acknowledge").await.ok();
    assert!(hashes(&world).await.iter().all(|hash| !old.contains(hash)));
    assert_eq!(world.notices().await, ["codes_regenerated"]);
}

#[tokio::test]
async fn new_codes_wait_for_a_day_and_belong_to_one_person() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let noor = world.enrolled("noor").await;
    let codes = new_codes(&sam).await;
    noor.tell("/settings/codes/acknowledge")
        .await
        .refused(404, "codes_not_found");
    assert_ne!(new_codes(&noor).await, codes);
    world.clock.advance(24 * 3_600 - 60);
    let later = world.again(&sam, "sam").await;
    assert_eq!(later.get("/settings").await.ok()["codes_pending"], false);
    later
        .tell("/settings/codes/acknowledge")
        .await
        .refused(404, "codes_not_found");
    assert_ne!(new_codes(&later).await, codes);
}

#[tokio::test]
async fn codes_of_a_completed_enrolment_outdo_those_that_wait() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    new_codes(&sam).await;
    world.execute("UPDATE recovery_codes SET used_at = 1").await;
    let id = sam.at_phone().await;
    sam.give_phone(&id, "0612345678").await.ok();
    sam.confirm(&id, &world.post.code()).await.ok();
    sam.acknowledge(&id).await.ok();
    sam.tell("/settings/codes/acknowledge")
        .await
        .refused(404, "codes_not_found");
}

#[tokio::test]
async fn nobody_who_is_not_enrolled_gets_codes() {
    let world = World::new().await;
    let sam = world.person("sam").await;
    sam.tell("/settings/codes")
        .await
        .refused(409, "not_enrolled");
    sam.tell("/settings/codes/acknowledge")
        .await
        .refused(404, "codes_not_found");
    sam.tell("/settings/reset-code")
        .await
        .refused(404, "codes_not_found");
}

#[tokio::test]
async fn the_reset_code_is_one_code_that_its_owner_can_look_up_and_is_told_so() {
    let world = World::new().await;
    let mut joke = world.person_of(SINGLE, "joke").await;
    let codes = joke.enrol_by_app().await;
    assert_eq!(codes.len(), 1);
    world.reachable().await;
    let settings = joke.get("/settings").await.ok();
    assert_eq!(
        (&settings["recovery"], &settings["codes_left"]),
        (&json!("reset_code"), &json!(1))
    );
    for _ in 0..2 {
        let shown = joke.tell("/settings/reset-code").await.ok();
        assert_eq!(shown["recovery_codes"], json!(codes));
        assert_eq!(world.notices().await, ["reset_code_shown"]);
    }
    assert!(
        joke.get("/settings")
            .await
            .ok()
            .get("recovery_codes")
            .is_none()
    );
    // It does not exist in the other kind's calls.
    joke.tell("/settings/codes")
        .await
        .refused(404, "codes_not_found");
    let mut connection = world.app.store.read().await.unwrap();
    let (sealed,): (String,) = sqlx::query_as("SELECT reset_code FROM accounts")
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    drop(connection);
    assert!(!sealed.contains(&codes[0]) && sealed.len() > 60);
    assert_eq!(hashes(&world).await.len(), 1);
    // A method that is added keeps it: one is not few here.
    world.clock.advance(60);
    let added = joke.change_number(&world, "0612345678").await;
    assert_eq!(added["step"], "done");
    let shown = joke.tell("/settings/reset-code").await.ok();
    assert_eq!(shown["recovery_codes"], json!(codes));
    world.clock.advance(300);
    joke.tell("/settings/reset-code")
        .await
        .refused(403, "reauthentication_required");
}

#[tokio::test]
async fn a_school_of_six_codes_has_no_reset_code_to_look_up() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    sam.tell("/settings/reset-code")
        .await
        .refused(404, "codes_not_found");
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM accounts WHERE reset_code IS NOT NULL")
            .await,
        0
    );
}
