//! Times in words people use, through the browser's own `Intl`.

use crate::plain;
use js_sys::{
    Array, Date, Function,
    Intl::{DateTimeFormat, NumberFormat},
};
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

/// "3 maart 2026 om 08:00", for what is read years later.
#[cfg(feature = "admin")]
pub fn stamp(language: &str, seconds: i64) -> String {
    let parts = [
        ("day", "numeric"),
        ("month", "long"),
        ("year", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    format(language, seconds, &parts)
}

/// "3 minuten": a number with its unit in the form that the number asks for, which in Arabic is one of six.
pub fn span(language: &str, seconds: u32) -> String {
    let (unit, number) = match seconds {
        0..60 => ("second", seconds),
        60..3_570 => ("minute", (seconds + 30) / 60),
        3_570..169_200 => ("hour", (seconds + 1_800) / 3_600),
        _ => ("day", (seconds + 43_200) / 86_400),
    };
    amount(language, number, unit)
}

/// "60 seconden", as it stands on a token.
#[cfg(feature = "admin")]
pub fn seconds(language: &str, seconds: u32) -> String {
    amount(language, seconds, "second")
}

/// "3 dagen".
#[cfg(feature = "admin")]
pub fn days(language: &str, days: u32) -> String {
    amount(language, days, "day")
}

/// "50.000", grouped as the language does it.
#[cfg(feature = "admin")]
pub fn number(language: &str, number: u32) -> String {
    let format = NumberFormat::new(&locale(language), &js_sys::Object::new()).format();
    said(&format, &JsValue::from_f64(number.into()))
}

fn amount(language: &str, amount: u32, unit: &str) -> String {
    let options = plain::texts(&[("style", "unit"), ("unit", unit), ("unitDisplay", "long")]);
    let format = NumberFormat::new(&locale(language), &options).format();
    said(&format, &JsValue::from_f64(amount.into()))
}

fn format(language: &str, seconds: i64, parts: &[(&str, &str)]) -> String {
    let date = Date::new(&JsValue::from_f64(seconds as f64 * 1_000.0));
    let format = DateTimeFormat::new(&locale(language), &plain::texts(parts)).format();
    said(&format, &date)
}

/// The language as `Intl` is to take it. The schools are European: "Friday at 23:31", not "Friday at
/// 11:31 PM". Arabic gets our digits and months: every code that it speaks of is shown and typed in these digits.
fn locale(language: &str) -> Array {
    let locale = match language.get(..2) {
        Some("en") if language.len() == 2 => "en-GB".to_owned(),
        Some("ar") => [language, "-u-ca-gregory-nu-latn"].concat(),
        _ => language.to_owned(),
    };
    Array::of1(&JsValue::from_str(&locale))
}

fn said(format: &Function, value: &JsValue) -> String {
    let words = format.call1(&JsValue::NULL, value).ok();
    words
        .and_then(|words| words.as_string())
        .unwrap_or_default()
}
