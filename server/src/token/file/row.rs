//! What a file says of one token, in words, becomes a token: the same for every format.

use tweestap_api::RowProblem;
use zeroize::Zeroizing;

use crate::oath::Kind;

/// Bytes of a seed: RFC 4226 requirement 6; longer ones than a block of SHA-256 are hashed first, and nobody ships any.
const SHORTEST: usize = 16;
const LONGEST: usize = 64;
/// Characters of a serial.
const LONGEST_SERIAL: usize = 64;
/// Steps that a clock can be off when it leaves another server: eight hours, or the number is none of a clock's.
const MOST_DRIFT: i64 = 1_000;
/// No button was pressed that often.
const MOST_COUNTED: i64 = 1 << 40;

/// A token that a file brings.
pub struct Fresh {
    pub serial: String,
    pub seed: Zeroizing<Vec<u8>>,
    pub kind: Kind,
    /// The last counter that was used elsewhere; -1: none. By time: 0.
    pub last_step: i64,
    pub drift: i64,
}

/// A row of a file.
pub struct Row {
    /// The line, or the place of the package: from 1.
    pub number: u32,
    /// Where it can be read.
    pub serial: Option<String>,
    pub token: Result<Fresh, RowProblem>,
}

/// What a file says of a token but for its seed. An empty text says nothing.
#[derive(Default)]
pub struct Said<'a> {
    pub serial: &'a str,
    pub kind: &'a str,
    pub digits: &'a str,
    pub period: &'a str,
    pub algorithm: &'a str,
    /// The next one to be used.
    pub counter: &'a str,
    /// Steps, positive: ahead.
    pub drift: &'a str,
    /// The same in seconds.
    pub drift_seconds: &'a str,
}

type Seed = Result<Zeroizing<Vec<u8>>, RowProblem>;

/// 1 to 64 printable characters of ASCII, as they are printed on plastic.
pub fn is_serial(text: &str) -> bool {
    (1..=LONGEST_SERIAL).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

pub fn row(number: usize, said: &Said<'_>, seed: Seed) -> Row {
    let serial = Some(said.serial.trim())
        .filter(|serial| is_serial(serial))
        .map(str::to_owned);
    Row {
        number: u32::try_from(number).unwrap_or(u32::MAX),
        token: match &serial {
            Some(serial) => fresh(serial, said, seed),
            None => Err(RowProblem::SerialMissing),
        },
        serial,
    }
}

fn fresh(serial: &str, said: &Said<'_>, seed: Seed) -> Result<Fresh, RowProblem> {
    let word = kind_word(said);
    let by_counter = match &word[..] {
        [b'h', ..] => true,
        [b't', ..] => false,
        _ => return Err(RowProblem::KindUnknown),
    };
    let seed = seed?;
    match seed.len() {
        ..SHORTEST => return Err(RowProblem::SecretTooShort),
        SHORTEST..=LONGEST => {}
        _ => return Err(RowProblem::SecretUnreadable),
    }
    let kind = Kind {
        digits: match said.digits {
            "" | "6" => 6,
            "8" => 8,
            _ => return Err(RowProblem::DigitsUnsupported),
        },
        period: match (by_counter, said.period) {
            (true, _) => 0,
            (false, "" | "30") => 30,
            (false, "60") => 60,
            (false, _) => return Err(RowProblem::PeriodUnsupported),
        },
        sha256: is_sha256(said)?,
    };
    Ok(Fresh {
        serial: serial.to_owned(),
        seed,
        kind,
        last_step: if by_counter {
            counter(said.counter)? - 1
        } else {
            0
        },
        drift: if by_counter {
            0
        } else {
            drift(said, kind.period)?
        },
    })
}

/// Letters and digits alone, small: vendors spell as they like. Of a URI, what it ends with.
fn plain(text: &str) -> String {
    let end = text.rsplit([':', '#', '/']).next().unwrap_or_default();
    end.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// `hotp` or `totp`, with the name of a hash behind it where the vendor says both in one word; empty: not known.
fn kind_word(said: &Said<'_>) -> Vec<u8> {
    let named = |text: &str| {
        let word = plain(text);
        let word = word.strip_prefix("oath").unwrap_or(&word);
        match word {
            "event" | "eventbased" | "counter" | "counterbased" => "hotp".to_owned(),
            "time" | "timebased" => "totp".to_owned(),
            word => word.to_owned(),
        }
    };
    // Some call the algorithm what others call the type.
    for word in [named(said.kind), named(said.algorithm)] {
        let is_kind = ["", "sha1", "sha256"].contains(&word.get(4..).unwrap_or("?"));
        if is_kind && (word.starts_with("hotp") || word.starts_with("totp")) {
            return word.into_bytes();
        }
    }
    match (said.kind, said.period, said.counter) {
        ("", "", "") => Vec::new(),
        ("", "", _) => b"hotp".to_vec(),
        ("", _, _) => b"totp".to_vec(),
        _ => Vec::new(),
    }
}

fn is_sha256(said: &Said<'_>) -> Result<bool, RowProblem> {
    let kind = kind_word(said);
    let behind = std::str::from_utf8(kind.get(4..).unwrap_or_default()).unwrap_or_default();
    let word = plain(said.algorithm);
    let word = word.strip_prefix("hmac").unwrap_or(&word);
    match word {
        "" | "hotp" | "totp" | "oathhotp" | "oathtotp" => Ok(behind == "sha256"),
        "sha1" | "hotpsha1" | "totpsha1" => Ok(false),
        "sha256" | "hotpsha256" | "totpsha256" => Ok(true),
        _ => Err(RowProblem::AlgorithmUnsupported),
    }
}

fn counter(text: &str) -> Result<i64, RowProblem> {
    let counter = if text.is_empty() {
        Some(0)
    } else {
        number(text)
    };
    counter
        .filter(|counter| (0..=MOST_COUNTED).contains(counter))
        .ok_or(RowProblem::CounterUnreadable)
}

fn drift(said: &Said<'_>, period: i64) -> Result<i64, RowProblem> {
    let steps = match (said.drift, said.drift_seconds) {
        ("", "") => Some(0),
        // To the nearest step.
        ("", seconds) => {
            number(seconds).map(|seconds| (2 * seconds + period).div_euclid(2 * period))
        }
        (steps, _) => number(steps),
    };
    steps
        .filter(|steps| (-MOST_DRIFT..=MOST_DRIFT).contains(steps))
        .ok_or(RowProblem::CounterUnreadable)
}

/// A whole number that leaves room to reckon with.
fn number(text: &str) -> Option<i64> {
    text.parse::<i64>()
        .ok()
        .filter(|number| number.unsigned_abs() <= 1 << 50)
}
