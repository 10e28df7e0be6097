//! Programs that are not ours: `oathtool` makes codes, `zbarimg` reads QR images.

use std::path::Path;
use std::process::Command;

const STEP: i64 = 30;

/// What the decoder reads in a picture; `None` where it sees no QR image, or several that are not the same.
pub fn qr_in(picture: &Path) -> Option<String> {
    let mut decoder = Command::new("zbarimg");
    let output = decoder.args(["-q", "--raw"]).arg(picture).output();
    let output = output.unwrap_or_else(|error| panic!("zbarimg could not be started: {error}"));
    let text = String::from_utf8(output.stdout).expect("a text");
    let mut read: Vec<&str> = text.lines().collect();
    read.dedup();
    <[&str; 1]>::try_from(read).ok().map(|[one]| one.to_owned())
}

/// An authenticator app: the key of a scanned Key URI, and whatever time it takes to be now.
#[derive(Debug)]
pub struct Authenticator {
    pub key: String,
}

impl Authenticator {
    /// Takes the URI as apps do, and insists on what all of them can.
    pub fn of(uri: &str) -> Self {
        Self::at(uri, "Voorbeeldcollege")
    }

    /// The same at a school of this name.
    pub fn at(uri: &str, school: &str) -> Self {
        let (label, query) = uri
            .strip_prefix("otpauth://totp/")
            .and_then(|rest| rest.split_once('?'))
            .unwrap_or_else(|| panic!("no Key URI: {uri}"));
        let parameter = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        assert!(label.starts_with(&format!("{school}:")), "{uri}");
        assert_eq!(parameter("issuer"), Some(school), "{uri}");
        // Google Authenticator ignores other values, and would show wrong codes.
        for (name, only) in [("algorithm", "SHA1"), ("digits", "6"), ("period", "30")] {
            assert_eq!(parameter(name).unwrap_or(only), only, "{uri}");
        }
        let key = parameter("secret").unwrap_or_else(|| panic!("no secret: {uri}"));
        Self {
            key: key.to_owned(),
        }
    }

    /// The code at a Unix time.
    pub fn code_at(&self, time: i64) -> String {
        self.codes(time, 0).remove(0)
    }

    /// Six digits that are no code within twelve steps of this time.
    pub fn wrong_code(&self, time: i64) -> String {
        let near = self.codes(time - 12 * STEP, 24);
        let mut tries = (100_000..).map(|number: u32| number.to_string());
        tries
            .find(|code| !near.contains(code))
            .expect("a wrong code")
    }

    /// Seconds until a code that begins with a zero, if there is one within twenty minutes.
    pub fn until_leading_zero(&self, time: i64) -> Option<i64> {
        let codes = self.codes(time, 40);
        let steps = codes.iter().position(|code| code.starts_with('0'))?;
        i64::try_from(steps).ok().map(|steps| steps * STEP)
    }

    /// The code at a time and so many after it.
    fn codes(&self, time: i64, more: u32) -> Vec<String> {
        let window = more.to_string();
        let at = format!("@{time}");
        let arguments = ["--totp", "-b", &self.key, "--now", &at, "-w", &window];
        let said = said(Command::new("oathtool").args(arguments));
        said.lines().map(str::to_owned).collect()
    }
}

fn said(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} could not be started: {error}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {complaint}");
    String::from_utf8(output.stdout).expect("a text")
}
