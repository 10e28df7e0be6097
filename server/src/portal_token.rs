//! The portal's signed token: the only way in. Checks everything that can be checked without storage; that
//! it is used once is the store's unique insert. Every failure looks the same from outside.

pub mod client;
mod key;

pub use key::PortalKey;

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, Validation};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tweestap_api::Role;

use crate::config::School;

/// The `typ` of the header (RFC 8725 section 3.11).
pub const TYPE: &str = "tweestap-login+jwt";
/// Seconds between `iat` and `exp` at most.
pub const LIFETIME: i64 = 120;
/// Seconds that clocks may differ.
pub const LEEWAY: i64 = 30;
const LONGEST: usize = 8192;
const LONGEST_NAME: usize = 255;
const LONGEST_ECHO: usize = 255;
/// Entries of `amr`.
const MOST_METHODS: usize = 16;
/// Classes of one person, and bytes of the name of one.
const MOST_CLASSES: usize = 64;
const LONGEST_CLASS: usize = 32;
/// RFC 5321 section 4.5.3.1: what a path can hold.
const LONGEST_EMAIL: usize = 254;

/// Forged, expired, malformed, or for somebody else: nobody is told which.
#[derive(Debug, PartialEq, Eq)]
pub struct Invalid;

/// What the portal says about a person (RFC 7519).
#[derive(Clone, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    pub sub: String,
    pub iat: i64,
    pub exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    pub jti: String,
    /// When the password was given at the portal, Unix seconds.
    pub auth_time: i64,
    /// For display; the subject stands in when it is missing.
    #[serde(default)]
    pub name: Option<String>,
    /// The portal has checked a Tweestap assertion in this sign-in.
    #[serde(default)]
    pub ts_verified: bool,
    /// When a code was given in this sign-in, as that assertion said. Counts only with `ts_verified`.
    #[serde(default)]
    ts_mfa_time: Option<i64>,
    /// When the password was last changed or reset: devices that were remembered before it are forgotten.
    #[serde(default)]
    pub ts_password_changed_at: Option<i64>,
    /// For notices about one's own account.
    #[serde(default)]
    pub email: Option<String>,
    /// Echoed in the assertion, so that the portal can tell which sign-in it is about.
    #[serde(default)]
    pub nonce: Option<String>,
    #[serde(default)]
    pub txn: Option<String>,
    /// How the person proved who they are (RFC 8176).
    #[serde(default)]
    pub amr: Vec<String>,
    /// What the person is at the school. Unknown words are refused: nobody keeps a role by a slip of the pen.
    #[serde(default)]
    pub ts_role: Option<Role>,
    /// Short names, in any order.
    #[serde(default)]
    pub ts_classes: Option<Vec<String>>,
}

impl Claims {
    /// When the portal says that a code was given.
    pub fn vouched_at(&self) -> Option<i64> {
        self.ts_mfa_time.filter(|_| self.ts_verified)
    }
}

/// Checks a token at the time `now` and says which school's it is.
pub fn verify<'a>(
    token: &str,
    schools: &'a [Arc<School>],
    now: i64,
) -> Result<(&'a Arc<School>, Claims), Invalid> {
    let (school, claims): (_, Claims) = signed(token, TYPE, schools)?;
    check(&claims, school, now)?;
    Ok((school, claims))
}

/// What a school's portal has signed as a token of this type, and which school that is. Nothing else is checked.
fn signed<'a, C: DeserializeOwned>(
    token: &str,
    typ: &str,
    schools: &'a [Arc<School>],
) -> Result<(&'a Arc<School>, C), Invalid> {
    if token.len() > LONGEST {
        return Err(Invalid);
    }
    let mut parts = token.split('.');
    let (Some(header), Some(payload), Some(_), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Invalid);
    };
    let header = json(header)?;
    let algorithm = algorithm(&header, typ)?;
    let kid = match header.get("kid") {
        None => None,
        Some(kid) => Some(kid.as_str().ok_or(Invalid)?),
    };
    // Unverified so far, and used only to choose the key it must verify with.
    let claimed = json(payload)?;
    let named = |claim: &str| claimed.get(claim).and_then(Value::as_str);
    let school = schools
        .iter()
        .find(|school| {
            named("iss") == Some(&school.issuer) && named("aud") == Some(&school.audience)
        })
        .ok_or(Invalid)?;
    let claims = school
        .keys
        .iter()
        .filter(|key| key.algorithms.contains(&algorithm) && key.may_be(kid))
        .find_map(|key| signed_claims(token, key, algorithm))
        .ok_or(Invalid)?;
    Ok((school, claims))
}

