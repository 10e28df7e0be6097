//! What arrives: both forms, the right language, nothing secret, and no line that a name could add.

use tweestap_server::mail::carrier::{Carrier as _, Parcel};
use tweestap_server::mail::worker::Outcome;
use tweestap_server::mail::{Event, letter};
use tweestap_server::portal_token::PortalKey;
use tweestap_server::sms::text::Language;

use super::Server;
use crate::world::{NOW, World, school};

#[tokio::test]
async fn a_notice_arrives_as_plain_text_and_html_in_dutch() {
    let world = World::new().await;
    let mut server = Server::start(&[]);
    let sam = world
        .someone("sam", "Sam de Vries", "nl-BE", Some("sam@family.example"))
        .await;
    world.notice(&sam, Event::FactorReplaced).await;
    world.clock.advance(7_200);
    assert_eq!(world.carried(&server.plain()).await, Outcome::Sent);
    assert_eq!(world.carried(&server.plain()).await, Outcome::Idle);

    let message = server.message();
    assert_eq!(message.0["type"], "multipart/alternative");
    assert_eq!(
        message.0["envelope"],
        serde_json::json!({ "from": "tweestap@school.example", "to": ["sam@family.example"] })
    );
    assert_eq!(
        (message.header("subject"), message.header("to")),
        (
            "Je krijgt je code op een nieuwe manier (De Brug)",
            "sam@family.example"
        )
    );
    assert_eq!(message.header("from"), "De Brug <tweestap@school.example>");
    assert_eq!(message.header("auto-submitted"), "auto-generated");
    assert!(
        message.header("message-id").ends_with("@school.example>"),
        "{}",
        message.header("message-id")
    );
    // When it was sent; the letter says when it happened.
    assert_eq!(message.header("date"), "Fri, 15 Jan 2027 10:00:00 +0000");
    assert_eq!(message.0["hello"], "tweestap.test");
    assert_eq!(message.0["ascii"], true);
    assert_eq!(message.0["defects"], serde_json::json!([]));
    for said in [
        "De manier waarop je een code krijgt, is vervangen.",
        "Dat was op 15 januari 2027, 09.00 uur.",
        "Het gaat om het account van Sam de Vries bij De Brug.",
        "Was jij dit niet?",
        "De beheerder van je school kan je helpen.",
    ] {
        assert!(message.text().contains(said), "{said}: {}", message.text());
        assert!(message.html().contains(said), "{said}: {}", message.html());
    }
    for kind in ["text/plain", "text/html"] {
        assert_eq!(message.part(kind)["language"], "nl");
    }
    assert!(message.html().contains("<html lang=\"nl\" dir=\"ltr\">"));
    for unwanted in ["http", "href", "<img", "src=", "<script", "@family"] {
        assert!(!message.html().contains(unwanted), "{unwanted}");
        assert!(!message.text().contains(unwanted), "{unwanted}");
    }
    assert!(server.rest().is_empty(), "it came once");
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn a_notice_arrives_in_english_for_everybody_else() {
    let world = World::new().await;
    let mut server = Server::start(&[]);
    let ann = world
        .someone("ann", "Zoë O’Neill", "fi", Some("ann@family.example"))
        .await;
    world.notice(&ann, Event::Reset).await;
    assert_eq!(world.carried(&server.plain()).await, Outcome::Sent);
    let message = server.message();
    assert_eq!(
        message.header("subject"),
        "Your school erased your second step (De Brug)"
    );
    assert!(
        message
            .text()
            .contains("This was on 15 January 2027, 09:00. It is about the account of Zoë O’Neill"),
        "{}",
        message.text()
    );
    assert_eq!(message.part("text/html")["language"], "en");
}

#[tokio::test]
async fn no_name_adds_a_header_a_recipient_or_a_tag() {
    let world = World::new().await;
    let mut server = Server::start(&[]);
    let evil = "Eve\r\nBcc: eve@evil.example\r\n\r\n<a href=\"https://evil.example\">x</a>";
    let eve = world
        .someone("eve", evil, "en", Some("eve@family.example"))
        .await;
    world.notice(&eve, Event::Locked).await;
    assert_eq!(world.carried(&server.plain()).await, Outcome::Sent);
    let by_name = server.message();

    let key = PortalKey::from_pem(world.portal.public_pem().as_bytes()).unwrap();
    let mut school = school("evil", "https://evil.test", key);
    school.name = "De Brug\r\nBcc: eve@evil.example\r\n\r\n<b>".to_owned();
    let letter = letter::notice(Event::Erased, Language::English, &school, "Sam", NOW);
    let to = "sam@family.example".parse().unwrap();
    let parcel = Parcel {
        id: "an-id",
        school: &school,
        to: &to,
        letter: &letter,
        at: NOW,
        now: NOW,
    };
    server.plain().carry(parcel).await.unwrap();
    let by_school = server.message();

    for (message, to) in [
        (&by_name, "eve@family.example"),
        (&by_school, "sam@family.example"),
    ] {
        let mut names: Vec<&str> = message.0["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|header| header[0].as_str().unwrap())
            .collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "auto-submitted",
                "content-type",
                "date",
                "from",
                "message-id",
                "mime-version",
                "subject",
                "to"
            ]
        );
        assert_eq!(message.0["envelope"]["to"], serde_json::json!([to]));
        assert_eq!(message.0["parts"].as_array().unwrap().len(), 2);
        assert!(!message.html().contains("<a") && !message.html().contains("<b>"));
    }
    assert!(
        by_name
            .text()
            .contains("of Eve Bcc eve evil. example a href")
    );
}

#[tokio::test]
async fn an_address_with_accents_waits_for_no_server_that_cannot_take_it() {
    let world = World::new().await;
    let mut able = Server::start(&[]);
    let zoe = world
        .someone("zoe", "Zoë", "nl", Some("zoë@family.example"))
        .await;
    world.notice(&zoe, Event::Resumed).await;
    assert_eq!(world.carried(&able.plain()).await, Outcome::Sent);
    assert_eq!(able.message().header("to"), "zoë@family.example");
    let unable = Server::start(&["--ascii-only"]);
    world.notice(&zoe, Event::Resumed).await;
    assert_eq!(world.carried(&unable.plain()).await, Outcome::Dropped);
    assert!(unable.rest().is_empty());
}
