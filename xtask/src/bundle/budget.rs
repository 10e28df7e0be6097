//! What a person downloads, measured on the files in `dist/` themselves: the manifest says only which
//! files those are. The ceiling is checked by `tests/budget.rs`.

use super::assets::is_for_some;
use super::compress::{brotli_11, gzip_9};
use anyhow::{Context, Result};
use serde_json::Value;
use std::fmt;
use std::fs;
use std::path::Path;

/// Bytes, brotli 11: script, WebAssembly, style sheet and the largest language together.
pub const CEILING: usize = 100_000;
/// Where the ceiling is to come down to.
pub const AIM: usize = 64_000;

/// One file in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    pub key: String,
    pub file: String,
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sizes(pub Vec<Size>);

impl Sizes {
    /// Every file of the widget, the entry first.
    pub fn read(dist: &Path) -> Result<Self> {
        let text = fs::read_to_string(dist.join("manifest.json"))
            .context("there is no bundle in dist/: `cargo xtask build` makes it")?;
        let manifest: Value = serde_json::from_str(&text).context("dist/manifest.json")?;
        let mut sizes = vec![size(dist, "entry", &manifest["entry"])?];
        let files = manifest["files"]
            .as_object()
            .context("dist/manifest.json has no files")?;
        for (key, file) in files {
            sizes.push(size(dist, key, file)?);
        }
        Ok(Self(sizes))
    }

    /// What everybody needs, and the largest of the languages (one is needed at a time), with the script
    /// that all but two of them need.
    pub fn needed(&self) -> Vec<&Size> {
        let languages = self.0.iter().filter(|size| size.file.ends_with(".json"));
        let with_script = |language: &'_ Size| -> Vec<&Size> {
            let script = self.0.iter().filter(|size| size.key == "words");
            let wanted = !["nl", "en"].contains(&language.key.as_str());
            script.filter(|_| wanted).collect()
        };
        let spoken = languages.map(|language| {
            let mut files = with_script(language);
            files.push(language);
            files
        });
        let largest =
            spoken.max_by_key(|files| files.iter().map(|size| size.brotli).sum::<usize>());
        let shared = self
            .everybodys()
            .filter(|size| !size.file.ends_with(".json"));
        shared.chain(largest.into_iter().flatten()).collect()
    }

    fn everybodys(&self) -> impl Iterator<Item = &Size> {
        self.0.iter().filter(|size| !is_for_some(&size.key))
    }

    /// Bytes, brotli 11, of what is needed.
    pub fn total(&self) -> usize {
        self.needed().iter().map(|size| size.brotli).sum()
    }
}

fn size(dist: &Path, key: &str, described: &Value) -> Result<Size> {
    let file = described["file"]
        .as_str()
        .with_context(|| format!("{key} has no file"))?;
    let contents = fs::read(dist.join(file)).with_context(|| format!("dist/{file} is missing"))?;
    Ok(Size {
        key: key.to_owned(),
        file: file.to_owned(),
        raw: contents.len(),
        gzip: gzip_9(&contents)?.len(),
        brotli: brotli_11(&contents)?.len(),
    })
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self
            .needed()
            .iter()
            .map(|size| format!("{} {}", size.key, size.brotli))
            .collect();
        let total = self.total();
        write!(
            f,
            "bundle, brotli 11: {} = {total} bytes (",
            parts.join(" + ")
        )?;
        write!(f, "ceiling {CEILING}, aim {AIM})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(key: &str, file: &str, brotli: usize) -> Size {
        Size {
            key: key.into(),
            file: file.into(),
            raw: 0,
            gzip: 0,
            brotli,
        }
    }

    #[test]
    fn a_language_that_needs_a_script_counts_with_it() {
        let mut sizes = vec![
            file("entry", "tweestap.js", 1),
            file("nl", "assets/nl-1.json", 30),
            file("fr", "assets/fr-1.json", 28),
            file("words", "assets/words-1.js", 5),
        ];
        assert_eq!(Sizes(sizes.clone()).total(), 34);
        sizes[1].brotli = 40;
        assert_eq!(Sizes(sizes).total(), 41);
    }

    #[test]
    fn only_the_largest_language_counts_and_nothing_that_few_load() {
        let sizes = Sizes(vec![
            file("entry", "tweestap.js", 1),
            file("en", "assets/en-1.json", 20),
            file("nl", "assets/nl-1.json", 30),
            file("wasm", "assets/w-1.wasm", 400),
            file("contrast", "assets/contrast-1.js", 5000),
        ]);
        assert_eq!(sizes.total(), 431);
    }
}
