//! What the portal's server is told after the second step.

use tweestap_api::Secret;

use super::caller::Caller;
use crate::assertion::{Claims, LIFETIME, TYPE};
use crate::challenge::{Settled, amr};
use crate::error::Result;
use crate::random;
use crate::state::App;

/// The `ts_method` of a recovery or reset code, and of a sign-in that the portal asked two steps for itself.
const RECOVERY: &str = "recovery";
const PORTAL: &str = "portal";

pub fn assertion(app: &App, caller: &Caller, settled: &Settled, now: i64) -> Result<Secret> {
    let given_at = match settled {
        // The portal's word is no code: a portal that echoes it vouches for none.
        Settled::NoFactor | Settled::Portal { .. } => None,
        Settled::RememberedDevice(device) => Some(device.since),
        Settled::Code(given) => Some(given.at),
        Settled::Recovery { at } => Some(*at),
    };
    let method = match settled {
        Settled::Recovery { .. } => Some(RECOVERY),
        Settled::Portal { .. } => Some(PORTAL),
        Settled::NoFactor | Settled::RememberedDevice(_) | Settled::Code(_) => None,
    };
    let claims = Claims {
        iss: app.config.public_url.clone(),
        aud: caller.school.issuer.clone(),
        sub: caller.account.subject.clone(),
        iat: now,
        exp: now + LIFETIME,
        jti: random::id()?,
        auth_time: caller.session.auth_time,
        amr: amr(settled, &caller.session.portal_amr),
        ts_remembered: matches!(settled, Settled::RememberedDevice(_)),
        ts_mfa_time: given_at,
        ts_method: method.map(str::to_owned),
        nonce: caller.session.nonce.clone(),
        txn: caller.session.txn.clone(),
    };
    app.keys.ring.signer(now).sign(TYPE, &claims)
}
