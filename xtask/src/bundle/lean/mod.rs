//! The widget's glue and WebAssembly without what nobody can see or use: panics' texts, serde's errors,
//! statics and functions that only they reached, exports the entry does not use, long names. Made from
//! what cargo linked, not from what Trunk made of it: only there the linker's records are still true.

mod arguments;
mod endings;
mod glue;
mod layout;
mod linked;
mod optimise;
mod panics;
mod short_names;
mod silent;
mod symbols;
mod unread;

use super::compress::brotli_11;
use crate::process;
use crate::project::Project;
use crate::say::say;
use crate::tools::BundleTools;
use anyhow::{Context, Result};
use linked::Links;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use walrus::{ExportId, ExportItem, FunctionId, Module, ModuleConfig};

const NAME: &str = "tweestap_widget";

/// Replaces the staged glue and WebAssembly by lean ones.
pub fn run(project: &Project, tools: &BundleTools, staged: &Path) -> Result<()> {
    let linked = linked_wasm(project)?;
    let folder = project.scratch().join("lean");
    let whole = Pair::bind(project, tools, &linked, &folder.join("whole"))?;
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
    let quiet = quieten(&linked, &unused)?;
    let mut pair = Pair::bind(project, tools, &quiet, &folder.join("quiet"))?;
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

    fs::copy(&pair.glue, staged.join(format!("{NAME}.js")))?;
    fs::copy(&pair.wasm, staged.join(format!("{NAME}_bg.wasm")))?;
    Ok(())
}

/// What cargo left for Trunk.
fn linked_wasm(project: &Project) -> Result<Vec<u8>> {
    let path = project
        .target
        .join("wasm32-unknown-unknown/widget")
        .join(format!("{NAME}.wasm"));
    fs::read(&path).with_context(|| format!("{}", path.display()))
}

/// Glue and WebAssembly of one run of wasm-bindgen.
struct Pair {
    glue: PathBuf,
    wasm: PathBuf,
}

impl Pair {
    fn bind(project: &Project, tools: &BundleTools, linked: &[u8], folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let source = folder.join("linked.wasm");
        fs::write(&source, linked)?;
        let mut command = project.command(&tools.bindgen);
        command
            .args(["--target", "web", "--no-typescript", "--out-name", NAME])
            .arg("--out-dir")
            .arg(folder)
            .arg(&source);
        process::run(&mut command)?;
        let pair = Self {
            glue: folder.join(format!("{NAME}.js")),
            wasm: folder.join(format!("{NAME}_bg.wasm")),
        };
        fs::write(&pair.glue, glue::modern(&fs::read_to_string(&pair.glue)?)?)?;
        Ok(pair)
    }

    /// Short names, and the end of the exports that are not used.
    fn shorten(&self, unused: &BTreeSet<String>) -> Result<()> {
        let mut wasm = Module::from_file(&self.wasm)?;
        let ids: Vec<ExportId> = wasm.exports.iter().map(|export| export.id()).collect();
        for id in ids {
            if unused.contains(&wasm.exports.get(id).name) {
                wasm.exports.delete(id);
            }
        }
        walrus::passes::gc::run(&mut wasm);
        let glue = fs::read_to_string(&self.glue)?;
        let glue = short_names::shorten(&mut wasm, &glue, &format!("./{NAME}_bg.js"))?;
        // wasm-opt reads there what it may use, and strips it.
        drop_sections(&mut wasm, |name| name != "target_features");
        fs::write(&self.wasm, wasm.emit_wasm())?;
        Ok(fs::write(&self.glue, glue)?)
    }
}

/// The linked module without panics and errors for programmers, with traps instead of the exports that
/// are not used, and without all that can no longer be reached.
fn quieten(linked: &[u8], unused: &BTreeSet<String>) -> Result<Vec<u8>> {
    let links = Links::read(linked)?;
    let mut module = Module::from_buffer(linked)?;
    let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    let named = links.by_instruction(&module)?;
    for id in exported(&module, unused) {
        panics::trap(&mut module, id);
    }
    let panics = panics::silence(&mut module);
    let silent = silent::silence(&mut module);
    let arguments = arguments::forget(&mut module);
    let forgotten = unread::forget(&mut module, &functions, &links, &named)?;
    say(format!(
        "lean: {} functions only panic, {} places lead to them, {silent} functions write what nobody sees, \
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

/// Says what each step was good for, in bytes of the download.
struct Gains {
    /// Brotli 11, of glue and WebAssembly together.
    before: usize,
}

impl Gains {
    fn from(pair: &Pair) -> Result<Self> {
        let wasm = without_names(&fs::read(&pair.wasm)?)?;
        let before = brotli_11(&wasm)?.len() + brotli_11(&fs::read(&pair.glue)?)?.len();
        Ok(Self { before })
    }

    fn say(&mut self, step: &str, pair: &Pair) -> Result<()> {
        let after = Self::from(pair)?.before;
        say(format!(
            "lean: {step}: {} -> {after} bytes, brotli 11",
            self.before
        ));
        self.before = after;
        Ok(())
    }
}

/// Only what would be shipped: functions' names are kept until the end, because `wasm-opt` sorts by them.
fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut nameless = ModuleConfig::new();
    let nameless = nameless
        .generate_name_section(false)
        .generate_producers_section(false);
    let mut module = nameless.parse(wasm)?;
    drop_sections(&mut module, |_| true);
    Ok(module.emit_wasm())
}
