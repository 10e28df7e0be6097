//! The document is made from the code: nothing undocumented, nothing made up.

use std::collections::HashSet;

use serde_json::Value;
use tweestap_api::{Problem, routes};
use tweestap_server::http::gate::RULES;

use crate::world::World;

#[tokio::test]
async fn the_document_is_served_and_names_every_route_of_the_contract() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let document = person.get("/openapi.json").await.ok();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = document["paths"].as_object().unwrap();
    for route in [
        routes::SESSION,
        routes::ENROLMENT,
        routes::ENROLMENT_METHOD,
        routes::ENROLMENT_PASSWORD,
        routes::ENROLMENT_PHONE,
        routes::ENROLMENT_RESEND,
        routes::ENROLMENT_BACK,
        routes::ENROLMENT_CONFIRM,
        routes::ENROLMENT_ACKNOWLEDGE,
        routes::SETTINGS,
        routes::SETTINGS_REMEMBER,
        routes::SETTINGS_PASSWORD,
        routes::SETTINGS_PREFER,
        routes::SETTINGS_REMOVE,
        routes::SETTINGS_SWITCH_OFF,
        routes::SETTINGS_SWITCH_ON,
        routes::SETTINGS_ERASE,
        routes::SETTINGS_CODES,
        routes::SETTINGS_CODES_ACKNOWLEDGE,
        routes::SETTINGS_RESET_CODE,
        routes::SETTINGS_REVOKE_DEVICE,
        routes::SETTINGS_REVOKE_ALL,
        routes::SETTINGS_PASSWORD_CHANGE,
        routes::SCHOOL_PASSWORD,
        routes::PASSWORD_FORGOT,
        routes::PASSWORD_RESET,
        routes::CHALLENGE,
        routes::CHALLENGE_RESEND,
        routes::CHALLENGE_VERIFY,
        routes::CHALLENGE_PROVE,
        routes::CHALLENGE_CHOOSE,
        routes::CHALLENGE_RECOVER,
        routes::CHALLENGE_CONTINUE,
        routes::ADMIN_PEOPLE,
        routes::ADMIN_PERSON,
        routes::ADMIN_RESET,
        routes::ADMIN_SWITCH_OFF,
        routes::ADMIN_SWITCH_ON,
        routes::ADMIN_UNLOCK,
        routes::ADMIN_SUPPORT_CODE,
        routes::ADMIN_AUDIT,
        routes::ADMIN_TOKENS,
        routes::ADMIN_TOKENS_IMPORT,
        routes::ADMIN_TOKEN_LINK,
        routes::ADMIN_TOKEN_RESYNC,
        routes::ADMIN_TOKEN_UNLINK,
        routes::ADMIN_TOKEN_REMOVE,
        routes::ADMIN_POLICY,
        routes::ADMIN_POLICY_PREVIEW,
        routes::SCHOOL_TEXTS,
        routes::OPENAPI,
        routes::JWKS,
    ] {
        assert!(paths.contains_key(route), "{route}");
    }
}

#[tokio::test]
async fn every_code_in_the_table_is_one_of_the_contract_and_is_documented_under_its_status() {
    let known: HashSet<&str> = Problem::examples().iter().map(Problem::code).collect();
    let document = tweestap_server::openapi::document();
    for rule in &RULES {
        let responses =
            &document["paths"][rule.path][rule.method.as_str().to_lowercase()]["responses"];
        for code in rule.problems {
            assert!(known.contains(code), "{code}");
            let status = Problem::examples()
                .iter()
                .find(|problem| problem.code() == *code)
                .unwrap()
                .status();
            let codes = responses[status.to_string()]["x-tweestap-codes"]
                .as_array()
                .unwrap();
            assert!(
                codes.iter().any(|one| one == code),
                "{} {}: {code}",
                rule.method,
                rule.path
            );
        }
        let good = ["200", "202"].map(|status| !responses[status].is_null());
        assert!(good.contains(&true), "{} {}", rule.method, rule.path);
        assert!(!responses["503"].is_null(), "{} {}", rule.method, rule.path);
    }
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    let document = tweestap_server::openapi::document();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                references.push(reference.clone());
            }
            members
                .values()
                .for_each(|member| collect(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}
