//! The widget's glue and WebAssembly without what nobody can see or use: panics' texts, serde's errors,
//! statics and functions that only they reached, exports the entry does not use, long names. Made from
//! what cargo linked, not from what Trunk made of it: only there the linker's records are still true.

mod arguments;
mod endings;
mod gains;
mod glue;
mod layout;
mod linked;
mod never;
mod optimise;
mod order;
mod pair;
mod panics;
mod short_names;
mod silent;
mod symbols;
mod tables;
#[cfg(test)]
mod tests;
mod unread;

use crate::project::Project;
use crate::say::say;
use crate::tools::BundleTools;
use anyhow::{Result, bail};
use gains::Gains;
use linked::Links;
use pair::Pair;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use walrus::{ExportItem, FunctionId, Module};

/// Leaves lean glue and WebAssembly of these names among the staged files.
pub fn run(
    project: &Project,
    tools: &BundleTools,
    staged: &Path,
    name: &str,
    linked: &[u8],
) -> Result<()> {
    drop_joined(tools, &staged.join("snippets"))?;
    let folder = project.scratch().join("lean").join(name);
    let whole = Pair::bind(project, tools, name, linked, &folder.join("whole"))?;
    let mut gains = Gains::from(&whole)?;

    // Which exports the entry uses is known only when there is a glue; then they can be made to end at
    // once, with everything that only they reached.
    let unused = match &tools.esbuild {
        Some(esbuild) => {
            let joined = glue::join(project, esbuild, &whole.glue)?;
            glue::unused(&Module::from_file(&whole.wasm)?, &joined)
        }
        None => BTreeSet::new(),
    };
    let quiet = quieten(linked, &unused)?;
    let mut pair = Pair::bind(project, tools, name, &quiet, &folder.join("quiet"))?;
    gains.say("without what nobody can see or use", &pair)?;

    pair.shorten(&unused)?;
    gains.say("short names", &pair)?;

    if let Some(esbuild) = &tools.esbuild {
        let joined = glue::join(project, esbuild, &pair.glue)?;
        fs::write(&pair.glue, joined)?;
        gains.say("the glue joined and minified", &pair)?;
    }
    let optimised = folder.join("optimised.wasm");
    optimise::optimise(project, tools, &pair.wasm, &optimised)?;
    pair.wasm = optimised;
    gains.say("wasm-opt", &pair)?;

    fs::copy(&pair.glue, staged.join(format!("{name}.js")))?;
    fs::copy(&pair.wasm, staged.join(format!("{name}_bg.wasm")))?;
    Ok(())
}

/// Scripts of the dependencies that the glue imports: joined with it, they save a round trip.
fn drop_joined(tools: &BundleTools, snippets: &Path) -> Result<()> {
    if !snippets.exists() {
        return Ok(());
    }
    if tools.esbuild.is_none() {
        bail!(
            "the glue imports snippets, and esbuild, which joins them, comes with npm: install Node.js with npm"
        );
    }
    Ok(fs::remove_dir_all(snippets)?)
}

/// The linked module without panics and errors for programmers, with traps instead of the exports that
/// are not used, and without all that can no longer be reached.
fn quieten(linked: &[u8], unused: &BTreeSet<String>) -> Result<Vec<u8>> {
    let mut links = Links::read(linked)?;
    let mut module = Module::from_buffer(linked)?;
    let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    let named = links.by_instruction(&module)?;
    for id in exported(&module, unused) {
        panics::trap(&mut module, id);
    }
    tables::narrow(&mut module, &mut links)?;
    let never = never::silence(&mut module);
    let panics = panics::silence(&mut module);
    let silent = silent::silence(&mut module);
    let arguments = arguments::forget(&mut module);
    let forgotten = unread::forget(&mut module, &functions, &links, &named)?;
    say(format!(
        "lean: {} functions only panic, {} places lead to them, {silent} functions write what nobody sees, {never} can never run, \
         {arguments} arguments are read by nobody; {} bytes and {} function pointers were theirs alone",
        panics.functions, panics.places, forgotten.bytes, forgotten.slots
    ));
    // The linker's records are about code that has changed.
    drop_sections(&mut module, |name| {
        name == "linking" || name.starts_with("reloc.")
    });
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

/// wasm-bindgen cuts the hash of the crate from an export's name, when nothing else has that name.
fn exported(module: &Module, names: &BTreeSet<String>) -> Vec<FunctionId> {
    let named = module.exports.iter().filter(|export| {
        names.contains(&export.name) || names.contains(without_hash(&export.name))
    });
    named
        .filter_map(|export| match export.item {
            ExportItem::Function(id) => Some(id),
            _ => None,
        })
        .collect()
}

fn without_hash(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((rest, hash))
            if hash.len() == 16 && hash.bytes().all(|digit| digit.is_ascii_hexdigit()) =>
        {
            rest
        }
        _ => name,
    }
}

fn drop_sections(module: &mut Module, unwanted: impl Fn(&str) -> bool) {
    let sections = module.customs.iter();
    let unwanted: Vec<_> = sections
        .filter(|(_, section)| unwanted(section.name()))
        .map(|(id, _)| id)
        .collect();
    for id in unwanted {
        module.customs.delete(id);
    }
}
