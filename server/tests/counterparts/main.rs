//! Tests against programs that are not ours: gateways and mail servers as schools run them. A program that is
//! missing is a failure with a sentence: `cargo xtask test` installs it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod sms;
