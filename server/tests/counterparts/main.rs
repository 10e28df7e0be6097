//! Tests against real programs of other makers, installed by `cargo xtask test`. A missing program is a failed
//! test that says how to get it, never a skipped one.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../world/mod.rs"]
#[allow(unused_imports)]
mod world;

mod sms;
mod smtp;
