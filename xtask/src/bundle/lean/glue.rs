//! The script between page and WebAssembly, as wasm-bindgen writes it, brought down to what the entry
//! uses: `default` and `mount`, and the object that `mount` gives. Other exports come from crates that
//! export classes of their own (wasm-streams).

use super::super::minify;
use super::short_names::in_word;
use crate::process;
use crate::project::Project;
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use walrus::Module;

/// What `src/element.js` imports.
const USED: &str = "export { default, mount } from";

/// Browsers that are too old for this have no private class members either, which the entry is made of.
const OLD: &str = "(typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(";
const NEW: &str = "/* @__PURE__ */ new FinalizationRegistry(";

/// Without the fallback for browsers that have no `FinalizationRegistry`, and so that a class nobody uses
/// can be seen to be unused.
pub fn modern(glue: &str) -> Result<String> {
    if !glue.contains(OLD) {
        bail!("the glue watches over its objects in another way than wasm-bindgen did before");
    }
    Ok(glue.replace(OLD, NEW))
}

/// Joins a glue with the snippets beside it, and drops what the entry does not use.
pub fn join(project: &Project, esbuild: &Path, glue: &Path) -> Result<String> {
    let name = glue.file_name().unwrap_or_default().to_string_lossy();
    let used = glue.with_extension("used.js");
    fs::write(&used, format!("{USED} './{name}';\n"))?;
    let mut command = project.command(esbuild);
    command
        .arg(&used)
        .args(["--bundle", "--format=esm"])
        // The entry frees with `free()`; `using` would need the classes that nothing else needs.
        .arg("--define:Symbol.dispose=undefined")
        .args(minify::FLAGS);
    process::output(&mut command)
}

/// Exports of the WebAssembly that a glue does not name.
pub fn unused(wasm: &Module, glue: &str) -> BTreeSet<String> {
    let words: BTreeSet<&str> = glue.split(|letter| !in_word(letter)).collect();
    let names = wasm.exports.iter().map(|export| export.name.as_str());
    names
        .filter(|name| !words.contains(name))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture::function;
    use super::*;

    #[test]
    fn the_fallback_for_old_browsers_goes_and_a_glue_of_another_form_is_refused() {
        let glue = format!("const A = {OLD}f);\nconst B = {OLD}g);\n");
        let expected = "const A = /* @__PURE__ */ new FinalizationRegistry(f);\n\
                        const B = /* @__PURE__ */ new FinalizationRegistry(g);\n";
        assert_eq!(modern(&glue).unwrap(), expected);
        assert!(modern(expected).is_err());
    }

    #[test]
    fn an_export_is_used_when_its_whole_name_stands_in_the_glue() {
        let mut wasm = Module::default();
        for name in ["mount", "mount_later", "__wbindgen_free"] {
            let id = function(&mut wasm, name, (&[], &[]), |_| {});
            wasm.exports.add(name, id);
        }
        let unused = unused(&wasm, "r.mount(a),r.__wbindgen_free(b)");
        assert_eq!(unused, BTreeSet::from(["mount_later".to_owned()]));
    }
}
