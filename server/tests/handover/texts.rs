//! A school's own sentences: for everyone, kept for a while, and never half a language.

use serde_json::{Value, json};
use tweestap_server::texts::{Sentences, Texts};

use crate::http::call_with;
use crate::world::{Answer, PORTAL, World};

fn said(back: &str) -> Sentences {
    Sentences::from([("back".to_owned(), back.to_owned())])
}

async fn world() -> World {
    World::new()
        .await
        .restarted_with(|school| {
            if school.id == "school" {
                let mut texts = Texts::default();
                texts.insert("nl", said("Ga terug"));
                texts.insert("nl-BE", said("Keer terug"));
                texts.insert("nl-x-formal", said("Gaat u terug"));
                school.texts = texts;
            }
        })
        .await
}

async fn get(world: &World, school: &str, lang: &str, more: &[(&str, &str)]) -> Answer {
    let path = format!("/schools/{school}/texts/{lang}");
    call_with(world, "GET", &path, more, "").await
}

#[tokio::test]
async fn they_are_answered_to_anybody_from_the_general_to_the_particular() {
    let world = world().await;
    for (lang, expected) in [
        ("nl", json!(said("Ga terug"))),
        ("nl-NL", json!(said("Ga terug"))),
        ("nl-BE", json!(said("Keer terug"))),
        ("nl-be", json!(said("Keer terug"))),
        ("nl-x-formal", json!(said("Gaat u terug"))),
        ("nl-BE-x-formal", json!(said("Gaat u terug"))),
        ("en", json!({})),
        ("..%2f..%2fetc", json!({})),
    ] {
        let answer = get(&world, "school", lang, &[("origin", PORTAL)]).await;
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=300",
            "{lang}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), PORTAL);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.ok(), expected, "{lang}");
    }
    assert_eq!(get(&world, "other", "nl", &[]).await.ok(), json!({}));
    get(&world, "nobody", "nl", &[])
        .await
        .refused(404, "not_found");
    let long = "n".repeat(36);
    get(&world, "school", &long, &[])
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn they_are_sent_once_while_they_stay_the_same() {
    let world = world().await;
    let first = get(&world, "school", "nl", &[]).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() > 10, "{tag}");
    for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let again = get(&world, "school", "nl", &[("if-none-match", &known)]).await;
        assert_eq!((again.status, again.bytes.len()), (304, 0), "{known}");
        assert_eq!(again.header("etag"), tag);
    }
    let other = get(&world, "school", "nl-BE", &[("if-none-match", &tag)]).await;
    assert_eq!(other.status, 200);
    assert_ne!(other.ok(), Value::Null);
}
