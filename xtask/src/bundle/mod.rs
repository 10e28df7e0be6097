//! The widget's bundle: Trunk compiles it, we name every file after its contents, write the names and
//! digests into the entry and the page, and compress. Built again only when an input changed.

pub mod apart;
pub mod assets;
pub mod budget;
mod compress;
pub mod entry;
pub mod files;
mod language;
mod lean;
pub mod manifest;
pub mod minify;
mod overlays;
mod page;
mod stamp;
mod trunk;

use crate::project::Project;
use crate::say::{say, timed};
use crate::tools::{self, BundleTools};
use anyhow::{Context, Result, bail};
use assets::Asset;
use files::Files;
use std::fs::{self, File};

/// The one name that hosts write in their pages; it never changes.
pub const ENTRY: &str = "tweestap.js";
/// The script of the isolated frame's document, which the server writes by this name.
pub const FRAME: &str = "frame.js";
/// Everything below it may be cached for ever: a change of contents is a change of name.
pub const ASSETS: &str = "assets/";

/// Leaves an up-to-date bundle in `dist/`.
pub fn ensure(project: &Project) -> Result<()> {
    let tools = tools::for_bundle(project)?;
    fs::create_dir_all(project.scratch())?;
    // Two terminals may build at once; the second waits and then finds everything up to date.
    let lock = File::create(project.scratch().join("bundle.lock"))?;
    lock.lock().context("waiting for another build")?;
    let inputs = stamp::of_inputs(project, &tools.versions)?;
    if stamp::matches(project, &inputs)? {
        say("the bundle is up to date");
        return Ok(());
    }
    timed("building the bundle", || build(project, &tools, &inputs))
}

fn build(project: &Project, tools: &BundleTools, inputs: &str) -> Result<()> {
    let staged = trunk::build(project, tools)?;
    lean::run(
        project,
        tools,
        &staged,
        "tweestap_widget",
        &apart::linked(project)?,
    )?;
    for bundle in apart::BUNDLES {
        let linked = apart::link(project, bundle)?;
        lean::run(project, tools, &staged, &apart::name_of(bundle), &linked)?;
    }
    let mut files = Files::read(&staged)?;
    let assets = name_assets(project, tools, &mut files)?;
    let entry = write_entry(project, tools, &mut files)?;
    let frame = files.take(FRAME).context("the build made no frame.js")?;
    files.put(FRAME, minify::asset(project, tools, FRAME, frame)?);
    page::rewrite_in(&mut files, &entry, &assets)?;
    files.put("embed.html", page::embed(&entry, &assets).into_bytes());
    files.put(
        "manifest.json",
        manifest::of(&entry, &assets, &files)?.into_bytes(),
    );
    refuse_leftovers(&files)?;
    compress::add_brotli(&mut files)?;
    files.write(&project.dist())?;
    stamp::write(project, inputs)?;
    say(budget::Sizes::read(&project.dist())?.to_string());
    Ok(())
}

/// Moves every file that the entry names to a name made from its contents.
fn name_assets(project: &Project, tools: &BundleTools, files: &mut Files) -> Result<Vec<Asset>> {
    let mut all = Vec::new();
    name_those_of(ENTRY, project, tools, files, &mut all)?;
    Ok(all)
}

/// The same for one script; what a script names may itself be a script that names files.
fn name_those_of(
    script: &str,
    project: &Project,
    tools: &BundleTools,
    files: &mut Files,
    all: &mut Vec<Asset>,
) -> Result<()> {
    let named = entry::files_named(files.text(script)?)?;
    let mut own = Vec::new();
    for (key, path) in named {
        if path.ends_with(".js") && entry::names_files(files.text(&path)?) {
            name_those_of(&path, project, tools, files, all)?;
        }
        let contents = files.take(&path).with_context(|| {
            format!("src/{script} names `{path}` (as {key}), which the build did not make")
        })?;
        let contents = minify::asset(project, tools, &path, contents)?;
        let asset = Asset::new(&key, &path, &contents);
        files.put(&asset.file, contents);
        own.push(asset);
    }
    let seen: Vec<Asset> = own.iter().map(|asset| seen_from(script, asset)).collect();
    let filled_in = entry::rewrite(files.text(script)?, &seen)?;
    files.put(script, filled_in.into_bytes());
    all.extend(own);
    Ok(())
}

/// With its address as the script has to write it: only the entry lies outside the folder of the others.
fn seen_from(script: &str, asset: &Asset) -> Asset {
    let beside = asset.file.strip_prefix(ASSETS).unwrap_or(&asset.file);
    let file = if script == ENTRY { &asset.file } else { beside };
    Asset {
        file: file.to_owned(),
        ..asset.clone()
    }
}

/// The entry, with the new names and digests in it, as small as it can be.
fn write_entry(project: &Project, tools: &BundleTools, files: &mut Files) -> Result<Asset> {
    let script = files.text(ENTRY)?.as_bytes().to_vec();
    let contents = minify::asset(project, tools, ENTRY, script)?;
    let entry = Asset::entry(ENTRY, &contents);
    files.put(ENTRY, contents);
    Ok(entry)
}

/// A file that nothing names would be served stale for ever, or not at all.
fn refuse_leftovers(files: &Files) -> Result<()> {
    let left: Vec<&str> = files.paths().filter(|path| is_unnamed(path)).collect();
    if !left.is_empty() {
        bail!("src/element.js does not name {}", left.join(", "));
    }
    Ok(())
}

/// Whether it is the widget's, and still has the name that Trunk gave it.
fn is_unnamed(path: &str) -> bool {
    let folder = ["lang/", "snippets/"]
        .iter()
        .any(|folder| path.starts_with(folder));
    let scripts = [
        "tweestap.css",
        "apart.js",
        "contrast.js",
        "frame-host.js",
        "words.js",
    ];
    folder || path.starts_with("tweestap_") || scripts.contains(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_entry_does_not_name_may_not_stay() {
        for path in [
            "lang/de.json",
            "tweestap.css",
            "contrast.js",
            "frame-host.js",
            "words.js",
            "apart.js",
            "lang/admin/nl.json",
            "tweestap_widget_bg.wasm",
            "tweestap_admin.js",
            "snippets/a/b.js",
        ] {
            let mut files = Files::default();
            files.put(path, vec![]);
            assert!(
                refuse_leftovers(&files)
                    .unwrap_err()
                    .to_string()
                    .contains(path)
            );
        }
    }

    #[test]
    fn a_script_among_the_assets_finds_its_neighbours_beside_it() {
        let asset = Asset::new("fr", "lang/fr.json", b"[]");
        assert_eq!(seen_from(ENTRY, &asset).file, asset.file);
        let beside = seen_from("words.js", &asset).file;
        assert_eq!([ASSETS, &beside].concat(), asset.file);
    }

    #[test]
    fn named_files_and_the_page_s_own_may_stay() {
        let mut files = Files::default();
        for path in [
            "assets/tweestap_widget_bg-0123456789ab.wasm",
            "tweestap.js",
            "portal.js",
        ] {
            files.put(path, vec![]);
        }
        assert!(refuse_leftovers(&files).is_ok());
    }
}
