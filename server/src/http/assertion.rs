//! What the portal's server is told after the second step.

use tweestap_api::{Method, Secret};

use super::caller::Caller;
use crate::assertion::{Claims, LIFETIME, TYPE};
use crate::challenge::{Remembered, amr};
use crate::error::Result;
use crate::random;
use crate::state::App;

/// Why the second step is settled.
pub enum Settled {
    /// Nothing to ask.
    NoFactor,
    RememberedDevice(Remembered),
    Code(Method),
}

pub fn assertion(app: &App, caller: &Caller, settled: &Settled, now: i64) -> Result<Secret> {
    let (method, remembered) = match settled {
        Settled::NoFactor => (None, None),
        Settled::RememberedDevice(remembered) => (None, Some(remembered)),
        Settled::Code(method) => (Some(*method), None),
    };
    let claims = Claims {
        iss: app.config.public_url.clone(),
        aud: caller.school.issuer.clone(),
        sub: caller.account.subject.clone(),
        iat: now,
        exp: now + LIFETIME,
        jti: random::id()?,
        auth_time: caller.session.auth_time,
        amr: amr(method),
        ts_remembered: remembered.is_some(),
        ts_mfa_time: remembered.map(|device| device.since),
    };
    app.keys.signer.sign(TYPE, &claims)
}
