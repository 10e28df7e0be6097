//! Reading a code as people type and paste it: generously in form, never in substance.

use proptest::prelude::*;
use tweestap_api::Secret;
use tweestap_widget::code::{NotACode, looks_like_recovery, read, read_of, recovery};

#[track_caller]
fn reads(typed: &str, code: &str) {
    assert_eq!(read(typed), Ok(Secret::new(code)), "{typed:?}");
}

#[track_caller]
fn refuses(typed: &str, why: NotACode) {
    assert_eq!(read(typed), Err(why), "{typed:?}");
}

#[test]
fn six_digits_are_a_code() {
    reads("123456", "123456");
}

#[test]
fn leading_zeros_stay() {
    reads("000042", "000042");
    reads("000000", "000000");
}

#[test]
fn spaces_and_dashes_are_how_apps_show_a_code() {
    for typed in [
        "123 456",
        " 123456\n",
        "123-456",
        "12.34.56",
        "1 2 3 4 5 6",
        "123\u{a0}456",
        "123\u{202f}456",
        "123\u{2009}456",
        "123\u{3000}456",
        "123\u{2010}456",
        "123\u{2011}456",
        "123\u{2013}456",
        "123\u{2014}456",
        "\t123\t456\r\n",
    ] {
        reads(typed, "123456");
    }
}

#[test]
fn marks_that_nobody_sees_come_along_when_pasting() {
    for mark in [
        '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{feff}',
    ] {
        reads(&format!("{mark}123{mark}456{mark}"), "123456");
    }
}

#[test]
fn the_direction_marks_of_right_to_left_text_come_along_too() {
    for mark in [
        '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{202a}', '\u{202b}', '\u{202c}',
        '\u{2060}',
    ] {
        reads(&format!("{mark}123456{mark}"), "123456");
    }
}

#[test]
fn digits_of_other_keyboards_are_digits() {
    reads("\u{ff10}\u{ff11}\u{ff12}\u{ff13}\u{ff14}\u{ff15}", "012345");
    reads("\u{660}\u{661}\u{662}\u{663}\u{664}\u{669}", "012349");
    reads("\u{6f0}\u{6f1}\u{6f2}\u{6f3}\u{6f4}\u{6f9}", "012349");
    reads("12\u{663}4\u{6f5}\u{ff16}", "123456");
}

#[test]
fn nothing_is_nothing_and_not_a_wrong_code() {
    for typed in ["", "   ", "-", "\u{200b}", " - . "] {
        refuses(typed, NotACode::Missing);
    }
}

#[test]
fn too_few_digits_are_counted() {
    refuses("1", NotACode::Short(1));
    refuses("12 345", NotACode::Short(5));
}

#[test]
fn more_than_six_digits_are_no_code() {
    refuses("1234567", NotACode::Malformed);
    refuses(&"1".repeat(1_024), NotACode::Malformed);
}

#[test]
fn letters_and_other_signs_are_no_code() {
    for typed in [
        "12345a", "l23456", "O23456", "123456!", "+123456", "123,456", "½23456", "²23456",
        "12345六",
    ] {
        refuses(typed, NotACode::Malformed);
    }
}

#[test]
fn a_device_from_school_may_show_eight_digits() {
    for typed in ["01234567", "0123 4567", "0123-4567", "\u{660}1234567"] {
        assert_eq!(read_of(typed, 8), Ok(Secret::new("01234567")), "{typed:?}");
    }
}

#[test]
fn six_digits_are_no_code_of_eight() {
    for typed in ["1", "123456", "1234567", "123456789", "1234567a"] {
        assert_eq!(read_of(typed, 8), Err(NotACode::NotEight), "{typed:?}");
    }
    assert_eq!(read_of("", 8), Err(NotACode::Missing));
}

#[test]
fn a_recovery_code_is_read_generously() {
    for typed in [
        "ABCD-EFGH-JKMN",
        "abcd-efgh-jkmn",
        "abcdefghjkmn",
        "ABCD EFGH JKMN",
        " abcd\u{2013}efgh\u{2013}jkmn\n",
        "\u{200b}ABCD.EFGH.JKMN\u{feff}",
    ] {
        assert_eq!(recovery(typed), "ABCDEFGHJKMN", "{typed:?}");
        assert!(looks_like_recovery(typed), "{typed:?}");
    }
}

#[test]
fn letters_that_look_like_digits_are_those_digits() {
    assert_eq!(recovery("IiLl-Oo00-1111"), "111100001111");
}

#[test]
fn what_is_too_short_or_too_long_is_no_recovery_code() {
    for typed in ["", "-", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMN-P", "123456"] {
        assert!(!looks_like_recovery(typed), "{typed:?}");
    }
}

fn digit() -> impl Strategy<Value = (u32, u32)> {
    (
        0..10_u32,
        prop_oneof![Just(0x30), Just(0x660), Just(0x6f0), Just(0xff10)],
    )
}

fn filling() -> impl Strategy<Value = String> {
    "[ \u{a0}\u{202f}\u{200b}\u{feff}.\u{2013}-]{0,3}"
}

proptest! {
    #[test]
    fn six_digits_in_any_script_with_anything_between_are_those_six(
        digits in prop::collection::vec((digit(), filling()), 6),
        end in filling(),
    ) {
        let mut typed = String::new();
        let mut code = String::new();
        for ((digit, zero), filling) in digits {
            typed.push_str(&filling);
            typed.extend(char::from_u32(zero + digit));
            code.extend(char::from_digit(digit, 10));
        }
        typed.push_str(&end);
        prop_assert_eq!(read(&typed), Ok(Secret::new(code)));
    }

    #[test]
    fn whatever_is_typed_a_code_is_six_ascii_digits(typed in "\\PC{0,12}") {
        if let Ok(code) = read(&typed) {
            prop_assert_eq!(code.expose().len(), 6);
            prop_assert!(code.expose().bytes().all(|byte| byte.is_ascii_digit()));
        }
    }

    #[test]
    fn a_recovery_code_with_anything_between_is_that_code(
        letters in prop::collection::vec(("[0-9A-HJKMNP-TV-Z]", filling()), 12),
        small in any::<bool>(),
    ) {
        let mut typed = String::new();
        let mut code = String::new();
        for (letter, filling) in letters {
            typed.push_str(&letter);
            typed.push_str(&filling);
            code.push_str(&letter);
        }
        if small {
            typed.make_ascii_lowercase();
        }
        prop_assert!(looks_like_recovery(&typed));
        prop_assert_eq!(recovery(&typed), code);
    }

    #[test]
    fn whatever_is_typed_a_recovery_code_is_capitals_and_digits(typed in "\\PC{0,20}") {
        let read = recovery(&typed);
        prop_assert!(read.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()));
        prop_assert!(!read.contains(['I', 'L', 'O']));
    }

    #[test]
    fn a_digit_more_or_less_is_never_a_code(digits in "[0-9]{0,5}|[0-9]{7,20}") {
        prop_assert!(read(&digits).is_err());
    }
}
