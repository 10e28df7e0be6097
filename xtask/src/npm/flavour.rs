//! The entry once more, for bundlers. The bundle's own entry finds its neighbours by a table of names; a bundler
//! moves files, and finds only what is written out: `import('./x.js')`, and `new URL('./x.wasm', import.meta.url)`.
//! A page without a bundler can load this one as it is.

use crate::bundle::assets::Asset;
use crate::bundle::{self, entry};
use anyhow::{Context, Result, bail};

/// How a script of ours finds what its table names.
const ADDRESS: &str = "new URL(files[key], import.meta.url)";
const STATED: &str = "files[key]";
const IMPORT: &str = "import(address('";
/// Where a file of the bundle lies in the package. Development servers turn every `.css` they are asked for into
/// a script, and minifiers another text than the digest is of: as text it is left alone.
pub fn place(file: &str) -> String {
    match file.strip_suffix(".css") {
        Some(stem) => format!("{stem}.css.txt"),
        None => file.to_owned(),
    }
}

/// Whether a script has a table of its own.
pub fn has_neighbours(script: &str) -> bool {
    entry::files_named(script).is_ok()
}

/// The script (as it is written, in `src`) with every neighbour written out. `folder`: where it lies itself in the
/// package, as `assets/`.
pub fn rewrite(script: &str, folder: &str, all: &[Asset]) -> Result<String> {
    let own = own(script, all)?;
    let beside = |asset: &Asset| {
        let place = place(&asset.file);
        format!("./{}", place.strip_prefix(folder).unwrap_or(&place))
    };
    let mut lines = String::new();
    for asset in own.iter().filter(|asset| !is_script(asset)) {
        // Inlined as a `data:` address it would need a hole in the page's policy; Vite knows the word, and
        // whoever does not reads the file all the same.
        let (key, path) = (entry::quoted(&asset.key), beside(asset));
        lines.push_str(&format!(
            "  {key}: new URL('{path}?no-inline', import.meta.url),\n"
        ));
    }
    let mut script = entry::with_files(&entry::rewrite(script, &own)?, &lines)?;
    if script.matches(ADDRESS).count() != 1 {
        bail!(
            "a script with a table of files must hold `{ADDRESS}` once: the package's is made from it"
        );
    }
    script = script.replace(ADDRESS, STATED);
    for asset in own.iter().filter(|asset| is_script(asset)) {
        let by_key = format!("{IMPORT}{}'))", asset.key);
        script = script.replace(&by_key, &format!("import('{}')", beside(asset)));
    }
    refuse_hidden_imports(&script)?;
    Ok(script)
}

/// What this script's own table names, of all there is.
fn own(script: &str, all: &[Asset]) -> Result<Vec<Asset>> {
    let named = entry::files_named(script)?;
    let find = |(key, path): (String, String)| {
        let found = all.iter().find(|asset| asset.key == key);
        found
            .cloned()
            .with_context(|| format!("the bundle has no {path} (as {key})"))
    };
    named.into_iter().map(find).collect()
}

/// The glue, whose own idea of where the WebAssembly lies is never used, but is looked up by bundlers.
pub fn glue(script: &str, wasm: &Asset) -> Result<String> {
    let name = wasm.file.trim_start_matches(bundle::ASSETS);
    let stem = name.rsplit_once('-').map_or(name, |(stem, _)| stem);
    // As wasm-bindgen writes and esbuild minifies it.
    let fallback = format!("new URL(\"{stem}.wasm\",import.meta.url)");
    if script.matches(&fallback).count() != 1 {
        bail!("the glue must hold `{fallback}` once: bundlers look that file up");
    }
    let known = format!("new URL(\"./{name}?no-inline\",import.meta.url)");
    Ok(script.replace(&fallback, &known))
}

/// The key of the WebAssembly that a glue starts: `glue` has `wasm`, `admin-glue` has `admin-wasm`.
pub fn wasm_of(key: &str) -> Option<String> {
    let bundle = key.strip_suffix("glue")?;
    (bundle.is_empty() || bundle.ends_with('-')).then(|| format!("{bundle}wasm"))
}

/// A bundler takes a script into its own output, so that it is imported and never fetched.
fn is_script(asset: &Asset) -> bool {
    asset.file.ends_with(".js")
}

