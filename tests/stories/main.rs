//! What happens to a person, told to the pure machines: given, when, then, and these effects.
//! The stories are chosen by hand; the walks try every sequence up to a bounded length against little
//! back ends of their own. Nothing here draws a screen or calls a server.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod admin;
mod challenge;
mod enrolment;
mod fixture;
mod password;
mod rules;
mod settings;
mod tokens;
mod walk;
