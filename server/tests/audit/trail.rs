//! What is written down, with what it tells of or not at all.

use serde_json::json;
use tweestap_api::{AuditAction, AuditDetails};
use tweestap_server::audit::{self, Actor, Happened};
use tweestap_server::command::audit::verify;
use tweestap_server::oath::Kind;

use crate::world::{Person, World};

#[tokio::test]
async fn what_people_do_to_their_own_second_step_is_written_down() {
    let world = World::new().await;
    let mut sam = world.person("sam").await;
    let codes = sam.enrol_by_app().await;
    sam.change_number(&world, "0612345678").await;
    world.clock.advance(60);
    sam.change_app().await;
    sam.change_number(&world, "0687654321").await;
    let factor = json!({ "factor": sam.factor("sms").await });
    sam.post("/settings/remove", factor).await.ok();
    for path in [
        "/settings/switch-off",
        "/settings/switch-on",
        "/settings/codes",
    ] {
        sam.tell(path).await.ok();
    }
    let (mut back, challenge) = world.at_challenge("sam", "").await;
    back.come_in_by(&challenge, &codes[0]).await;
    back.tell("/settings/codes/acknowledge").await.ok();
    back.tell("/settings/erase").await.ok();
    let expected = [
        "switched_on",
        "factor_added",
        "factor_replaced",
        "number_changed",
        "factor_removed",
        "suspended",
        "resumed",
        "recovery_code_used",
        "codes_regenerated",
        "erased",
    ];
    assert_eq!(world.actions().await, expected);
    let by_sam = world.trail("school").await;
    assert!(
        by_sam
            .iter()
            .all(|(actor, person, _)| actor == "sam" && person == "sam")
    );
    verified(&world, 10).await;
}

#[tokio::test]
async fn what_the_server_and_its_operator_do_is_written_down_as_the_systems() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world
        .execute(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
             SELECT id, 'code', 0, 1800000000, 99 FROM accounts WHERE subject = 'sam'",
        )
        .await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let id = challenge["id"].as_str().unwrap();
    let wrong = person.verify(id, &sam.wrong_code(), false).await;
    wrong.refused(422, "code_mismatch");
    world.link_token("kim", Kind::APP).await;
    crate::reset::by_school(&world, "sam").await;
    let system =
        |person: &str, action: &str| ("system".to_owned(), person.to_owned(), action.to_owned());
    assert_eq!(
        world.trail("school").await[1..],
        [
            system("sam", "locked"),
            system("kim", "token_linked"),
            system("sam", "reset")
        ]
    );
    verified(&world, 4).await;
}

#[tokio::test]
async fn a_reset_code_of_a_school_that_has_one_is_written_down_when_it_is_shown_and_used() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.has_reset_code("sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let chosen = person.choose(&challenge, "reset_code").await.ok();
    let code = crate::world::ways::RESET_CODE;
    person.recover(&chosen, code).await.ok();
    assert_eq!(world.actions().await, ["switched_on", "reset_code_used"]);
    let mut single = world.person_of(crate::world::SINGLE, "joke").await;
    single.enrol_by_app().await;
    single.tell("/settings/reset-code").await.ok();
    let trail = world.trail("single").await;
    assert_eq!(trail[1].2, "reset_code_shown");
    drop(sam);
}

/// The chain of the school of the tests is whole and has so many entries.
async fn verified(world: &World, entries: i64) {
    let checked = verify(&world.app.store, &world.app.keys.sealer, "school").await;
    assert_eq!(checked.unwrap().unwrap().number, entries);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_have_no_gaps_and_the_chain_is_whole_when_many_write_at_once() {
    let world = std::sync::Arc::new(World::new().await);
    let joke = world.manager("joke").await;
    let mut people = Vec::new();
    for number in 0..12 {
        let subject = format!("person{number}");
        world.enrolled(&subject).await;
        people.push(world.account(&subject).await);
    }
    let joke = world.again(&joke, "joke").await;
    let calls: Vec<_> = people
        .into_iter()
        .map(|id| {
            let joke: Person = joke.clone();
            tokio::spawn(async move {
                for what in ["switch-off", "switch-on", "reset"] {
                    joke.act(&id, what).await.ok();
                }
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    verified(&world, 13 + 36).await;
}

#[tokio::test]
async fn a_change_and_its_entry_are_written_together_or_not_at_all() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    let rename = "ALTER TABLE audit_entries RENAME TO audit_entries_away";
    world.execute(rename).await;
    let again = world.again(&sam, "sam").await;
    for refused in [
        joke.act(&id, "reset").await,
        joke.act(&id, "switch-off").await,
        joke.support_code(&id).await,
        again.tell("/settings/erase").await,
        again.tell("/settings/switch-off").await,
    ] {
        refused.refused(500, "internal");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 2);
    assert_eq!(world.count("SELECT COUNT(*) FROM support_codes").await, 0);
    let off = "SELECT COUNT(*) FROM accounts WHERE suspended_at IS NOT NULL";
    assert_eq!(world.count(off).await, 0);
    world
        .execute("ALTER TABLE audit_entries_away RENAME TO audit_entries")
        .await;
    // A change that is taken back takes its entry along.
    let mut tx = world.app.store.turn_of(&id).await.unwrap();
    let happened = Happened {
        school: "school",
        actor: Actor::System,
        subject: &id,
        action: AuditAction::Reset,
        reason: "",
        details: AuditDetails::default(),
    };
    audit::record(&world.app.keys.sealer, &mut tx, &happened, 1)
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    verified(&world, 2).await;
}

#[tokio::test]
async fn a_manager_reads_the_trail_of_the_school_the_newest_first_and_page_by_page() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    for _ in 0..30 {
        joke.act(&id, "switch-off").await.ok();
        joke.act(&id, "switch-on").await.ok();
    }
    let first = joke.get("/admin/audit").await.ok();
    let entries = first["entries"].as_array().unwrap();
    let numbers: Vec<i64> = entries
        .iter()
        .filter_map(|one| one["number"].as_i64())
        .collect();
    assert_eq!(numbers, (13..=62).rev().collect::<Vec<_>>());
    assert_eq!(first["next"], 13);
    assert_eq!(entries[0]["actor"]["name"], "Name of joke");
    let rest = joke.get("/admin/audit?after=13").await.ok();
    let entries = rest["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 12);
    assert!(rest.get("next").is_none());
    assert_eq!(
        entries[11],
        json!({
            "number": 1, "at": 1_800_000_000, "actor": { "id": id, "name": "Name of sam" },
            "person": { "id": id, "name": "Name of sam" }, "action": "switched_on",
            "details": { "method": "app" },
        })
    );
    let history = joke.file(&id).await["history"].clone();
    let numbers: Vec<i64> = history
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["number"].as_i64())
        .collect();
    assert_eq!(numbers, [1].into_iter().chain(3..=62).collect::<Vec<_>>());
    for odd in ["x", "1.5", "99999999999999999999"] {
        let refused = joke.get(&format!("/admin/audit?after={odd}")).await;
        refused.refused(400, "malformed_request");
    }
}
