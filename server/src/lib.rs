//! The reference back end of Tweestap. [`app`] is the whole of it as a router: the API below `/api/v1`, the
//! widget's files and, in demonstration mode only, the portal below `/demo`.
//!
//! The deciding machines ([`enrolment`], [`challenge`]) are pure; [`http`] parses, calls them, stores through
//! [`store`] and answers.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod agent;
pub mod assertion;
pub mod assets;
pub mod audit;
pub mod challenge;
pub mod clock;
pub mod command;
pub mod config;
pub mod demo;
pub mod elevation;
pub mod enrolment;
pub mod error;
pub mod guarded;
pub mod hash;
pub mod http;
pub mod keys;
pub mod mail;
pub mod oath;
pub mod openapi;
pub mod password_hook;
pub mod password_reset;
pub mod password_rules;
pub mod people;
pub mod phone;
pub mod policy;
pub mod portal_token;
pub mod proof;
pub mod random;
pub mod recovery;
pub mod remember;
pub mod seal;
pub mod single_sign_on;
pub mod sms;
pub mod state;
pub mod store;
pub mod texts;
pub mod time;
pub mod token;
pub mod totp;

pub use http::app;
pub use state::{App, Shared};
