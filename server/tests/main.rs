//! Tests of the whole router, by route and by what can go wrong. They wait for nothing: the clock is moved.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod world;

mod challenge;
mod change;
mod codes;
mod confirm;
mod consume;
mod demo;
mod deploy;
mod devices;
mod elevation;
mod enrolment;
mod fails_closed;
mod files;
mod hardware;
mod http;
mod levels;
mod limits;
mod mail;
mod openapi;
mod races;
mod recover;
mod recovery_cookie;
mod remember;
mod reset;
mod secrecy;
mod session;
mod settings;
mod sms;
mod sms_budget;
mod sms_gateway;
mod start;
mod storage;
mod versioned;
mod ways;
