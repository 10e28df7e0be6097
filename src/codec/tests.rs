//! The way through [`Tree`] against `serde_json`, which reads the same types by their names.

#![allow(clippy::unwrap_used)]

use super::tree::Tree;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;
use tweestap_api::{
    Administration, Audit, AuditAction, Challenge, Enrolment, HardwareToken, Imported, People,
    PersonFile, Policy, PolicyFile, PolicyPreview, Problem, Settings, SupportCode, Tokens,
};

/// A member that this version does not know.
const LATER: &str = "of_a_later_version";

fn through_tree<T: DeserializeOwned>(body: &Value) -> Option<T> {
    let tree: Tree = serde_json::from_value(body.clone()).unwrap();
    T::deserialize(tree).ok()
}

/// Both read it, and read the same.
fn read_alike<T: DeserializeOwned + PartialEq + Debug>(body: &Value) {
    let expected: T = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(through_tree(body), Some(expected), "{body}");
}

/// Neither takes it.
fn refused_alike<T: DeserializeOwned + PartialEq + Debug>(body: &Value) {
    assert!(serde_json::from_value::<T>(body.clone()).is_err(), "{body}");
    assert_eq!(through_tree::<T>(body), None, "{body}");
}

/// Every member of `whole` is left out, made null and made of another type, in turn.
fn every_member_in_turn<T: DeserializeOwned + PartialEq + Debug>(whole: &Value) {
    read_alike::<T>(whole);
    let alike = |body: &Value| match serde_json::from_value::<T>(body.clone()) {
        Ok(_) => read_alike::<T>(body),
        Err(_) => refused_alike::<T>(body),
    };
    for name in whole.as_object().unwrap().keys() {
        let mut without = whole.clone();
        without.as_object_mut().unwrap().remove(name);
        alike(&without);
        for other in [
            json!(null),
            json!(true),
            json!(-1),
            json!(70_000_000_000_i64),
            json!(1.5),
            json!("x"),
            json!([]),
            json!([[1]]),
            json!({}),
        ] {
            let mut changed = whole.clone();
            // `serde_json` also takes a list for a struct, member by member; the contract has no such thing.
            let list_for_struct = name != LATER && whole[name].is_object() && other.is_array();
            changed[name] = other;
            if list_for_struct {
                assert_eq!(through_tree::<T>(&changed), None, "{changed}");
            } else {
                alike(&changed);
            }
        }
    }
}

fn enrolment() -> Value {
    json!({
        "id": "e1", "step": "recovery-codes", "actions": ["give_phone", "cancel"], "offered": ["app", "sms"],
        "method": "sms", "reauthentication": "portal",
        "app": {"uri": "otpauth://totp/a", "key": "MZXW6YTB"},
        "sms": {"number": "+31 6 12345678", "resend_at": 1_800_000_060, "code_expires_at": null},
        "recovery_codes": ["AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF"],
        "remember": {"duration": "12h", "offered": ["always_ask", "12h", "1w"]},
        "with_password": true, "with_codes": false, "change": true, "recovery": "reset_code",
        "required": true, "school": "S", "account": "a@b", "expires_at": 1_800_000_000,
        "server_time": 1_799_999_999, LATER: {"a": [1.5, null, {"b": "c"}]},
    })
}

fn remember() -> Value {
    json!({"duration": "3d", "offered": ["always_ask"], "this_device_until": 1_800_000_000})
}

#[test]
fn an_enrolment_is_read_as_its_type_says() {
    every_member_in_turn::<Enrolment>(&enrolment());
}

#[test]
fn a_challenge_is_read_as_its_type_says() {
    every_member_in_turn::<Challenge>(&json!({
        "id": "c1", "step": "recovery-code", "method": "hardware", "digits": 8, "masked_number": "+31",
        "resend_at": 1_800_000_000, "not_sent": {"code": "resend_too_soon", "retry_after": 30},
        "ways": ["hardware", "recovery_code"], "codes_left": 5, "remember": remember(),
        "assertion": "a.b.c", "school": "S", "server_time": 1_800_000_000,
    }));
}

#[test]
fn settings_are_read_as_their_type_says() {
    every_member_in_turn::<Settings>(&json!({
        "status": "suspended", "since": 1_800_000_000,
        "factors": [{"id": "f", "method": "app", "since": 1, "preferred": true}],
        "recovery": "codes", "codes_left": 6, "codes_pending": true, "required": true,
        "offered": ["app"], "proof": "code", "remember": remember(),
        "devices": [{"id": "d", "browser": "Firefox", "system": "", "since": 1, "last_used": 2, "until": 3,
            "this_device": false}],
        "recovery_codes": ["AAAA-BBBB-CCCC"], "school": "S", "account": "a", "server_time": 4,
    }));
}

