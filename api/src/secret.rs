//! Text that must not be printed: passwords, tokens, keys, codes.

use serde::{Deserialize, Serialize};

/// A string whose `Debug` form is redacted. On the wire it is an ordinary JSON string.
///
/// It has no `Display`: whoever wants the text calls [`Secret::expose`] and can be found by that name.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}
