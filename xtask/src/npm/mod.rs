//! `dist/npm`: the widget as a package for bundlers, editors and content networks, made from the finished bundle.
//! It lies beside what the server carries and is no part of it.

mod about;
mod crates;
mod elements;
mod flavour;
mod frameworks;
mod library;
mod notices;
mod sbom;
pub mod surface;
mod types;

use crate::bundle::assets::{Asset, sha384};
use crate::bundle::files::Files;
use crate::bundle::{ASSETS, ENTRY, manifest, minify};
use crate::project::Project;
use crate::say::timed;
use crate::tools::{self, BundleTools};
use anyhow::{Context, Result};
use serde_json::{Map, Value};
use std::fs;
use std::path::PathBuf;

/// Below `dist/`; the server's own bundle leaves it out.
pub const FOLDER: &str = "npm/";

const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

pub fn folder(project: &Project) -> PathBuf {
    project.dist().join(FOLDER)
}

/// Makes the package of the bundle that is in `dist/`.
pub fn write(project: &Project) -> Result<()> {
    let tools = tools::for_bundle(project)?;
    timed("making the npm package", || {
        let files = assemble(project, &tools)?;
        fs::create_dir_all(folder(project))?;
        files.write(&folder(project))
    })
}

fn assemble(project: &Project, tools: &BundleTools) -> Result<Files> {
    let read = |path: &str| {
        fs::read_to_string(project.root.join(path))
            .with_context(|| format!("{path} cannot be read"))
    };
    let version = env!("CARGO_PKG_VERSION");
    let assets = manifest::assets(&project.dist())?;
    let mut files = Files::default();
    for asset in &assets {
        let contents = contents(project, tools, asset, &assets)?;
        files.put(&flavour::place(&asset.file), contents);
    }
    let entry = flavour::rewrite(&read("src/element.js")?, "", &assets)?;
    files.put(ENTRY, small(project, tools, ENTRY, entry)?);
    let crates = crates::in_the_wasm(project)?;
    let library = library::read(project)?;
    let sbom = sbom::of(version, &crates, &library, &files)?;
    for (path, text) in [
        ("tweestap.d.ts", types::plain()),
        ("react.d.ts", frameworks::react()),
        ("vue.d.ts", frameworks::vue()),
        (
            "custom-elements.json",
            elements::manifest(&read("style/theme.json")?)?,
        ),
        ("sbom.cdx.json", sbom),
        ("THIRD-PARTY-NOTICES.txt", notices::of(&crates, &library)?),
        ("README.md", about::READ_ME.to_owned()),
        (
            "package.json",
            about::package(version, env!("CARGO_PKG_REPOSITORY"))?,
        ),
        ("integrity.json", digests(&files)?),
    ] {
        files.put(path, text.into_bytes());
    }
    for path in LICENCES {
        files.put(path, read(path)?.into_bytes());
    }
    Ok(files)
}

/// As it is in the bundle, but for scripts that look for files by themselves.
fn contents(
    project: &Project,
    tools: &BundleTools,
    asset: &Asset,
    assets: &[Asset],
) -> Result<Vec<u8>> {
    let path = project.dist().join(&asset.file);
    let contents = fs::read(&path).with_context(|| path.display().to_string())?;
    if let Some(key) = flavour::wasm_of(&asset.key) {
        let wasm = assets.iter().find(|asset| asset.key == key);
        let wasm = wasm.with_context(|| format!("the bundle has no WebAssembly `{key}`"))?;
        return Ok(flavour::glue(std::str::from_utf8(&contents)?, wasm)?.into_bytes());
    }
    // `assets/words-0123456789ab.js` was `src/words.js`; only scripts of ours have a source of that name.
    let stem = asset.file.trim_start_matches(ASSETS).rsplit_once('-');
    let source = format!("{}.js", stem.map_or("", |(stem, _)| stem));
    match fs::read_to_string(project.root.join("src").join(&source)) {
        Ok(script) if flavour::has_neighbours(&script) => {
            let script = flavour::rewrite(&script, ASSETS, assets)?;
            small(project, tools, &source, script)
        }
        _ => Ok(contents),
    }
}

fn small(project: &Project, tools: &BundleTools, name: &str, script: String) -> Result<Vec<u8>> {
    minify::asset(project, tools, &format!("npm/{name}"), script.into_bytes())
}

/// SHA-384 of everything a page loads, by path.
fn digests(files: &Files) -> Result<String> {
    let digests: Map<String, Value> = files
        .iter()
        .map(|(path, contents)| (path.to_owned(), sha384(contents).into()))
        .collect();
    Ok(format!("{}\n", serde_json::to_string_pretty(&digests)?))
}
