//! Tests against programs that are not ours: gateways and mail servers as schools run them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod sms;
