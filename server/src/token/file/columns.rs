//! Names of columns, as vendors and other servers write them: in any order, in any case, with or without spaces.

use ::csv::StringRecord;

use super::secret::Form;

/// What a cell can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    Serial,
    Secret(Option<Form>),
    Kind,
    Digits,
    Period,
    Algorithm,
    Counter,
    Drift,
    DriftSeconds,
}

const NAMES: [(&[&str], Means); 11] = [
    (
        &[
            "serial",
            "serialnumber",
            "serialno",
            "serialnr",
            "sn",
            "tokenserial",
            "tokenserialnumber",
            "tokenid",
        ],
        Means::Serial,
    ),
    (
        &[
            "secret",
            "secretkey",
            "seed",
            "tokenseed",
            "key",
            "otpkey",
            "otpsecret",
            "sharedsecret",
        ],
        Means::Secret(None),
    ),
    (
        &[
            "secrethex",
            "hexsecret",
            "seedhex",
            "hexseed",
            "keyhex",
            "hexkey",
            "hex",
        ],
        Means::Secret(Some(Form::Hex)),
    ),
    (
        &[
            "secretbase32",
            "base32secret",
            "seedbase32",
            "base32seed",
            "keybase32",
            "base32key",
            "base32",
        ],
        Means::Secret(Some(Form::Base32)),
    ),
    (
        &["type", "kind", "tokentype", "otptype", "oathtype", "mode"],
        Means::Kind,
    ),
    (
        &[
            "digits",
            "otpdigits",
            "numberofdigits",
            "length",
            "otplen",
            "otplength",
            "codelength",
            "responselength",
        ],
        Means::Digits,
    ),
    (
        &[
            "period",
            "interval",
            "timeinterval",
            "timestep",
            "timeperiod",
            "step",
        ],
        Means::Period,
    ),
    (
        &[
            "algorithm",
            "algo",
            "hash",
            "hashalgorithm",
            "hashfunction",
            "hashlib",
            "hmac",
            "suite",
        ],
        Means::Algorithm,
    ),
    (
        &[
            "counter",
            "eventcounter",
            "hotpcounter",
            "movingfactor",
            "count",
        ],
        Means::Counter,
    ),
    (&["drift", "timedrift", "clockdrift"], Means::Drift),
    (
        &["driftseconds", "timedriftseconds", "timeshift"],
        Means::DriftSeconds,
    ),
];

fn meaning(name: &str) -> Option<Means> {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let known = NAMES
        .iter()
        .find(|(names, _)| names.contains(&name.as_str()));
    known.map(|(_, means)| *means)
}

/// What each column says; a column of another name says nothing to us.
#[derive(Debug)]
pub struct Columns(Vec<Option<Means>>);

impl Columns {
    /// Of a first line that names a serial and a secret; `None`: it is no such line.
    pub fn named(header: &StringRecord) -> Option<Self> {
        let columns = Self(header.iter().map(meaning).collect());
        let has = |which: fn(&Means) -> bool| columns.0.iter().flatten().any(which);
        let is_header =
            has(|means| *means == Means::Serial) && has(|means| matches!(means, Means::Secret(_)));
        is_header.then_some(columns)
    }

    /// No two columns say the same thing.
    pub fn are_distinct(&self) -> bool {
        let said: Vec<_> = self
            .0
            .iter()
            .flatten()
            .map(std::mem::discriminant)
            .collect();
        said.iter()
            .enumerate()
            .all(|(place, one)| !said[..place].contains(one))
    }

    /// The form that the name of the secret's column states.
    pub fn form(&self) -> Option<Form> {
        self.0.iter().flatten().find_map(|means| match means {
            Means::Secret(form) => *form,
            _ => None,
        })
    }

    /// A cell of a row; empty where the row or the column is missing.
    pub fn cell<'a>(&self, record: &'a StringRecord, wanted: Means) -> &'a str {
        let wanted = std::mem::discriminant(&wanted);
        let place = self
            .0
            .iter()
            .position(|means| means.as_ref().map(std::mem::discriminant) == Some(wanted));
        place
            .and_then(|place| record.get(place))
            .unwrap_or_default()
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}
