//! Reading version numbers: of a tool from what it says, of a dependency from the workspace manifest.

use crate::process;
use crate::project::Project;
use anyhow::{Context, Result};
use std::path::Path;

/// The version a tool reports, or `None` when it does not run.
pub fn of(project: &Project, tool: &Path) -> Option<String> {
    let text = process::output(project.command(tool).arg("--version")).ok()?;
    in_text(&text)
}

/// The first word that begins with a digit and is made of numbers and dots: `wasm-opt version 108`,
/// `trunk 0.21.14`, `Chromium 156.0.8078.79 built on …`, `0.28.2`.
pub fn in_text(text: &str) -> Option<String> {
    text.split_whitespace()
        .find(|word| {
            word.starts_with(|letter: char| letter.is_ascii_digit())
                && word
                    .chars()
                    .all(|letter| letter.is_ascii_digit() || letter == '.')
        })
        .map(str::to_owned)
}

/// The `X` of a line `name = "=X"` in the manifest.
pub fn pinned(manifest: &str, name: &str) -> Result<String> {
    manifest
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(left, _)| left.trim() == name)
        .find_map(|(_, right)| right.trim().strip_prefix("\"=")?.split('"').next())
        .map(str::to_owned)
        .with_context(|| format!("Cargo.toml has no line `{name} = \"=…\"`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_report_their_version_in_many_ways() {
        for (text, version) in [
            ("trunk 0.21.14\n", "0.21.14"),
            ("wasm-opt version 108", "108"),
            (
                "Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)",
                "156.0.8078.79",
            ),
            (
                "ChromeDriver 156.0.8078.79 (a21ce95c24ce-refs/branch-heads/8078@{#1704})",
                "156.0.8078.79",
            ),
            ("Google Chrome 141.0.7390.54 ", "141.0.7390.54"),
            ("0.28.2\n", "0.28.2"),
        ] {
            assert_eq!(in_text(text).as_deref(), Some(version), "{text}");
        }
        assert_eq!(in_text("no number here"), None);
    }

    #[test]
    fn the_pinned_version_is_read_from_the_manifest() {
        let manifest = "[workspace.dependencies]\nserde = \"1\"\n# wasm-bindgen = \"=0.1.0\"\n\
                        wasm-bindgen-futures = \"=9.9.9\"\nwasm-bindgen = \"=0.2.130\"\n";
        assert_eq!(pinned(manifest, "wasm-bindgen").unwrap(), "0.2.130");
    }

    #[test]
    fn a_version_that_is_not_exact_is_no_pin() {
        let error = pinned("wasm-bindgen = \"0.2\"\n", "wasm-bindgen")
            .unwrap_err()
            .to_string();
        assert!(error.contains("wasm-bindgen"), "{error}");
    }

    #[test]
    fn the_manifest_of_this_workspace_has_a_pin() {
        let manifest = include_str!("../../../Cargo.toml");
        assert!(
            pinned(manifest, "wasm-bindgen")
                .unwrap()
                .starts_with("0.2.")
        );
    }
}
