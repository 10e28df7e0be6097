//! Comparing an answer with the documented one: the same members, the same words; times and what is shortened
//! with `…` may differ. A member `"…"` in the document stands for any further ones.

use serde_json::Value;

/// Unix seconds of this century; all other numbers are counted things.
const A_TIME: f64 = 1e9;

/// What differs, as a sentence.
pub fn differs(documented: &Value, real: &Value, place: &str) -> Option<String> {
    match (documented, real) {
        (Value::String(text), Value::String(_)) if text.contains('…') => None,
        (Value::Number(one), Value::Number(other)) => {
            let is_time =
                |number: &serde_json::Number| number.as_f64().is_some_and(|n| n >= A_TIME);
            // Seconds that are left, of which some may have passed.
            let is_wait = place.ends_with(".retry_after")
                && other.as_u64().is_some_and(|left| left > 0)
                && other.as_u64() < one.as_u64();
            (one != other && !is_wait && !(is_time(one) && is_time(other)))
                .then(|| format!("{place}: {other}, not {one}"))
        }
        (Value::Array(some), Value::Array(all)) => {
            if some.len() != all.len() {
                return Some(format!(
                    "{place}: {} of them, not {}",
                    all.len(),
                    some.len()
                ));
            }
            let mut pairs = some.iter().zip(all).enumerate();
            pairs.find_map(|(at, (one, other))| differs(one, other, &format!("{place}[{at}]")))
        }
        (Value::Object(some), Value::Object(all)) => {
            let further = some.contains_key("…");
            if let Some(name) = some
                .keys()
                .find(|name| *name != "…" && !all.contains_key(*name))
            {
                return Some(format!("{place}: there is no {name}"));
            }
            if let Some(name) = all
                .keys()
                .find(|name| !further && !some.contains_key(*name))
            {
                return Some(format!("{place}: {name} is not documented"));
            }
            some.iter()
                .find_map(|(name, one)| differs(one, all.get(name)?, &format!("{place}.{name}")))
        }
        _ => (documented != real).then(|| format!("{place}: {real}, not {documented}")),
    }
}

#[test]
fn only_times_and_what_is_shortened_may_differ() {
    let same = |one: &str, other: &str| {
        let [one, other] = [one, other].map(|text| serde_json::from_str(text).unwrap());
        differs(&one, &other, "").is_none()
    };
    assert!(same(
        r#"{"id":"a…","at":1800000000,"n":3}"#,
        r#"{"id":"xyz","at":1900000000,"n":3}"#
    ));
    assert!(same(r#"{"a":1,"…":"…"}"#, r#"{"a":1,"b":2}"#));
    assert!(same(r#"{"retry_after":30}"#, r#"{"retry_after":29}"#));
    for (one, other) in [
        (r#"{"n":3}"#, r#"{"n":4}"#),
        (r#"{"n":3}"#, r#"{"n":1900000000}"#),
        (r#"{"retry_after":30}"#, r#"{"retry_after":31}"#),
        (r#"{"retry_after":30}"#, r#"{"retry_after":0}"#),
        (r#"{"a":1}"#, r#"{"a":1,"b":2}"#),
        (r#"{"a":1,"b":2}"#, r#"{"a":1}"#),
        (r#"{"a":1,"…":"…"}"#, r#"{"b":2}"#),
        (r#"["a","b"]"#, r#"["a"]"#),
        (r#"{"s":"on"}"#, r#"{"s":"off"}"#),
        (r#"{"s":"a…"}"#, r#"{"s":1}"#),
    ] {
        assert!(!same(one, other), "{one} {other}");
    }
}
