//! Tests of the whole router, by route and by what can go wrong. They wait for nothing: the clock is moved.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod world;

mod challenge;
mod confirm;
mod consume;
mod demo;
mod enrolment;
mod files;
mod http;
mod levels;
mod limits;
mod openapi;
mod races;
mod remember;
mod secrecy;
mod session;
mod settings;
mod sms;
mod sms_budget;
mod sms_gateway;
mod start;
mod storage;
