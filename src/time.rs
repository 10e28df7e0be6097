//! Times in words people use, through the browser's own `Intl`.

use crate::plain;
use js_sys::{Array, Date, Intl::DateTimeFormat};
use wasm_bindgen::JsValue;

/// Seconds since 1970 on this device's clock, which may be wrong.
pub fn device_now() -> i64 {
    (Date::now() / 1_000.0) as i64
}

/// "maandag 08:00", with the date when it is six days off or more, ahead or past.
pub fn moment(language: &str, seconds: i64, now: i64) -> String {
    let mut parts = vec![
        ("weekday", "long"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    if (seconds - now).abs() >= 6 * 86_400 {
        parts.extend([("day", "numeric"), ("month", "long")]);
    }
    format(language, seconds, &parts)
}

/// "3 maart 2026".
pub fn day(language: &str, seconds: i64) -> String {
    format(
        language,
        seconds,
        &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
    )
}

fn format(language: &str, seconds: i64, parts: &[(&str, &str)]) -> String {
    let options = plain::texts(parts);
    // The schools are European: "Friday at 23:31", not "Friday at 11:31 PM".
    let language = if language == "en" { "en-GB" } else { language };
    let date = Date::new(&JsValue::from_f64(seconds as f64 * 1_000.0));
    DateTimeFormat::new(&Array::of1(&JsValue::from_str(language)), &options)
        .format()
        .call1(&JsValue::NULL, &date)
        .ok()
        .and_then(|words| words.as_string())
        .unwrap_or_default()
}
