//! In which ways a challenge may be answered: a person's own methods first, never a way back in by default.

use tweestap_api::{Method, Way};

/// The ways back in that a person has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Back {
    /// Unused recovery codes.
    pub codes_left: u32,
    /// There is a reset code instead.
    pub reset_code: bool,
    /// The help desk has made a code, which is typed where the others are.
    pub support: bool,
}

impl Back {
    /// `None` when every one of them is used.
    pub const fn way(self) -> Option<Way> {
        match (self.reset_code, self.codes_left > 0 || self.support) {
            (_, false) => None,
            (true, true) => Some(Way::ResetCode),
            (false, true) => Some(Way::RecoveryCode),
        }
    }
}

/// The ways besides the one that is asked. `methods`: those in force, the preferred one first.
pub fn others(methods: impl Iterator<Item = Method>, back: Back, asked: Way) -> Vec<Way> {
    methods
        .map(Way::from)
        .chain(back.way())
        .filter(|way| *way != asked)
        .collect()
}