/// The header's algorithm, from a closed list. `kid` is not needed: a portal has a handful of keys, and all
/// that fit the algorithm, and are not called otherwise, are tried.
fn algorithm(header: &Value, typ: &str) -> Result<Algorithm, Invalid> {
    let header = header.as_object().ok_or(Invalid)?;
    // They name or carry keys of the sender's choosing, or ask for semantics we do not have.
    const REFUSED: [&str; 6] = ["jku", "jwk", "x5u", "x5c", "crit", "b64"];
    if REFUSED.iter().any(|member| header.contains_key(*member)) {
        return Err(Invalid);
    }
    if header.get("typ").and_then(Value::as_str) != Some(typ) {
        return Err(Invalid);
    }
    match header.get("alg").and_then(Value::as_str) {
        Some("ES256") => Ok(Algorithm::ES256),
        Some("EdDSA") => Ok(Algorithm::EdDSA),
        Some("RS256") => Ok(Algorithm::RS256),
        Some("PS256") => Ok(Algorithm::PS256),
        _ => Err(Invalid),
    }
}

fn json(part: &str) -> Result<Value, Invalid> {
    let bytes = BASE64URL_NOPAD
        .decode(part.as_bytes())
        .map_err(|_| Invalid)?;
    serde_json::from_slice(&bytes).map_err(|_| Invalid)
}

fn signed_claims<C: DeserializeOwned>(
    token: &str,
    key: &PortalKey,
    algorithm: Algorithm,
) -> Option<C> {
    let mut validation = Validation::new(algorithm);
    // Times and names are checked below, by our clock and without the library's default leeway.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    jsonwebtoken::decode(token, &key.key, &validation)
        .ok()
        .map(|decoded| decoded.claims)
}

fn check(claims: &Claims, school: &School, now: i64) -> Result<(), Invalid> {
    let life = claims.exp.checked_sub(claims.iat).ok_or(Invalid)?;
    // Saturating: a claim may hold any 64-bit number.
    let late = |time: i64| time.saturating_add(LEEWAY) <= now;
    let early = |time: i64| time > now.saturating_add(LEEWAY);
    let fits = |text: &str, most: usize| text.len() <= most && !text.contains('\0');
    let name_fits = |text: &str| fits(text, LONGEST_NAME) && !text.trim().is_empty();
    let good = claims.iss == school.issuer
        && claims.aud == school.audience
        && (1..=LIFETIME).contains(&life)
        && !late(claims.exp)
        && !early(claims.iat)
        && !claims.nbf.is_some_and(early)
        && !early(claims.auth_time)
        && claims.auth_time >= 0
        && name_fits(&claims.sub)
        && name_fits(&claims.jti)
        && [claims.ts_mfa_time, claims.ts_password_changed_at]
            .into_iter()
            .flatten()
            .all(|time| time >= 0 && !early(time))
        && claims.amr.len() <= MOST_METHODS
        && claims.amr.iter().all(|method| fits(method, LONGEST_NAME))
        && [&claims.nonce, &claims.txn]
            .into_iter()
            .flatten()
            .all(|text| fits(text, LONGEST_ECHO))
        && claims
            .email
            .as_deref()
            .is_none_or(|email| email.len() <= LONGEST_EMAIL)
        && claims
            .name
            .as_deref()
            .is_none_or(|name| fits(name, LONGEST_NAME))
        && claims
            .ts_classes
            .as_deref()
            .is_none_or(|classes| classes.len() <= MOST_CLASSES && classes.iter().all(is_class));
    if good { Ok(()) } else { Err(Invalid) }
}

fn is_class(class: &String) -> bool {
    (1..=LONGEST_CLASS).contains(&class.len())
        && class.trim() == class
        && !class.contains(char::is_control)
}
