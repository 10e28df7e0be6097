//! The exact JSON of every body, both directions. What changes here changes for every back end of a
//! school's own and for every widget that is still open in a tab.
#![allow(clippy::unwrap_used)]

mod administration;
mod answers;
mod policy;
mod problems;
mod requests;
mod tokens;

use serde::{Serialize, de::DeserializeOwned};
use tweestap_api::Secret;

fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// A raw string on several lines is laid out for reading: its line ends and indents are not on the wire.
fn wire(text: &str) -> String {
    text.lines().map(str::trim).collect()
}

/// `value` is written as exactly `json`, and `json` read back is written the same again.
#[track_caller]
fn both_ways<T: Serialize + DeserializeOwned>(value: &T, json: &str) {
    let json = wire(json);
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    let read: T = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
}

/// `json` with one member more.
fn with_something_new(json: &str) -> String {
    wire(json).replacen('{', r#"{"something_new":1,"#, 1)
}

#[track_caller]
fn refuses_what_it_does_not_know<T: DeserializeOwned>(json: &str) {
    assert!(serde_json::from_str::<T>(&wire(json)).is_ok());
    let error = serde_json::from_str::<T>(&with_something_new(json)).err();
    assert!(
        error
            .unwrap()
            .to_string()
            .contains("unknown field `something_new`")
    );
}

#[track_caller]
fn overlooks_what_it_does_not_know<T: DeserializeOwned + Serialize>(json: &str) {
    let read: T = serde_json::from_str(&with_something_new(json)).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), wire(json));
}

#[test]
fn a_secret_is_an_ordinary_string_on_the_wire_and_redacted_in_print() {
    both_ways(&secret("canary \" é"), r#""canary \" é""#);
    let held = (
        secret("canary"),
        Some(secret("canary")),
        vec![secret("canary")],
    );
    assert_eq!(
        format!("{held:?}"),
        "([redacted], Some([redacted]), [[redacted]])"
    );
    assert!(!format!("{held:#?}").contains("canary"));
}

#[test]
fn no_body_that_holds_a_secret_prints_it() {
    let answers = answers::printed()
        .into_iter()
        .chain(administration::printed())
        .chain(tokens::printed());
    for printed in requests::printed().into_iter().chain(answers) {
        assert!(printed.contains("[redacted]"), "{printed}");
        assert!(!printed.contains("canary"), "{printed}");
    }
}
