//! Somebody's things are nobody else's (S-B-80, RT-54): every text that the OpenAPI document takes is either what names
//! somebody's object, and then it is tried with another person's, alive, or stands in the list of those that name none.

mod trials;
mod unkept;

use serde_json::Value;
use sqlx::{Column as _, Row as _};

use crate::world::World;

/// What names no object of anybody: known by heart, told, looked for, or a proof of its own, which is meant for whoever
/// holds it.
const NO_OBJECT: [(&str, &str); 37] = [
    ("/session", "portal_token"),
    ("/session", "lang"),
    ("/enrolment/password", "password"),
    ("/enrolment/phone", "number"),
    ("/enrolment/confirm", "code"),
    ("/settings/password", "password"),
    ("/settings/password/change", "current"),
    ("/settings/password/change", "password"),
    ("/challenge/verify", "code"),
    ("/challenge/recover", "code"),
    ("/admin/people", "query"),
    ("/admin/people", "class"),
    ("/admin/people/{id}/reset", "reason"),
    ("/admin/people/{id}/switch-off", "reason"),
    ("/admin/people/{id}/switch-on", "reason"),
    ("/admin/people/{id}/unlock", "reason"),
    ("/admin/people/{id}/support-code", "reason"),
    ("/admin/tokens", "query"),
    ("/admin/tokens/import", "content"),
    ("/admin/tokens/import", "key"),
    ("/admin/tokens/{id}/link", "code"),
    ("/admin/tokens/{id}/link", "next_code"),
    ("/admin/tokens/{id}/link", "reason"),
    ("/admin/tokens/{id}/resync", "code"),
    ("/admin/tokens/{id}/resync", "next_code"),
    ("/admin/tokens/{id}/unlink", "reason"),
    ("/admin/tokens/{id}/remove", "reason"),
    ("/schools/{school}/texts/{lang}", "school"),
    ("/schools/{school}/texts/{lang}", "lang"),
    ("/schools/{school}/password", "school"),
    ("/password/forgot", "school"),
    ("/password/forgot", "username"),
    ("/password/forgot", "email"),
    ("/password/forgot", "lang"),
    ("/password/reset", "token"),
    ("/password/reset", "password"),
    ("/assertion/redeem", "client_assertion"),
];

/// Path and member of every text that can be anything, in addresses, queries and bodies.
fn texts() -> Vec<(String, String)> {
    let document = tweestap_server::openapi::document();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let mut names = Vec::new();
        parameters(&document, item, &mut names);
        for (method, operation) in item.as_object().unwrap() {
            if method == "parameters" {
                continue;
            }
            parameters(&document, operation, &mut names);
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            members(&document, "", body, &mut names);
        }
        names.sort();
        names.dedup();
        found.extend(names.into_iter().map(|name| (path.clone(), name)));
    }
    found
}

fn parameters(document: &Value, of: &Value, names: &mut Vec<String>) {
    for parameter in of["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        members(document, name, &parameter["schema"], names);
    }
}

/// Names of the members of a schema that are texts and no choice among a few.
fn members(document: &Value, name: &str, schema: &Value, names: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = document.pointer(reference.trim_start_matches('#'));
        return members(document, name, schema.unwrap(), names);
    }
    let is = |kind: &str| match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(|one| one == kind),
        one => one == kind,
    };
    if is("string") && schema["enum"].is_null() {
        names.push(name.to_owned());
    }
    for either in ["oneOf", "anyOf", "allOf"] {
        for one in schema[either].as_array().into_iter().flatten() {
            members(document, name, one, names);
        }
    }
    if !schema["items"].is_null() {
        members(document, name, &schema["items"], names);
    }
    for (member, schema) in schema["properties"].as_object().into_iter().flatten() {
        members(document, member, schema, names);
    }
}

/// Everything that is kept of somebody, and of what their school has.
async fn kept(world: &World, subject: &str) -> Vec<String> {
    let account = world.account(subject).await;
    let mut connection = world.app.store.read().await.unwrap();
    let mut seen = Vec::new();
    for (table, column) in [
        ("accounts", "id"),
        ("factors", "account"),
        ("challenges", "account"),
        ("devices", "account"),
        ("messages", "account"),
        ("recovery_codes", "account"),
        ("recovery_sets", "account"),
        ("limits", "account"),
        ("sessions", "account"),
        ("mails", "account"),
        ("support_codes", "account"),
        ("tokens", "school"),
        ("audit_entries", "school"),
        ("assertion_references", "school"),
    ] {
        let query = format!("SELECT * FROM {table} WHERE {column} = $1");
        let whose = if column == "school" {
            "school"
        } else {
            &account
        };
        let rows = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(whose)
            .fetch_all(&mut *connection)
            .await
            .unwrap();
        for row in rows {
            let cells = row.columns().iter().map(|column| {
                let number = row.try_get::<Option<i64>, _>(column.ordinal());
                match number {
                    Ok(number) => format!("{}={number:?}", column.name()),
                    Err(_) => {
                        let text: Option<String> = row.get(column.ordinal());
                        format!("{}={text:?}", column.name())
                    }
                }
            });
            seen.push(format!("{table}: {}", cells.collect::<Vec<_>>().join(" ")));
        }
    }
    seen.sort();
    seen
}

#[tokio::test]
async fn s_b_80_rt_54_whatever_names_somebody_s_object_is_refused_to_everybody_else() {
    let mut tried = 0;
    let mut left: Vec<_> = NO_OBJECT.to_vec();
    for (path, member) in texts() {
        if let Some(at) = left.iter().position(|one| *one == (&*path, &*member)) {
            left.remove(at);
            continue;
        }
        let world = World::new().await;
        let Some(trial) = trials::of(&world, &path, &member).await else {
            panic!(
                "{path} takes {member}: whose is it? Try it, or say that it names nothing of anybody"
            );
        };
        let (before, sent) = (kept(&world, "sam").await, world.post.count());
        assert!(!trial.others.is_empty());
        for other in &trial.others {
            let refused = other.made().await;
            assert_eq!(
                (refused.status, refused.code().as_str()),
                (404, trial.refusal),
                "{path} {member}: {}",
                refused.json()
            );
            assert!(refused.cookies().is_empty());
        }
        assert_eq!(kept(&world, "sam").await, before, "{path} {member}");
        assert_eq!(world.post.count(), sent, "{path} {member}");
        // It was alive all the while: whoever it belongs to is not refused.
        let answer = trial.own.made().await;
        assert_eq!(answer.status, 200, "{path} {member}: {}", answer.json());
        tried += 1;
    }
    assert!(tried >= 20, "only {tried} were tried");
    assert!(left.is_empty(), "the document does not take {left:?}");
}
