//! The bundles beside the one that everybody gets: the same crate with another feature, which `src/apart.js` loads.

use super::trunk::{FLAGS, flags};
use crate::process;
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;

pub const PROFILE: &str = "widget";

/// Features of the widget's crate, and views of the same names.
pub const BUNDLES: [&str; 2] = ["password", "admin"];

/// Glue and WebAssembly of a bundle are named after it.
pub fn name_of(bundle: &str) -> String {
    format!("tweestap_{bundle}")
}

/// Whether a key of `src/apart.js` is some such bundle's.
pub fn is_theirs(key: &str) -> bool {
    BUNDLES.iter().any(|bundle| is_of(key, bundle))
}

/// `admin-glue`, `admin-nl`.
pub fn is_of(key: &str, bundle: &str) -> bool {
    key.strip_prefix(bundle)
        .is_some_and(|rest| rest.starts_with('-'))
}

/// Compiles a bundle; what cargo linked.
pub fn link(project: &Project, bundle: &str) -> Result<Vec<u8>> {
    let mut command = project.cargo(&["build", "--package", "tweestap", "--lib"]);
    command
        .args(["--target", "wasm32-unknown-unknown", "--profile", PROFILE])
        .args(["--no-default-features", "--features", bundle])
        .env(FLAGS, flags());
    process::run(&mut command)?;
    linked(project)
}

/// What cargo linked last.
pub fn linked(project: &Project) -> Result<Vec<u8>> {
    let folder = project.target.join("wasm32-unknown-unknown").join(PROFILE);
    let path = folder.join("tweestap_widget.wasm");
    fs::read(&path).with_context(|| format!("{}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_of_the_bundle_it_begins_with() {
        assert!(is_theirs("admin-glue") && is_theirs("password-nl-x-formal"));
        assert!(is_of("admin-nl", "admin") && !is_of("admin-nl", "password"));
        for key in ["admin", "administration-nl", "nl", "glue"] {
            assert!(!is_theirs(key), "{key}");
        }
    }
}