/// One that a bundler cannot read would be missing in the host's page, not here.
fn refuse_hidden_imports(script: &str) -> Result<()> {
    for (at, _) in script.match_indices("import(") {
        if !script[at..].starts_with("import('./") {
            let line = script[at..].lines().next().unwrap_or_default();
            bail!(
                "`{line}`: the package needs it as `{IMPORT}KEY'))`, with a key of the script's `files`"
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "const files = {\n  glue: './glue.js',\n  css: './t.css',\n  nl: './lang/nl.json',\n};\n\
                          const digests = {};\n\
                          const address = (key) => new URL(files[key], import.meta.url);\n\
                          const glue = await import(address('glue'));\n";

    fn assets() -> Vec<Asset> {
        vec![
            Asset::new("glue", "glue.js", b"1"),
            Asset::new("css", "t.css", b"2"),
            Asset::new("nl", "lang/nl.json", b"3"),
        ]
    }

    #[test]
    fn every_neighbour_is_written_out() {
        let script = rewrite(SCRIPT, "", &assets()).unwrap();
        let [glue, css, nl] = assets().try_into().unwrap();
        for stated in [
            format!("await import('./{}');", glue.file),
            format!(
                "css: new URL('./{}.txt?no-inline', import.meta.url),",
                css.file
            ),
            format!("nl: new URL('./{}?no-inline', import.meta.url),", nl.file),
            "const address = (key) => files[key];".to_owned(),
            format!("nl: '{}',", nl.integrity),
        ] {
            assert!(script.contains(&stated), "{stated}\n{script}");
        }
        assert!(!script.contains("glue: new URL"), "{script}");
    }

    #[test]
    fn the_glue_names_the_file_that_is_there() {
        let wasm = Asset::new("admin-wasm", "tweestap_admin_bg.wasm", b"1");
        let text = "x===void 0&&(x=new URL(\"tweestap_admin_bg.wasm\",import.meta.url));";
        let name = wasm.file.trim_start_matches("assets/");
        let expected = format!("x===void 0&&(x=new URL(\"./{name}?no-inline\",import.meta.url));");
        assert_eq!(glue(text, &wasm).unwrap(), expected);
        assert!(glue("x=1", &wasm).is_err());
        let other = text.replace("admin", "widget");
        assert!(glue(&other, &wasm).is_err(), "another bundle's");
    }

    #[test]
    fn every_bundle_has_its_own_webassembly() {
        for (glue, wasm) in [("glue", "wasm"), ("admin-glue", "admin-wasm")] {
            assert_eq!(wasm_of(glue).as_deref(), Some(wasm));
        }
        assert_eq!(wasm_of("admin-nl"), None);
        assert_eq!(wasm_of("unglue"), None);
    }

    /// A script that lies in `assets/` and has a table itself; the rest of the bundle is not its business.
    #[test]
    fn a_neighbour_has_neighbours_of_its_own() {
        let words = "const files = {\n  'nl-x-formal': './lang/f.json',\n};\nconst digests = {};\n\
                     const load = (key) => json(new URL(files[key], import.meta.url));\n";
        let mut all = assets();
        all.push(Asset::new("nl-x-formal", "lang/f.json", b"4"));
        assert!(has_neighbours(words) && !has_neighbours("x = 1"));
        let script = rewrite(words, "assets/", &all).unwrap();
        let name = all[3].file.trim_start_matches("assets/");
        let line = format!("'nl-x-formal': new URL('./{name}?no-inline', import.meta.url),");
        assert!(script.contains(&line), "{script}");
        assert!(script.contains("json(files[key])"), "{script}");
        assert_eq!(script.matches("new URL").count(), 1, "{script}");
    }

    #[test]
    fn what_a_bundler_could_not_see_is_refused() {
        for (hidden, word) in [
            (
                SCRIPT.replace("address('glue')", "address(key)"),
                "address(key)",
            ),
            (
                SCRIPT.replace("address('glue')", "'https://elsewhere.example/'"),
                "elsewhere",
            ),
            (
                SCRIPT.replace("import.meta.url);", "location.href);"),
                "must hold",
            ),
        ] {
            let error = rewrite(&hidden, "", &assets()).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
