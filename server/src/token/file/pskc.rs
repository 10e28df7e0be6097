//! PSKC, the Portable Symmetric Key Container (RFC 6030): plain, or encrypted with a key or a passphrase.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use roxmltree::Node;
use tweestap_api::{Problem, RowProblem, Secret};
use zeroize::Zeroizing;

use super::cipher::Keys;
use super::row::{Row, Said, row};
use super::secret::base64;
use super::xml::{at, attribute, child, parse, text};

pub fn read(source: &str, key: Option<&Secret>, now: i64) -> Result<Vec<Row>, Problem> {
    let document = parse(source)?;
    let container = document.root_element();
    if container.tag_name().name() != "KeyContainer" {
        return Err(Problem::ImportUnreadable);
    }
    let keys = Keys::of(container, key)?;
    // Whoever has a key believes that the file is encrypted: somebody has taken that off it, or it is another file.
    if keys.is_none() && key.is_some() {
        return Err(Problem::ImportUnreadable);
    }
    let packages = container
        .children()
        .filter(|node| node.tag_name().name() == "KeyPackage");
    let (mut rows, mut sealed, mut opened) = (Vec::new(), 0, 0);
    for (number, package) in (1..).zip(packages) {
        let key = child(package, "Key");
        // The PIN that a token asks for itself is none of a server's business (section 5, figure 5).
        if attribute(key, "Algorithm").ends_with(":pin") {
            continue;
        }
        let row = read_package(number, package, keys.as_ref(), now);
        if is_sealed(key) {
            keys.as_ref().ok_or(Problem::ImportUnreadable)?;
            sealed += 1;
            opened += usize::from(row.token.as_ref().err() != Some(&RowProblem::MacWrong));
        }
        rows.push(row);
    }
    // Where no MAC at all is right, nothing says that the key is.
    if sealed > 0 && opened == 0 {
        return Err(Problem::ImportUnreadable);
    }
    Ok(rows)
}

fn is_sealed(key: Option<Node<'_, '_>>) -> bool {
    key.and_then(|key| at(key, &["Data", "Secret", "EncryptedValue"]))
        .is_some()
}

fn read_package(number: usize, package: Node<'_, '_>, keys: Option<&Keys>, now: i64) -> Row {
    let key = child(package, "Key");
    let within = |path: &[&str]| key.and_then(|key| at(key, path));
    let format = within(&["AlgorithmParameters", "ResponseFormat"]);
    let printed = text(at(package, &["DeviceInfo", "SerialNo"]));
    let number_in = |name| whole_number(within(&["Data", name]), keys);
    let (counter, period, drift) = (
        number_in("Counter"),
        number_in("TimeInterval"),
        number_in("TimeDrift"),
    );
    let said = Said {
        // Where nothing is printed on it, the vendor's own name for the key.
        serial: match printed {
            "" => attribute(key, "Id"),
            printed => printed,
        },
        kind: attribute(key, "Algorithm"),
        digits: match (
            attribute(format, "Encoding"),
            attribute(format, "CheckDigits"),
        ) {
            ("" | "DECIMAL", "" | "false" | "0") => attribute(format, "Length"),
            _ => "?",
        },
        period: period.as_deref().unwrap_or("?"),
        algorithm: text(within(&["AlgorithmParameters", "Suite"])),
        counter: counter.as_deref().unwrap_or("?"),
        drift: drift.as_deref().unwrap_or("?"),
        drift_seconds: "",
    };
    let mut read = row(number, &said, seed(within(&["Data", "Secret"]), keys));
    if let (Ok(_), Some(problem)) = (&read.token, refused_by(within(&["Policy"]), now)) {
        read.token = Err(problem);
    }
    read
}

fn seed(
    value: Option<Node<'_, '_>>,
    keys: Option<&Keys>,
) -> Result<Zeroizing<Vec<u8>>, RowProblem> {
    let value = value.ok_or(RowProblem::SecretMissing)?;
    let plain = child(value, "PlainValue");
    match (keys, plain) {
        // Only counters and the like stand plain in an encrypted file (section 6, figures 6 and 7).
        (Some(_), Some(_)) => Err(RowProblem::MacWrong),
        (Some(keys), None) if child(value, "EncryptedValue").is_some() => keys.open(value),
        (None, Some(_)) => match text(plain) {
            "" => Err(RowProblem::SecretMissing),
            plain => base64(plain).ok_or(RowProblem::SecretUnreadable),
        },
        _ => Err(RowProblem::SecretMissing),
    }
}

/// A number as text, empty where it is missing; `None`: it cannot be read. It may stand plain in an encrypted file too,
/// for it makes no token that was not there. An encrypted one is binary, in network order (section 4.2).
fn whole_number(value: Option<Node<'_, '_>>, keys: Option<&Keys>) -> Option<String> {
    let Some(value) = value else {
        return Some(String::new());
    };
    match (keys, child(value, "EncryptedValue")) {
        (_, None) => Some(text(child(value, "PlainValue")).to_owned()),
        (Some(keys), Some(_)) => {
            let bytes = keys.open(value).ok()?;
            let number = match bytes.len() {
                4 => i64::from(u32::from_be_bytes(bytes.as_slice().try_into().ok()?)),
                8 => i64::from_be_bytes(bytes.as_slice().try_into().ok()?),
                _ => return None,
            };
            Some(number.to_string())
        }
        (None, Some(_)) => None,
    }
}

/// What the vendor's policy has against it (section 5). A date that cannot be read is none in the future.
fn refused_by(policy: Option<Node<'_, '_>>, now: i64) -> Option<RowProblem> {
    let policy = policy?;
    if let Some(expiry) = child(policy, "ExpiryDate") {
        let is_over = |expiry: Timestamp| expiry.as_second() <= now;
        if moment(text(Some(expiry))).is_none_or(is_over) {
            return Some(RowProblem::Expired);
        }
    }
    // A PIN that is part of the code is no code that we can check.
    match attribute(child(policy, "PINPolicy"), "PINUsageMode") {
        "" | "Local" => None,
        _ => Some(RowProblem::KindUnknown),
    }
}

/// xs:dateTime; where it says no zone, of UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let local = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
    text.parse()
        .ok()
        .or_else(|| local().map(|zoned| zoned.timestamp()))
}
