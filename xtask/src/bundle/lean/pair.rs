//! Glue and WebAssembly, which belong together: made by one run of wasm-bindgen, renamed at once.

use super::{drop_sections, glue, short_names};
use crate::process;
use crate::project::Project;
use crate::tools::BundleTools;
use anyhow::Result;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use walrus::{ExportId, Module};

/// Glue and WebAssembly of one run of wasm-bindgen.
pub struct Pair {
    name: String,
    pub glue: PathBuf,
    pub wasm: PathBuf,
}

impl Pair {
    pub fn bind(
        project: &Project,
        tools: &BundleTools,
        name: &str,
        linked: &[u8],
        folder: &Path,
    ) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let source = folder.join("linked.wasm");
        fs::write(&source, linked)?;
        let mut command = project.command(&tools.bindgen);
        command
            .args(["--target", "web", "--no-typescript", "--out-name", name])
            .arg("--out-dir")
            .arg(folder)
            .arg(&source);
        process::run(&mut command)?;
        let pair = Self {
            name: name.to_owned(),
            glue: folder.join(format!("{name}.js")),
            wasm: folder.join(format!("{name}_bg.wasm")),
        };
        fs::write(&pair.glue, glue::modern(&fs::read_to_string(&pair.glue)?)?)?;
        Ok(pair)
    }

    /// Short names, and the end of the exports that are not used.
    pub fn shorten(&self, unused: &BTreeSet<String>) -> Result<()> {
        let mut wasm = Module::from_file(&self.wasm)?;
        let ids: Vec<ExportId> = wasm.exports.iter().map(|export| export.id()).collect();
        for id in ids {
            if unused.contains(&wasm.exports.get(id).name) {
                wasm.exports.delete(id);
            }
        }
        walrus::passes::gc::run(&mut wasm);
        let glue = fs::read_to_string(&self.glue)?;
        let glue = short_names::shorten(&mut wasm, &glue, &format!("./{}_bg.js", self.name))?;
        // wasm-opt reads there what it may use, and strips it.
        drop_sections(&mut wasm, |name| name != "target_features");
        fs::write(&self.wasm, wasm.emit_wasm())?;
        Ok(fs::write(&self.glue, glue)?)
    }
}
