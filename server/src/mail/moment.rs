//! A moment in the words of the people at the school: their own clock, no number of a time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::sms::text::Language;

/// Amsterdam and Brussels: the rule of the whole European Union since 1996, so no table is needed.
const RULE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

type Months = [&'static str; 12];

const DUTCH: Months = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const ENGLISH: Months = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const FRENCH: Months = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const GERMAN: Months = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const ARABIC: Months = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

const fn months(language: Language) -> &'static Months {
    match language {
        Language::Dutch | Language::FormalDutch => &DUTCH,
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
        Language::German => &GERMAN,
        Language::Arabic => &ARABIC,
    }
}

/// `21 november 2026, 14.05 uur`, `21 November 2026, 14:05`; empty for a time no calendar holds.
pub fn in_words(unix_seconds: i64, language: Language) -> String {
    let (Ok(time), Ok(zone)) = (Timestamp::from_second(unix_seconds), TimeZone::posix(RULE)) else {
        return String::new();
    };
    let local = time.to_zoned(zone).datetime();
    let place = usize::try_from(local.month() - 1).unwrap_or_default();
    let month = months(language).get(place).copied().unwrap_or_default();
    let (day, year, hour, minute) = (local.day(), local.year(), local.hour(), local.minute());
    match language {
        Language::Dutch | Language::FormalDutch => {
            format!("{day} {month} {year}, {hour:02}.{minute:02} uur")
        }
        Language::English => format!("{day} {month} {year}, {hour:02}:{minute:02}"),
        Language::French if day == 1 => format!("1er {month} {year} à {hour:02}:{minute:02}"),
        Language::French => format!("{day} {month} {year} à {hour:02}:{minute:02}"),
        Language::German => format!("{day}. {month} {year} um {hour:02}:{minute:02} Uhr"),
        Language::Arabic => format!("{day} {month} {year}، {hour:02}:{minute:02}"),
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

    #[test]
    fn each_language_has_its_own_order_and_its_own_signs() {
        let told = |time: &str, language| {
            in_words(time.parse::<Timestamp>().unwrap().as_second(), language)
        };
        let (afternoon, first) = ("2026-11-21T13:05:00Z", "2026-03-01T08:00:00Z");
        assert_eq!(
            told(afternoon, Language::French),
            "21 novembre 2026 à 14:05"
        );
        assert_eq!(told(first, Language::French), "1er mars 2026 à 09:00");
        assert_eq!(told(first, Language::German), "1. März 2026 um 09:00 Uhr");
        assert_eq!(told(first, Language::Arabic), "1 مارس 2026، 09:00");
        assert_eq!(
            told(first, Language::FormalDutch),
            told(first, Language::Dutch)
        );
    }
}
