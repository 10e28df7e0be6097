//! `manifest.json`: every file of the widget with its name, digest and bytes, for hosts that build the
//! embedding lines themselves, and for the budget test. The demonstration page is not in it.

use super::assets::Asset;
use super::compress::{brotli_11, gzip_9};
use super::files::Files;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

pub fn of(entry: &Asset, assets: &[Asset], files: &Files) -> Result<String> {
    let mut named = Map::new();
    for asset in assets {
        named.insert(asset.key.clone(), describe(asset, files)?);
    }
    let manifest = json!({ "entry": describe(entry, files)?, "files": named });
    Ok(format!("{}\n", serde_json::to_string_pretty(&manifest)?))
}

/// The assets of a finished bundle, in the order of its entry.
pub fn assets(dist: &Path) -> Result<Vec<Asset>> {
    let text = fs::read_to_string(dist.join("manifest.json"))
        .context("there is no bundle in dist/: `cargo xtask build` makes it")?;
    let manifest: Value = serde_json::from_str(&text).context("dist/manifest.json")?;
    let files = manifest["files"]
        .as_object()
        .context("dist/manifest.json has no files")?;
    let read = |(key, described): (&String, &Value)| {
        let text = |name: &str| described[name].as_str().map(str::to_owned);
        let whole = || Some((text("file")?, text("integrity")?));
        let (file, integrity) = whole().with_context(|| format!("{key} in dist/manifest.json"))?;
        Ok(Asset {
            key: key.clone(),
            file,
            integrity,
        })
    };
    files.iter().map(read).collect()
}

/// Bytes: as it is, gzip 9, brotli 11.
fn describe(asset: &Asset, files: &Files) -> Result<Value> {
    let contents = files.get(&asset.file)?;
    Ok(json!({
        "file": asset.file,
        "integrity": asset.integrity,
        "bytes": contents.len(),
        "gzip": gzip_9(contents)?.len(),
        "brotli": brotli_11(contents)?.len(),
    }))
}
