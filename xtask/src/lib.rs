//! The task runner behind `cargo xtask`: installs tools, builds the bundle, serves, tests, measures.
//! It never decides anything about two-step verification.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod args;
pub mod bench;
pub mod bundle;
pub mod conformance;
pub mod npm;
pub mod process;
pub mod project;
pub mod release;
pub mod say;
pub mod serve;
pub mod suite;
pub mod tally;
pub mod tools;
