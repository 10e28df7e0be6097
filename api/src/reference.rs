//! A one-time reference to an assertion: what the isolated frame tells the page around it. Whoever only sees the
//! reference has nothing: it takes the portal's own key to turn it back.

use crate::Secret;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Redeem {
    /// 256 bit, good once, for as long as the assertion: at most 60 s.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub reference: Secret,
    /// The portal's proof that it asks: a JWT of its own key, `typ` `tweestap-redeem+jwt`, with `iss`, `aud`,
    /// `iat`, `exp` (at most two minutes later) and `jti` (used once).
    #[cfg_attr(feature = "openapi", schema(max_length = 8192))]
    pub client_assertion: Secret,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Redeemed {
    /// As `tweestap:verified` carries it outside a frame: check it just the same.
    pub assertion: Secret,
}
