//! Fewer bytes for the same meaning: esbuild for scripts and style sheets, language files
//! without their keys. Without esbuild (no npm) scripts and style sheets stay as they were written.

use crate::process;
use crate::project::Project;
use crate::tools::BundleTools;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::fs;

const GLUE: &str = "tweestap_widget.js";

/// For every call of esbuild.
pub const FLAGS: [&str; 5] = [
    "--minify",
    "--target=es2022",
    "--charset=utf8",
    "--legal-comments=none",
    "--log-level=warning",
];

/// One file of the bundle, minified according to its extension.
pub fn asset(
    project: &Project,
    tools: &BundleTools,
    path: &str,
    contents: Vec<u8>,
) -> Result<Vec<u8>> {
    match (path.rsplit('.').next(), &tools.esbuild) {
        (Some("json"), _) => {
            sentences(&contents).with_context(|| format!("{path} is no table of sentences"))
        }
        // The glue was minified when it was joined.
        (Some("js"), Some(_)) if path == GLUE => Ok(contents),
        (Some("js" | "css"), Some(esbuild)) => {
            let source = project.scratch().join("minify").join(path);
            fs::create_dir_all(source.parent().context("a file lies in a folder")?)?;
            fs::write(&source, contents)?;
            let text = process::output(project.command(esbuild).arg(&source).args(FLAGS))?;
            Ok(text.into_bytes())
        }
        _ => Ok(contents),
    }
}

/// A language file without its keys: the widget finds a sentence by its position (`src/strings.rs`, and
/// `build.rs` proves that the files agree on the order), so the keys would be a quarter of the download.
fn sentences(contents: &[u8]) -> Result<Vec<u8>> {
    let table: Map<String, Value> = serde_json::from_slice(contents)?;
    if let Some((key, _)) = table.iter().find(|(_, value)| !value.is_string()) {
        bail!("`{key}` is no text");
    }
    let in_order: Vec<&Value> = table.values().collect();
    Ok(serde_json::to_vec(&in_order)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_file_keeps_its_sentences_in_their_order() {
        let text = "{\n  \"title\": \"één  \\\"woord\\\"\",\n  \"again\": \"opnieuw\"\n}\n";
        let small = String::from_utf8(sentences(text.as_bytes()).unwrap()).unwrap();
        assert_eq!(small, "[\"één  \\\"woord\\\"\",\"opnieuw\"]");
    }

    #[test]
    fn what_is_no_table_of_sentences_is_refused() {
        for text in [
            "{\"a\": ,}",
            "[\"a\"]",
            "{\"a\": 1}",
            "{\"a\": {\"b\": \"c\"}}",
        ] {
            assert!(sentences(text.as_bytes()).is_err(), "{text}");
        }
    }
}
