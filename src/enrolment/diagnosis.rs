//! Why a code from the app was refused: looks ten steps either side, to explain, never to accept.
//! Only here, where the person holds the secret anyway, may the future be named.

use totp_rs::{Builder, Secret as Key};
use tweestap_api::Secret;

const STEP: i64 = 30;
const STEPS: u16 = 10;

/// By how many seconds the phone's clock is off (negative: behind), if `code` is right at a
/// neighbouring time step of `server_time` (Unix seconds). `None`: it fits nowhere near.
pub fn clock_difference(key: &Secret, code: &Secret, server_time: i64) -> Option<i64> {
    let now = u64::try_from(server_time).ok()?;
    let totp = Builder::new()
        .with_secret(Key::try_from_base32(key.expose()).ok()?)
        .with_skew(STEPS)
        .build_noncompliant();
    let step = i64::try_from(totp.check(code.expose(), now)?).ok()?;
    let difference = (step - server_time / STEP) * STEP;
    (difference != 0).then_some(difference)
}
