//! Names made from contents, and the digests that a browser checks (Subresource Integrity).

use super::apart;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};
use std::path::Path;

/// Hexadecimal digits of SHA-256 in a file name: 48 bits, enough that no two builds of one file meet.
const DIGITS: usize = 12;

/// One file of the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// What the entry calls it: `glue`, `wasm`, `css`, or a language.
    pub key: String,
    /// Path in `dist/`, with `/`.
    pub file: String,
    /// As the `integrity` attribute wants it (W3C SRI): `sha256-` or `sha384-` and base64.
    pub integrity: String,
}

impl Asset {
    pub fn new(key: &str, path: &str, contents: &[u8]) -> Self {
        Self {
            key: key.to_owned(),
            file: named(path, contents),
            integrity: sha256(contents),
        }
    }

    /// The entry keeps its name, because hosts have written it into their pages.
    pub fn entry(file: &str, contents: &[u8]) -> Self {
        Self {
            key: "entry".into(),
            file: file.into(),
            integrity: sha384(contents),
        }
    }

    /// Languages are fetched one at a time.
    pub fn is_language(&self) -> bool {
        self.file.ends_with(".json") && !is_for_some(&self.key)
    }

    /// Everybody needs it, at once.
    pub fn is_for_everybody(&self) -> bool {
        !self.file.ends_with(".json") && !is_for_some(&self.key)
    }
}

/// What the entry loads only where a page makes use of it: neither worth a hint nor part of what everybody pays.
pub fn is_for_some(key: &str) -> bool {
    ["apart", "contrast", "host", "words"].contains(&key) || apart::is_theirs(key)
}

/// `lang/nl.json` becomes `assets/nl-0123456789ab.json`.
fn named(path: &str, contents: &[u8]) -> String {
    let path = Path::new(path);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let digest = hex(&Sha256::digest(contents));
    format!("{}{stem}-{}.{extension}", super::ASSETS, &digest[..DIGITS])
}

/// What a page writes by hand gets the longer digest.
pub fn sha384(contents: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(contents)))
}

fn sha256(contents: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(contents)))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_carries_the_digest_of_the_contents() {
        // SHA-256("abc"), FIPS 180-2.
        let asset = Asset::new("nl", "lang/nl.json", b"abc");
        assert_eq!(asset.file, "assets/nl-ba7816bf8f01.json");
        assert_eq!(
            asset.integrity,
            "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
        );
        assert!(asset.is_language());
    }

    #[test]
    fn other_contents_get_another_name() {
        let names =
            [&b"a"[..], b"b"].map(|contents| Asset::new("css", "tweestap.css", contents).file);
        assert_ne!(names[0], names[1]);
    }

    #[test]
    fn the_entry_keeps_its_name_and_has_the_longer_digest() {
        // SHA-384("abc"), FIPS 180-2.
        let entry = Asset::entry("tweestap.js", b"abc");
        assert_eq!(entry.file, "tweestap.js");
        assert_eq!(
            entry.integrity,
            "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"
        );
    }
}
