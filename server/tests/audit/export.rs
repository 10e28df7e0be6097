//! The trail as a table, in which nothing is computed.

use serde_json::json;
use tweestap_server::command::audit::export_to;

use crate::world::World;

async fn table(world: &World, school: &str) -> Option<String> {
    let mut out = Vec::new();
    let found = export_to(&world.app.store, school, &mut out).await.unwrap();
    found.then(|| String::from_utf8(out).unwrap())
}

#[tokio::test]
async fn a_reason_or_a_name_that_begins_like_a_formula_is_text_in_the_table() {
    let world = World::new().await;
    let mut claims = crate::world::tokens::claims(world.clock.now(), "sam");
    claims["name"] = json!("@SUM(A1:A9)");
    let (mut sam, answer) = world.open(&claims, "enrolment").await;
    answer.ok();
    sam.enrol_by_app().await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    for reason in [
        "=HYPERLINK(\"http://x\",\"y\")",
        "+1",
        "-1",
        "@x",
        "plain, with a comma",
    ] {
        let path = format!("/admin/people/{id}/switch-off");
        joke.post(&path, json!({ "reason": reason })).await.ok();
        joke.act(&id, "switch-on").await.ok();
    }
    let table = table(&world, "school").await.unwrap();
    let lines: Vec<&str> = table.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 13);
    assert_eq!(
        lines[0],
        "number,time,actor,actor_name,person,person_name,action,reason,details,hash"
    );
    assert!(
        lines[3].contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
        "{}",
        lines[3]
    );
    for (line, cell) in [
        (5, "\"'+1\""),
        (7, "\"'-1\""),
        (9, "\"'@x\""),
        (11, "\"plain, with a comma\""),
    ] {
        assert!(lines[line].contains(cell), "{}", lines[line]);
    }
    for line in &lines[1..] {
        assert!(line.contains("\"2027-01-15T08:0"), "{line}");
        assert!(
            line.contains("\"'@SUM(A1:A9)\"") || line.contains("Name of joke"),
            "{line}"
        );
        for start in ["\"=", "\"+", "\"-", "\"@"] {
            assert!(!line.contains(start), "{line}");
        }
    }
}

#[tokio::test]
async fn a_table_is_one_schools_and_a_school_without_a_trail_has_none() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let mut kim = world.person_of("https://other.test/issuer", "kim").await;
    kim.enrol_by_app().await;
    assert!(!table(&world, "school").await.unwrap().contains("kim"));
    assert_eq!(table(&world, "firm").await, None);
}
