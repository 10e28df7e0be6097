//! The example portals of `examples/portal`: each takes a person through everything with the real server and a
//! real browser, and each refuses every assertion that is not about the sign-in at hand.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod forgeries;
mod journey;
mod visitor;
