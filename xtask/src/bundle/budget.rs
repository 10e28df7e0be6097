//! What a person downloads, measured on the files in `dist/` themselves: the manifest says only which
//! files those are. The ceiling is checked by `tests/budget.rs`.

use super::apart;
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

/// The same for a page with one of the other bundles, with all that it shares with the rest.
pub const CEILINGS: [(&str, usize); 2] = [("password", 80_000), ("admin", 152_000)];

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
        let languages = self.languages();
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

    /// The same for a bundle of its own: what it shares is the entry, the style sheet and the texts of all views.
    pub fn needed_for(&self, bundle: &str) -> Vec<&Size> {
        let is_text = |size: &&Size| size.file.ends_with(".json");
        let theirs = self.0.iter().filter(|size| apart::is_of(&size.key, bundle));
        let (texts, code): (Vec<&Size>, Vec<&Size>) = theirs.partition(is_text);
        let shared = ["entry", "css", "apart", "words"];
        let shared = self
            .0
            .iter()
            .filter(|size| shared.contains(&size.key.as_str()));
        let largest = [self.languages().collect(), texts]
            .into_iter()
            .filter_map(|texts: Vec<&Size>| texts.into_iter().max_by_key(|size| size.brotli));
        shared.chain(code).chain(largest).collect()
    }

    fn languages(&self) -> impl Iterator<Item = &Size> {
        self.everybodys()
            .filter(|size| size.file.ends_with(".json"))
    }

    fn everybodys(&self) -> impl Iterator<Item = &Size> {
        self.0.iter().filter(|size| !is_for_some(&size.key))
    }

    /// Bytes, brotli 11, of what is needed.
    pub fn total(&self) -> usize {
        total(&self.needed())
    }
}

/// Bytes, brotli 11, of all of these.
pub fn total(sizes: &[&Size]) -> usize {
    sizes.iter().map(|size| size.brotli).sum()
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
        let line = |f: &mut fmt::Formatter<'_>, name, sizes: &[&Size], ceiling| {
            let parts = sizes
                .iter()
                .map(|size| format!("{} {}", size.key, size.brotli));
            let parts: Vec<String> = parts.collect();
            let (sum, total) = (parts.join(" + "), total(sizes));
            write!(
                f,
                "{name}, brotli 11: {sum} = {total} bytes (ceiling {ceiling}"
            )
        };
        line(f, "bundle", &self.needed(), CEILING)?;
        write!(f, ", aim {AIM})")?;
        for (bundle, ceiling) in CEILINGS {
            writeln!(f)?;
            line(f, bundle, &self.needed_for(bundle), ceiling)?;
            write!(f, ")")?;
        }
        Ok(())
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
    fn a_bundle_of_its_own_counts_with_what_it_shares_and_for_nobody_else() {
        let sizes = Sizes(vec![
            file("entry", "tweestap.js", 1),
            file("wasm", "assets/w-1.wasm", 400),
            file("css", "assets/c-1.css", 2),
            file("nl", "assets/nl-1.json", 30),
            file("apart", "assets/apart-1.js", 3),
            file("admin-wasm", "assets/a-1.wasm", 500),
            file("admin-nl", "assets/nl-2.json", 4),
            file("admin-fr", "assets/fr-2.json", 5),
            file("password-wasm", "assets/p-1.wasm", 300),
        ]);
        assert_eq!(sizes.total(), 433);
        assert_eq!(total(&sizes.needed_for("admin")), 541);
        assert_eq!(total(&sizes.needed_for("password")), 336);
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
