//! A moment in the words of the people at the school: their own clock, no number of a time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::sms::text::Language;

/// Amsterdam and Brussels: the rule of the whole European Union since 1996, so no table is needed.
const RULE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

const MONTHS: [(&str, &str); 12] = [
    ("januari", "January"),
    ("februari", "February"),
    ("maart", "March"),
    ("april", "April"),
    ("mei", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augustus", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// `21 november 2026, 14.05 uur`, `21 November 2026, 14:05`; empty for a time no calendar holds.
pub fn in_words(unix_seconds: i64, language: Language) -> String {
    let (Ok(time), Ok(zone)) = (Timestamp::from_second(unix_seconds), TimeZone::posix(RULE)) else {
        return String::new();
    };
    let local = time.to_zoned(zone).datetime();
    let place = usize::try_from(local.month() - 1).unwrap_or_default();
    let (dutch, english) = MONTHS.get(place).copied().unwrap_or_default();
    let (day, year, hour, minute) = (local.day(), local.year(), local.hour(), local.minute());
    match language {
        Language::Dutch => format!("{day} {dutch} {year}, {hour:02}.{minute:02} uur"),
        Language::English => format!("{day} {english} {year}, {hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> (String, String) {
        let seconds = time.parse::<Timestamp>().unwrap().as_second();
        (
            in_words(seconds, Language::Dutch),
            in_words(seconds, Language::English),
        )
    }

    #[test]
    fn a_moment_is_told_by_the_clock_on_the_wall_in_winter_and_in_summer() {
        assert_eq!(
            at("2026-11-21T13:05:00Z"),
            (
                "21 november 2026, 14.05 uur".to_owned(),
                "21 November 2026, 14:05".to_owned()
            )
        );
        assert_eq!(at("2026-07-01T07:00:00Z").0, "1 juli 2026, 09.00 uur");
        // The night the clock goes back, and the last second of a year elsewhere.
        assert_eq!(at("2026-10-25T00:59:59Z").0, "25 oktober 2026, 02.59 uur");
        assert_eq!(at("2026-10-25T01:00:00Z").0, "25 oktober 2026, 02.00 uur");
        assert_eq!(at("2026-12-31T23:00:00Z").0, "1 januari 2027, 00.00 uur");
        assert_eq!(in_words(i64::MAX, Language::Dutch), "");
    }
}
