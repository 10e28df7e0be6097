//! Unix seconds as people and browsers read them. Reads no clock.

/// RFC 3339, UTC, whole seconds: `2026-11-20T09:00:00Z`.
pub fn rfc3339(unix_seconds: i64) -> String {
    jiff::Timestamp::from_second(unix_seconds)
        .map_or_else(|_| String::new(), |time| time.to_string())
}
