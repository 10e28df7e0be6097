//! Runs the documentation. Every fenced block of README.md and docs/*.md has a tag, and each is run or checked here:
//!
//! - `sh`: checked, not run. `cargo xtask …` by xtask's own parser; `tweestap-server …` by its `--help`.
//! - `sh demo`: run against a demonstration at `$BASE`; the blocks of a document share it, and a folder.
//! - `sh run`: run in that folder without one, with `tweestap-server` on the path.
//! - `sh elsewhere`: for another machine; only its syntax is looked at.
//! - `html`: a page of another origin under the strict policy; each element must become ready. `https://2fa.example`
//!   stands for the real server, and whatever `token-url` says answers.
//! - `js page`: that page's `/portal.js` (without a page before it: of a page with one element of each kind).
//! - `js`, `jsx`, `ts`, `tsx`, `vue`, `css`, `python`, `php`: must parse.
//! - `json`: must parse. `http`: an exchange, performed and compared; see `exchanges`.
//! - `toml`: all of a document are one configuration file, with which the server starts; `toml alone`: a whole one.
//! - `text`: anything else. A block without a tag, or with another, is a failure.
// Not called main.rs: cargo would take it for a test of the widget.
#![allow(clippy::unwrap_used, clippy::expect_used)]

/// The parser of `cargo xtask` itself. As a source: the crate would bring another set of features to everything here.
#[path = "../../xtask/src/args.rs"]
#[allow(dead_code)]
mod args;
mod blocks;
mod configurations;
mod exchanges;
mod pages;
mod scripts;
mod shape;
mod shell;
mod tables;
