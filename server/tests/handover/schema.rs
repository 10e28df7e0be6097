//! The schema of the configuration: published as it is checked, and the manual's tables say the same.

use serde_json::Value;
use tweestap_server::config::schema;

const PUBLISHED: &str = include_str!("../../../docs/tweestap.schema.json");
const MANUAL: &str = include_str!("../../../docs/operating.md");

#[test]
fn the_published_schema_is_the_one_that_is_checked() {
    assert_eq!(
        PUBLISHED,
        schema::text(),
        "run `tweestap-server config-schema > docs/tweestap.schema.json`"
    );
    let document: Value = serde_json::from_str(PUBLISHED).unwrap();
    assert_eq!(
        document["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert!(!PUBLISHED.contains("null"), "TOML has no null");
}

#[test]
fn every_setting_is_described_and_stands_in_the_manual() {
    let document = schema::document();
    let definitions = document["$defs"].as_object().unwrap();
    for (name, definition) in definitions.iter().chain([(&"File".to_owned(), document)]) {
        let Some(settings) = definition["properties"].as_object() else {
            continue;
        };
        for (setting, described) in settings {
            let is_telling = described["description"]
                .as_str()
                .is_some_and(|said| said.len() > 8);
            let is_list = !described["enum"].is_null();
            assert!(is_telling || is_list, "{name}.{setting} says nothing");
            let documented = MANUAL.contains(&format!("`{setting}`"))
                || MANUAL.contains(&format!("`[{setting}]`"))
                || MANUAL.contains(&format!("`[[{setting}]]`"))
                || MANUAL.contains(&format!("\n{setting} ="));
            assert!(documented, "{name}.{setting} is not in the manual");
        }
    }
}
