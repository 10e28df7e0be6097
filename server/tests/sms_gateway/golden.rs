//! What each template sends, as it was recorded, and judged by rules that are the gateway's own. The records
//! are in `fixture/sms`; one that differs on purpose is replaced by what the failing test prints.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tweestap_server::sms::{Gateway as _, NotSent};

use super::injector::{Heard, Injector};
use super::{NOW, entry, gateways, message, shapes};

const TEMPLATES: [&str; 6] = [
    "spryng-v1",
    "spryng-v2",
    "cm",
    "messagebird",
    "twilio",
    "kannel",
];

fn recorded(template: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixture/sms");
    let text = std::fs::read_to_string(format!("{folder}/{template}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A request without what changes from run to run and from one HTTP library to the next.
fn record(heard: &Heard) -> Value {
    let (method, rest) = heard.line.split_once(' ').unwrap();
    let address = rest.strip_suffix(" HTTP/1.1").unwrap();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut headers = heard.headers.clone();
    for passing in ["host", "content-length", "user-agent"] {
        headers.remove(passing);
    }
    let body = String::from_utf8(heard.body.clone()).unwrap();
    let body = serde_json::from_str(&body).unwrap_or_else(|_| json!(shapes::pairs(&body)));
    json!({
        "method": method,
        "path": path,
        "query": shapes::pairs(query),
        "headers": headers.into_iter().collect::<BTreeMap<_, _>>(),
        "body": body,
    })
}

#[tokio::test]
async fn every_template_sends_what_was_recorded_and_its_gateway_takes_it() {
    for template in TEMPLATES {
        let gateway = Injector::scripted(move |_, heard| shapes::answer(template, heard)).await;
        let outcome = gateways(&[entry(template, gateway.address, "")])
            .send(&message(), NOW)
            .await;
        let sent = record(&gateway.heard()[0]);
        assert_eq!(sent, recorded(template), "{template} sent:\n{sent:#}");
        assert_eq!(outcome, Ok(()), "{template}");
        assert_eq!(gateway.count(), 1, "{template}");
    }
}

/// The records are made at another address.
#[test]
fn every_template_goes_to_its_gateways_own_address() {
    let addresses = tweestap_server::sms::templates::ALL.map(|(_, settings)| {
        let settings: toml::Table = toml::from_str(settings).unwrap();
        settings["url"].as_str().unwrap().to_owned()
    });
    assert_eq!(
        addresses,
        [
            "https://rest.spryngsms.com/v1/messages",
            "https://api.spryng.nl/v2/messages",
            "https://gw.cmtelecom.com/v1.0/message",
            "https://rest.messagebird.com/messages",
            "https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json",
            "http://127.0.0.1:13013/cgi-bin/sendsms",
        ]
    );
}

#[tokio::test]
async fn the_schools_own_sender_is_used() {
    let gateway = Injector::scripted(|_, heard| shapes::answer("cm", heard)).await;
    let own = entry("cm", gateway.address, "senders = { brug = \"De Brug\" }");
    gateways(&[own]).send(&message(), NOW).await.unwrap();
    let sent = record(&gateway.heard()[0]);
    assert_eq!(sent["body"]["messages"]["msg"][0]["from"], "De Brug");
}

/// The rules must be able to say no: a template with one thing wrong is refused by each.
#[tokio::test]
async fn a_template_with_one_thing_wrong_is_refused_by_its_gateway() {
    for (template, wrong) in [
        ("spryng-v1", "number = \"e164\""),
        ("spryng-v1", "auth = { kind = \"basic\" }"),
        (
            "spryng-v1",
            "body = { body = \"{text}\", recipients = [\"{to}\"] }",
        ),
        ("spryng-v2", "number = \"digits\""),
        ("spryng-v2", "auth = { kind = \"bearer\" }"),
        (
            "spryng-v2",
            "body = { channel = \"SMS\", from = \"{from}\", body = \"{text}\", recipients = [\"{to}\"] }",
        ),
        ("cm", "number = \"e164\""),
        (
            "cm",
            "auth = { kind = \"bearer\" }\nbody = { text = \"{text}\", to = \"{to}\" }",
        ),
        ("messagebird", "number = \"00\""),
        ("messagebird", "auth = { kind = \"bearer\" }"),
        (
            "messagebird",
            "encoding = \"form\"\nbody = { originator = \"{from}\", recipient = \"{to}\", body = \"{text}\" }",
        ),
    ] {
        let gateway = Injector::scripted(move |_, heard| shapes::answer(template, heard)).await;
        let outcome = gateways(&[entry(template, gateway.address, wrong)])
            .send(&message(), NOW)
            .await;
        assert_eq!(outcome, Err(NotSent::Certainly), "{template}: {wrong}");
    }
}
