use super::*;

const RFC_SECRET: &[u8; 20] = b"12345678901234567890";
const RFC_SECRET_256: &[u8; 32] = b"12345678901234567890123456789012";

#[test]
fn rt_59_the_vectors_of_rfc_6238_with_eight_digits_are_read_for_both_algorithms() {
    for (time, sha1, sha256) in [
        (59, "94287082", "46119246"),
        (1_111_111_109, "07081804", "68084774"),
        (1_111_111_111, "14050471", "67062674"),
        (1_234_567_890, "89005924", "91819424"),
        (2_000_000_000, "69279037", "90698825"),
        (20_000_000_000, "65353130", "77737706"),
    ] {
        let kind = |sha256| Kind {
            digits: 8,
            period: 30,
            sha256,
        };
        let good = Reading::Good { step: time / 30 };
        assert_eq!(kind(false).read(RFC_SECRET, sha1, time, 0).unwrap(), good);
        assert_eq!(
            kind(true).read(RFC_SECRET_256, sha256, time, 0).unwrap(),
            good
        );
        assert_eq!(
            kind(true).read(RFC_SECRET_256, sha1, time, 0).unwrap(),
            Reading::Wrong
        );
    }
}

const HOTP: Kind = Kind {
    digits: 6,
    period: 0,
    sha256: false,
};
/// RFC 4226 appendix D, counters 0 to 9.
const COUNTED: [&str; 10] = [
    "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
    "520489",
];

#[test]
fn the_vectors_of_rfc_4226_are_read_and_a_counter_never_goes_back() {
    for (counter, code) in (0_i64..).zip(COUNTED) {
        let good = Reading::Good { step: counter };
        assert_eq!(HOTP.read(RFC_SECRET, code, 0, -1).unwrap(), good);
        assert_eq!(HOTP.read(RFC_SECRET, code, 0, counter - 1).unwrap(), good);
        assert_eq!(
            HOTP.read(RFC_SECRET, code, 0, counter).unwrap(),
            Reading::Wrong
        );
    }
    // Ten ahead, and no further.
    let code = |counter: u64| {
        HOTP.plain(RFC_SECRET)
            .unwrap()
            .generate(counter)
            .to_string()
    };
    assert_eq!(
        HOTP.read(RFC_SECRET, &code(15), 0, 5).unwrap(),
        Reading::Good { step: 15 }
    );
    assert_eq!(
        HOTP.read(RFC_SECRET, &code(16), 0, 5).unwrap(),
        Reading::Wrong
    );
}

#[test]
fn two_codes_in_a_row_say_where_a_counter_is_and_others_say_nothing() {
    let at = |first, second| HOTP.of_two(RFC_SECRET, [first, second], 0, -1).unwrap();
    assert_eq!(at(COUNTED[0], COUNTED[1]), Some(1));
    assert_eq!(at(COUNTED[6], COUNTED[7]), Some(7));
    assert_eq!(at(COUNTED[7], COUNTED[6]), None);
    assert_eq!(at(COUNTED[6], COUNTED[8]), None);
    assert_eq!(at(COUNTED[6], COUNTED[6]), None);
    // From the last one spent on, a hundred ahead and no further.
    let code = |counter: u64| {
        let totp = HOTP.plain(RFC_SECRET).unwrap();
        totp.generate(counter).to_string()
    };
    for (first, expected) in [(5, None), (6, Some(7)), (105, Some(106)), (106, None)] {
        let pair = [code(first), code(first + 1)];
        let found = HOTP.of_two(RFC_SECRET, [&pair[0], &pair[1]], 0, 5);
        assert_eq!(found.unwrap(), expected, "{first}");
    }
}

const BY_MINUTE: Kind = Kind {
    digits: 8,
    period: 60,
    sha256: false,
};

fn of_minute(step: i64) -> String {
    let totp = BY_MINUTE.plain(RFC_SECRET).unwrap();
    totp.generate((step * 60) as u64).to_string()
}

#[test]
fn s_b_84_a_clock_is_looked_for_two_steps_either_side_when_a_token_is_handed_out() {
    let (now, current) = (1_800_000_000, 30_000_000);
    let seen = |away: i64, last| {
        let code = of_minute(current + away);
        BY_MINUTE.first_seen(RFC_SECRET, &code, now, last).unwrap()
    };
    for away in -2..=2 {
        assert_eq!(seen(away, 0), Some(current + away));
        assert_eq!(BY_MINUTE.drift_of(current + away, now), away);
    }
    assert_eq!((seen(-3, 0), seen(3, 0)), (None, None));
    assert_eq!(
        (seen(1, current), seen(1, current + 1)),
        (Some(current + 1), None)
    );
}

#[test]
fn s_b_84_a_clock_that_ran_away_is_found_ten_steps_either_side_from_two_codes_in_a_row() {
    let (now, current) = (1_800_000_000, 30_000_000);
    let found = |first: i64, second: i64, last| {
        let pair = [of_minute(current + first), of_minute(current + second)];
        let pair = [pair[0].as_str(), pair[1].as_str()];
        BY_MINUTE.of_two(RFC_SECRET, pair, now, last).unwrap()
    };
    for (first, second, expected) in [
        (-11, -10, Some(-10)),
        (9, 10, Some(10)),
        (-12, -11, None),
        (10, 11, None),
        (3, 3, None),
        (4, 3, None),
        (3, 5, None),
    ] {
        let expected = expected.map(|away| current + away);
        assert_eq!(found(first, second, 0), expected, "{first} {second}");
    }
    assert_eq!(found(3, 4, current + 3), None, "spent");
}

#[test]
fn a_token_of_sixty_seconds_has_one_step_either_side_too() {
    let kind = Kind {
        digits: 6,
        period: 60,
        sha256: false,
    };
    let now = 1_800_000_000;
    let current = now / 60;
    let code = |step: i64| {
        let totp = kind.plain(RFC_SECRET).unwrap();
        totp.generate((step * 60) as u64).to_string()
    };
    for (away, expected) in [
        (-1, Reading::Good { step: current - 1 }),
        (1, Reading::Good { step: current + 1 }),
        (-2, Reading::Past { seconds: 120 }),
        (2, Reading::Wrong),
    ] {
        let read = kind.read(RFC_SECRET, &code(current + away), now, 0);
        assert_eq!(read.unwrap(), expected, "{away}");
    }
}
