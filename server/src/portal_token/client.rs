//! The proof of a portal's *server* that it is the portal: a JWT of the same key as its tokens, of another type,
//! so that neither can stand in for the other.

use std::sync::Arc;

use serde::Deserialize;

use super::{Invalid, LEEWAY, LIFETIME, LONGEST_NAME, signed};
use crate::config::School;

/// The `typ` of the header.
pub const TYPE: &str = "tweestap-redeem+jwt";

/// Who asks (RFC 7519). It says nothing about a person.
#[derive(Deserialize)]
pub struct Client {
    iss: String,
    aud: String,
    iat: i64,
    pub exp: i64,
    pub jti: String,
}

/// Checks it at the time `now` and says which school's it is. That it is used once is the store's business.
pub fn verify<'a>(
    token: &str,
    schools: &'a [Arc<School>],
    now: i64,
) -> Result<(&'a Arc<School>, Client), Invalid> {
    let (school, client): (_, Client) = signed(token, TYPE, schools)?;
    let life = client.exp.checked_sub(client.iat).ok_or(Invalid)?;
    let good = client.iss == school.issuer
        && client.aud == school.audience
        && (1..=LIFETIME).contains(&life)
        && client.exp.saturating_add(LEEWAY) > now
        && client.iat <= now.saturating_add(LEEWAY)
        && client.jti.len() <= LONGEST_NAME
        && !client.jti.trim().is_empty();
    if good {
        Ok((school, client))
    } else {
        Err(Invalid)
    }
}
