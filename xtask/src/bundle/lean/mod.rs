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

use super::compress::brotli_9;
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

/// Says what each step was good for. What is shipped is measured at the end, with the strongest
/// compression, which would take longer here than all the steps together.
struct Gains {
    /// Bytes, brotli 9, of glue and WebAssembly together.
    before: usize,
}

impl Gains {
    fn from(pair: &Pair) -> Result<Self> {
        let wasm = without_names(&fs::read(&pair.wasm)?)?;
        let before = brotli_9(&wasm)?.len() + brotli_9(&fs::read(&pair.glue)?)?.len();
        Ok(Self { before })
    }

    fn say(&mut self, step: &str, pair: &Pair) -> Result<()> {
        let after = Self::from(pair)?.before;
        say(format!(
            "lean: {step}: {} -> {after} bytes, brotli 9",
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

#[cfg(test)]
mod fixture;

#[cfg(test)]
mod tests {
    use super::fixture::{holds, linked};
    use super::*;

    fn quiet(unused: &[&str]) -> Vec<u8> {
        let unused = unused.iter().map(|name| (*name).to_owned()).collect();
        let quiet = quieten(linked(), &unused).unwrap();
        wasmparser::Validator::new().validate_all(&quiet).unwrap();
        quiet
    }

    #[test]
    fn panics_texts_and_places_are_gone_and_sentences_stay() {
        let (before, after) = (linked(), quiet(&[]));
        for text in [
            "fixture.rs",
            "index out of bounds",
            "Result::unwrap()",
            "capacity overflow",
        ] {
            assert!(holds(before, text), "{text}");
            assert!(!holds(&after, text), "{text}");
        }
        for text in ["tweede woord", " stappen te gaan", "woorden voor niemand "] {
            assert!(holds(before, text) && holds(&after, text), "{text}");
        }
        assert!(after.len() < before.len() / 2);
    }

    #[test]
    fn an_unused_export_takes_along_what_only_it_reached() {
        let after = quiet(&["nobody_calls_this"]);
        assert!(!holds(&after, "woorden voor niemand"));
        assert!(holds(&after, " stappen te gaan"));
    }

    #[test]
    fn sections_that_are_not_the_linker_s_survive() {
        let module = Module::from_buffer(&quiet(&[])).unwrap();
        let names: Vec<&str> = module
            .customs
            .iter()
            .map(|(_, section)| section.name())
            .collect();
        assert!(names.contains(&"tweestap_note"), "{names:?}");
        assert!(names.contains(&"target_features"), "{names:?}");
        assert!(
            !names
                .iter()
                .any(|name| name.starts_with("reloc") || *name == "linking")
        );
    }

    #[test]
    fn what_goes_in_equal_comes_out_equal() {
        assert!(quiet(&[]) == quiet(&[]));
    }

    #[test]
    fn only_the_hash_of_a_crate_is_cut_from_a_name() {
        for (name, short) in [
            (
                "intounderlyingsink_abort_58a9338f50bce61c",
                "intounderlyingsink_abort",
            ),
            ("mounted_token_given", "mounted_token_given"),
            ("__wbindgen_free", "__wbindgen_free"),
        ] {
            assert_eq!(without_hash(name), short);
        }
    }
}
