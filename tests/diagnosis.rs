//! The explanation of a refused code against an independent generator, `oathtool` (RFC 6238): our own
//! code must not be the judge of our own code.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::process::Command;
use tweestap_api::Secret;
use tweestap_widget::enrolment::diagnosis::clock_difference;

/// 20 bytes, base32; not the RFC's, so that nobody can have looked the codes up.
const KEY: &str = "MZXW6YTBOJUWU23MNU4TQNZWGM3DKMRT";
/// The last second of a step, the first and one between: the step counts, not the second.
const NOWS: [i64; 3] = [1_800_000_029, 1_800_000_030, 1_800_000_047];

/// What an app shows at `time`.
fn oathtool(key: &str, time: i64) -> Secret {
    let now = format!("@{time}");
    let output = Command::new("oathtool")
        .args(["--totp=sha1", "--base32", "--digits=6", "--now", &now, key])
        .output()
        .expect("oathtool is needed to run the tests (Debian, Ubuntu: the package oathtool)");
    assert!(output.status.success(), "oathtool: {output:?}");
    let code = String::from_utf8(output.stdout).unwrap();
    Secret::new(code.trim())
}

fn difference(code: &Secret, server_time: i64) -> Option<i64> {
    clock_difference(&Secret::new(KEY), code, server_time)
}

#[test]
fn a_clock_up_to_ten_steps_off_is_told_exactly() {
    for now in NOWS {
        for steps in -10..=10_i64 {
            let code = oathtool(KEY, now + steps * 30);
            let expected = (steps != 0).then_some(steps * 30);
            assert_eq!(difference(&code, now), expected, "{steps} steps at {now}");
        }
    }
}

#[test]
fn a_clock_further_off_is_not_guessed_at() {
    for now in NOWS {
        for steps in [-2_880, -120, -12, -11, 11, 12, 120, 2_880_i64] {
            let code = oathtool(KEY, now + steps * 30);
            assert_eq!(difference(&code, now), None, "{steps} steps at {now}");
        }
    }
}

#[test]
fn a_code_of_another_account_fits_nowhere() {
    let code = oathtool("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", NOWS[0]);
    assert_eq!(difference(&code, NOWS[0]), None);
}

#[test]
fn leading_zeros_count() {
    // RFC 6238, appendix B, in six digits: 081804 at 1111111109.
    let key = Secret::new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    let at = |code| clock_difference(&key, &Secret::new(code), 1_111_111_109 + 60);
    assert_eq!(at("081804"), Some(-60));
    assert_eq!(at("81804"), None);
}

#[test]
fn what_cannot_be_looked_at_has_no_explanation_and_does_no_harm() {
    let code = oathtool(KEY, NOWS[0]);
    for key in ["", "0189", "not base32!", "MZXW6YTB"] {
        assert_eq!(
            clock_difference(&Secret::new(key), &code, NOWS[0] + 60),
            None
        );
    }
    for time in [-1, 0, 1, 299, i64::MIN, i64::MAX] {
        assert_eq!(difference(&code, time), None);
    }
}
