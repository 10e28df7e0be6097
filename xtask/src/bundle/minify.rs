//! Fewer bytes for the same meaning: esbuild for scripts and style sheets, language files
//! without their keys. Without esbuild (no npm) scripts and style sheets stay as they were written.

use super::language;
use crate::process;
use crate::project::Project;
use crate::tools::BundleTools;
use anyhow::{Context, Result};
use std::fs;

/// Beginning of every glue.
const GLUE: &str = "tweestap_";

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
        // What was copied for Trunk is as it was written.
        (Some("json"), _) => language::file(&project.root.join(language::FOLDER), path),
        // The glue was minified when it was joined.
        (Some("js"), Some(_)) if path.starts_with(GLUE) => Ok(contents),
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
