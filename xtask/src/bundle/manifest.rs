//! `manifest.json`: every file of the widget with its name, digest and bytes, for hosts that build the
//! embedding lines themselves, and for the budget test. The demonstration page is not in it.

use super::assets::Asset;
use super::compress::{brotli_11, gzip_9};
use super::files::Files;
use anyhow::Result;
use serde_json::{Map, Value, json};

pub fn of(entry: &Asset, assets: &[Asset], files: &Files) -> Result<String> {
    let mut named = Map::new();
    for asset in assets {
        named.insert(asset.key.clone(), describe(asset, files)?);
    }
    let manifest = json!({ "entry": describe(entry, files)?, "files": named });
    Ok(format!("{}\n", serde_json::to_string_pretty(&manifest)?))
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
