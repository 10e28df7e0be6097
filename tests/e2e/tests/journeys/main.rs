//! Whole journeys as a person makes them. Each has its own server, data and browser; see the crate for what
//! `find`, `act` and `see` are made of.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access;
mod admin;
mod afterwards;
mod apart;
mod app;
mod frame;
mod fresh;
mod gallery;
mod hooks;
mod judges;
mod language;
mod leaving;
mod listed;
mod living;
mod looks;
mod offline;
mod package;
mod password;
mod rules;
mod schools;
mod sheet;
mod sms;
mod tabs;
mod time;
mod tokens;
mod tongues;
