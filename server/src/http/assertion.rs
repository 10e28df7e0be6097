//! What the portal's server is told after the second step.

use tweestap_api::Secret;

use super::caller::Caller;
use crate::assertion::{Claims, LIFETIME, TYPE};
use crate::challenge::{Settled, amr};
use crate::error::Result;
use crate::random;
use crate::state::App;

/// The `ts_method` of a recovery or reset code.
const RECOVERY: &str = "recovery";

pub fn assertion(app: &App, caller: &Caller, settled: &Settled, now: i64) -> Result<Secret> {
    let given_at = match settled {
        Settled::NoFactor => None,
        Settled::RememberedDevice(device) => Some(device.since),
        Settled::Code(given) => Some(given.at),
        Settled::Recovery { at } => Some(*at),
    };
    let recovered = matches!(settled, Settled::Recovery { .. });
    let claims = Claims {
        iss: app.config.public_url.clone(),
        aud: caller.school.issuer.clone(),
        sub: caller.account.subject.clone(),
        iat: now,
        exp: now + LIFETIME,
        jti: random::id()?,
        auth_time: caller.session.auth_time,
        amr: amr(settled),
        ts_remembered: matches!(settled, Settled::RememberedDevice(_)),
        ts_mfa_time: given_at,
        ts_method: recovered.then(|| RECOVERY.to_owned()),
        nonce: caller.session.nonce.clone(),
        txn: caller.session.txn.clone(),
    };
    app.keys.signer.sign(TYPE, &claims)
}
