//! The gateways' own rules, written down from their published clients and documentation: Spryng (SDK and API
//! v2 reference), CM.com (`text-sdk-php`), MessageBird (SDK fixtures). A request that breaks one is answered
//! as the gateway would. Twilio and Kannel are judged elsewhere, by Prism and by Kannel itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::injector::{Does, Heard};
use super::{KEY, TEXT};

pub fn answer(template: &str, heard: &Heard) -> Does {
    let judged = match template {
        "spryng-v1" => spryng_v1(heard),
        "spryng-v2" => spryng_v2(heard),
        "cm" => cm(heard),
        "messagebird" => messagebird(heard),
        "twilio" => Ok((201, json!({ "sid": "SM1" }))),
        _ => Ok((202, json!("0: Accepted for delivery"))),
    };
    match judged {
        Ok((status, body)) | Err((status, body)) => Does::json(status, &body),
    }
}

type Judged = Result<(u16, Value), (u16, Value)>;

fn no<T>(status: u16, why: &str) -> Result<T, (u16, Value)> {
    Err((
        status,
        json!({ "message": why, "errors": [{ "errorMessage": why, "description": why }] }),
    ))
}

fn holds(condition: bool, status: u16, why: &str) -> Result<(), (u16, Value)> {
    if condition { Ok(()) } else { no(status, why) }
}

fn body(heard: &Heard) -> Result<Value, (u16, Value)> {
    let json = heard
        .headers
        .get("content-type")
        .is_some_and(|kind| kind == "application/json");
    match serde_json::from_slice(&heard.body) {
        Ok(body) if json => Ok(body),
        _ => no(400, "no JSON"),
    }
}

/// Only these members, and all that are required.
fn members(value: &Value, required: &[&str], allowed: &[&str]) -> Result<(), (u16, Value)> {
    let Some(object) = value.as_object() else {
        return no(400, "no object");
    };
    let known = object
        .keys()
        .all(|name| required.contains(&name.as_str()) || allowed.contains(&name.as_str()));
    let whole = required.iter().all(|name| object.contains_key(*name));
    holds(known && whole, 400, "members")
}

fn is_digits(text: &Value, prefix: &str) -> bool {
    text.as_str()
        .and_then(|text| text.strip_prefix(prefix))
        .is_some_and(|digits| {
            (8..=15).contains(&digits.len())
                && !digits.starts_with('0')
                && digits.bytes().all(|digit| digit.is_ascii_digit())
        })
}

fn is_sender(text: &Value) -> bool {
    text.as_str()
        .is_some_and(|text| (1..=11).contains(&text.len()))
}

fn spryng_v1(heard: &Heard) -> Judged {
    let bearer = format!("Bearer {KEY}");
    holds(
        heard.headers.get("authorization") == Some(&bearer),
        401,
        "key",
    )?;
    let body = body(heard)?;
    let allowed = ["route", "reference", "scheduled_at"];
    members(
        &body,
        &["body", "encoding", "originator", "recipients"],
        &allowed,
    )?;
    let encoding = body["encoding"].as_str().unwrap_or_default();
    holds(
        ["auto", "plain", "unicode"].contains(&encoding),
        422,
        "encoding",
    )?;
    holds(is_sender(&body["originator"]), 422, "originator")?;
    holds(body["body"] == TEXT, 422, "body")?;
    holds(is_digits(&body["recipients"][0], ""), 422, "recipients")?;
    Ok((200, json!({ "id": "9dbc5ffb-7524-4fae-9514-51decd94a44f" })))
}

fn spryng_v2(heard: &Heard) -> Judged {
    holds(
        heard.headers.get("x-api-key").is_some_and(|key| key == KEY),
        401,
        "key",
    )?;
    let body = body(heard)?;
    let allowed = [
        "name",
        "characterSet",
        "validity",
        "messageType",
        "metaData",
        "addressBook",
    ];
    let required = ["accountReference", "channel", "body", "from", "recipients"];
    members(&body, &required, &allowed)?;
    holds(body["channel"] == "SMS", 400, "channel")?;
    members(&body["body"], &["text"], &["templateId"])?;
    holds(body["body"]["text"] == TEXT, 400, "text")?;
    members(
        &body["recipients"][0],
        &["msisdn"],
        &["variables", "metaData"],
    )?;
    holds(
        is_digits(&body["recipients"][0]["msisdn"], "+"),
        400,
        "msisdn",
    )?;
    let set = body["characterSet"].as_str().unwrap_or("Auto");
    holds(
        ["Auto", "GSM", "Unicode"].contains(&set),
        400,
        "characterSet",
    )?;
    // More than a minute and less than 72 hours ahead of 2027-01-15T08:00:00Z.
    let validity = body["validity"].as_str().unwrap_or_default();
    let in_time = ("2027-01-15T08:01:00Z".."2027-01-18T08:00:00Z").contains(&validity);
    holds(in_time, 400, "validity")?;
    let data = json!({ "requestId": "r", "messageIds": ["0929df71-d1ea-4b02-87b2-9789b332a92e"] });
    Ok((202, json!({ "data": data })))
}

fn cm(heard: &Heard) -> Judged {
    let body = body(heard)?;
    members(&body, &["messages"], &[])?;
    members(&body["messages"], &["authentication", "msg"], &[])?;
    let key = &body["messages"]["authentication"]["producttoken"];
    holds(key == KEY, 401, "product token")?;
    let message = &body["messages"]["msg"][0];
    let allowed = [
        "allowedChannels",
        "minimumNumberOfMessageParts",
        "maximumNumberOfMessageParts",
        "reference",
        "validity",
    ];
    members(message, &["from", "to", "body"], &allowed)?;
    holds(is_sender(&message["from"]), 400, "from")?;
    holds(message["maximumNumberOfMessageParts"] == 1, 400, "parts")?;
    holds(message["body"]["content"] == TEXT, 400, "content")?;
    let number = &message["to"][0]["number"];
    let status = if is_digits(number, "00") {
        "Accepted"
    } else {
        "Rejected"
    };
    let one = json!({
        "to": number, "status": status, "reference": message["reference"], "parts": 1,
        "messageDetails": null, "messageErrorCode": 0,
    });
    Ok((
        200,
        json!({ "details": "Created 1 message(s)", "errorCode": 0, "messages": [one] }),
    ))
}

fn messagebird(heard: &Heard) -> Judged {
    let key = format!("AccessKey {KEY}");
    holds(heard.headers.get("authorization") == Some(&key), 401, "key")?;
    let body = body(heard)?;
    let allowed = ["reference", "datacoding", "validity", "type", "gateway"];
    members(&body, &["originator", "recipients", "body"], &allowed)?;
    holds(is_sender(&body["originator"]), 422, "originator")?;
    holds(is_digits(&body["recipients"][0], ""), 422, "recipients")?;
    holds(body["body"] == TEXT, 422, "body")?;
    holds(body["validity"].is_u64(), 422, "validity")?;
    Ok((201, json!({ "id": "e8077d803532c0b5937c639b60216938" })))
}

/// A form or a query, decoded.
pub fn pairs(text: &str) -> BTreeMap<String, String> {
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => {
                let hex = String::from_utf8(vec![*high, *low]).unwrap();
                bytes.push(u8::from_str_radix(&hex, 16).unwrap());
                rest = after;
            }
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}
