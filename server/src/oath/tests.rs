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
    let at = |first, second| HOTP.counter_of(RFC_SECRET, first, second).unwrap();
    assert_eq!(at(COUNTED[0], COUNTED[1]), Some(1));
    assert_eq!(at(COUNTED[6], COUNTED[7]), Some(7));
    assert_eq!(at(COUNTED[7], COUNTED[6]), None);
    assert_eq!(at(COUNTED[6], COUNTED[8]), None);
    assert_eq!(at(COUNTED[6], COUNTED[6]), None);
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
