//! `sbom.cdx.json`: what the package is made of, as CycloneDX 1.6 describes it. No date and no serial number:
//! what is equal in is equal out.

use super::crates::Crate;
use super::library::Library;
use crate::bundle::assets::hex;
use crate::bundle::files::Files;
use anyhow::Result;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256, Sha384};

pub fn of(version: &str, crates: &[Crate], library: &Library, files: &Files) -> Result<String> {
    let root = format!("pkg:npm/tweestap@{version}");
    let components: Vec<Value> = crates
        .iter()
        .filter(|one| !one.own)
        .map(component)
        .chain([standard(library)])
        .chain(files.iter().map(|(path, contents)| file(path, contents)))
        .collect();
    let parts: Vec<&Value> = components.iter().map(|one| &one["bom-ref"]).collect();
    let sbom = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": root,
                "name": "tweestap",
                "version": version,
                "purl": root,
                "licenses": [{ "expression": "Apache-2.0 OR MIT" }],
            },
        },
        "components": components,
        "dependencies": [{ "ref": root, "dependsOn": parts }],
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&sbom)?))
}

fn component(one: &Crate) -> Value {
    let mut described = Map::new();
    let purl = one.purl();
    described.insert("type".into(), json!("library"));
    described.insert("bom-ref".into(), json!(purl));
    described.insert("name".into(), json!(one.name));
    described.insert("version".into(), json!(one.version));
    if !one.description.is_empty() {
        described.insert("description".into(), json!(one.description));
    }
    if let Some(digest) = &one.sha256 {
        let hashes = json!([{ "alg": "SHA-256", "content": digest }]);
        described.insert("hashes".into(), hashes);
    }
    described.insert("licenses".into(), json!([{ "expression": one.license }]));
    described.insert("purl".into(), json!(purl));
    if let Some(repository) = &one.repository {
        let references = json!([{ "type": "vcs", "url": repository }]);
        described.insert("externalReferences".into(), references);
    }
    Value::Object(described)
}

/// Rust's own library is linked in, too.
fn standard(library: &Library) -> Value {
    json!({
        "type": "library",
        "bom-ref": format!("rust-std@{}", library.version),
        "name": "rust-std",
        "version": library.version,
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
    })
}

fn file(path: &str, contents: &[u8]) -> Value {
    json!({
        "type": "file",
        "bom-ref": format!("file:{path}"),
        "name": path,
        "hashes": [
            { "alg": "SHA-256", "content": hex(&Sha256::digest(contents)) },
            { "alg": "SHA-384", "content": hex(&Sha384::digest(contents)) },
        ],
    })
}