fn policy() -> Value {
    json!({
        "roles": [{"role": "pupil", "rule": "must"}], "methods": ["app", "sms"], "longest_remember": "1w",
        "recovery": "reset_code", "starts_at": 1_800_000_000, "grace_days": 14,
    })
}

#[test]
fn rules_are_read_as_their_types_say() {
    every_member_in_turn::<Policy>(&policy());
    let bounds = json!({"methods": ["app"], "longest_remember": "12h", "recovery": "codes", "required": true});
    every_member_in_turn::<PolicyFile>(&json!({
        "school": policy(), "group": {"name": "G", "schools": ["S"], "policy": policy(), "bounds": bounds, "version": 2},
        "in_force": policy(), "bounds": bounds,
        "version": 3, "server_time": 4,
    }));
    every_member_in_turn::<PolicyPreview>(&json!({
        "schools": ["S"], "people": 6, "must": 5, "ready": 4, "later": 0, "at_next_sign_in": 1, "stuck": 0,
        "who": [{"id": "p", "name": "A"}], "includes_you": true, "loosens": false, "server_time": 4,
    }));
}

#[test]
fn hardware_tokens_are_read_as_their_types_say() {
    let token = json!({
        "id": "t", "serial": "SN-1", "by_counter": false, "digits": 8, "period": 60, "algorithm": "sha256",
        "state": "quarantined", "person": {"id": "p", "name": "A"}, "free_at": 1_800_000_000, "imported_at": 2,
    });
    every_member_in_turn::<HardwareToken>(&token);
    every_member_in_turn::<Tokens>(&json!({"tokens": [token], "next": "n", "server_time": 4}));
    every_member_in_turn::<Imported>(&json!({
        "rows": 2, "imported": 0, "errors": [{"row": 2, "serial": "SN-1", "problem": "mac_wrong"}], "faulty": 1,
    }));
}

#[test]
fn every_problem_is_read_as_its_type_says() {
    for problem in Problem::examples() {
        let body = serde_json::to_value(&problem).unwrap();
        assert_eq!(through_tree(&body), Some(problem));
        every_member_in_turn::<Problem>(&body);
    }
    read_alike::<Problem>(&json!({"title": "of another server"}));
}

fn somebody() -> Value {
    json!({
        "id": "p", "name": "Sam", "role": "pupil", "classes": ["2B"], "state": "locked", "since": 1,
        "masked_number": "+31",
    })
}

fn entry(action: &str) -> Value {
    json!({
        "number": 1, "at": 2, "actor": {"id": "j", "name": "Joke"}, "person": {"id": "p", "name": "Sam"},
        "action": action, "reason": "lost", "details": {"method": "app", "checked_how": "video"},
    })
}

#[test]
fn what_managers_read_is_read_as_its_types_say() {
    every_member_in_turn::<Administration>(&json!({
        "school": "S", "you": {"id": "j", "name": "Joke"}, "classes": ["2B"], "server_time": 1,
    }));
    every_member_in_turn::<People>(&json!({"people": [somebody()], "next": "p", "server_time": 1}));
    every_member_in_turn::<PersonFile>(&json!({
        "person": somebody(), "methods": [{"id": "f", "method": "app", "since": 1, "preferred": true}],
        "support_code_until": 3, "history": [entry("reset")], "server_time": 1,
    }));
    every_member_in_turn::<Audit>(
        &json!({"entries": [entry("locked")], "next": 1, "server_time": 1}),
    );
    every_member_in_turn::<SupportCode>(&json!({"code": "AAAA-BBBB-CCCC", "expires_at": 1}));
}

/// A newer server writes down what this widget has no word for: the list is read all the same.
#[test]
fn an_action_that_is_not_known_breaks_no_list() {
    let body = json!({"entries": [entry("teleported"), entry("reset")], "server_time": 1});
    let read: Audit = through_tree(&body).unwrap();
    let actions: Vec<AuditAction> = read.entries.iter().map(|entry| entry.action).collect();
    assert_eq!(actions, [AuditAction::Unknown, AuditAction::Reset]);
    read_alike::<Audit>(&body);
}

#[test]
fn what_is_no_object_is_no_body() {
    for body in [json!(null), json!(1), json!("x"), json!([]), json!([{}])] {
        assert_eq!(through_tree::<Problem>(&body), None, "{body}");
        assert_eq!(through_tree::<Enrolment>(&body), None, "{body}");
    }
}
