//! The views and the elements in a real browser, against a back end that is scripted call by call.
//! What a screen looks like, and whole journeys against the real server, are the end-to-end tests' affair.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod admin;
mod admin_rules;
mod admin_tokens;
mod back_end;
mod bodies;
mod challenge;
mod codes;
mod connection;
mod element;
mod element_life;
mod element_loading;
mod element_stage;
mod enrolment;
mod events;
#[allow(dead_code)]
#[path = "../stories/fixture.rs"]
mod fixture;
mod heard;
mod life;
mod page;
mod password;
mod redrawn;
mod settings;
mod trouble;
mod ways;
mod widget;
mod wishes;
mod words;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
