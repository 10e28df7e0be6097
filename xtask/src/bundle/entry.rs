//! The two constants of `src/element.js` that the build fills in: `files` (where its neighbours are)
//! and `digests` (what they must hash to). It changes nothing else in the script.

use super::assets::Asset;
use anyhow::{Context, Result, bail};

const FILES: &str = "const files = {";
const DIGESTS: &str = "const digests = {};";

/// Key and path (without `./`) of every file that the entry names, in its order.
pub fn files_named(script: &str) -> Result<Vec<(String, String)>> {
    let named = block(script)?
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(pair);
    let named = named.collect::<Result<Vec<_>>>()?;
    if named.is_empty() {
        bail!("`files` in src/element.js is empty");
    }
    Ok(named)
}

/// The script with the assets' names and digests.
pub fn rewrite(script: &str, assets: &[Asset]) -> Result<String> {
    let files: String = assets
        .iter()
        .map(|asset| format!("  {}: './{}',\n", quoted(&asset.key), asset.file))
        .collect();
    let digests: String = assets
        .iter()
        .map(|asset| format!("  {}: '{}',\n", quoted(&asset.key), asset.integrity))
        .collect();
    once(script, DIGESTS)?;
    let digests = format!("const digests = {{\n{digests}}};");
    Ok(with_files(script, &files)?.replace(DIGESTS, &digests))
}

/// The script with other lines between the braces of `files`.
pub fn with_files(script: &str, lines: &str) -> Result<String> {
    let old = format!("{FILES}{}}};", block(script)?);
    Ok(script.replace(&old, &format!("{FILES}\n{lines}}};")))
}

/// A key as a property's name: `nl`, `'nl-BE'`.
pub fn quoted(key: &str) -> String {
    if key.chars().all(|letter| letter.is_ascii_alphanumeric()) {
        key.to_owned()
    } else {
        format!("'{key}'")
    }
}

/// What stands between the braces of `files`.
fn block(script: &str) -> Result<&str> {
    once(script, FILES)?;
    let (_, rest) = script.split_once(FILES).unwrap_or_default();
    let (block, _) = rest
        .split_once("};")
        .context("`files` in src/element.js has no end")?;
    Ok(block)
}

/// `glue: './tweestap_widget.js',`
fn pair(line: &str) -> Result<(String, String)> {
    let read = || {
        let (key, path) = line.trim_end_matches(',').split_once(':')?;
        let path = path.trim().strip_prefix("'./")?.strip_suffix('\'')?;
        let key = key.trim().trim_matches('\'');
        let plain = !key.is_empty()
            && key
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        plain.then(|| (key.to_owned(), path.to_owned()))
    };
    read()
        .with_context(|| format!("`{line}` in src/element.js is not of the form `key: './path',`"))
}

fn once(script: &str, text: &str) -> Result<()> {
    match script.matches(text).count() {
        1 => Ok(()),
        count => bail!("`{text}` must stand in src/element.js once, and does {count} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "// before\nconst files = {\n  glue: './tweestap_widget.js',\n  \
                          nl: './lang/nl.json',\n};\nconst digests = {};\nafter(files.glue);\n";

    fn assets() -> Vec<Asset> {
        vec![
            Asset::new("glue", "tweestap_widget.js", b"glue"),
            Asset::new("nl", "lang/nl.json", b"{}"),
        ]
    }

    #[test]
    fn the_files_are_read_in_their_order() {
        let named = files_named(SCRIPT).unwrap();
        let expected = [("glue", "tweestap_widget.js"), ("nl", "lang/nl.json")];
        assert_eq!(
            named,
            expected.map(|(key, path)| (key.to_owned(), path.to_owned()))
        );
    }

    #[test]
    fn names_and_digests_are_filled_in_and_nothing_else_changes() {
        let assets = assets();
        let rewritten = rewrite(SCRIPT, &assets).unwrap();
        let expected = format!(
            "// before\nconst files = {{\n  glue: './{}',\n  nl: './{}',\n}};\nconst digests = {{\n  \
             glue: '{}',\n  nl: '{}',\n}};\nafter(files.glue);\n",
            assets[0].file, assets[1].file, assets[0].integrity, assets[1].integrity
        );
        assert_eq!(rewritten, expected);
    }

    #[test]
    fn a_script_that_is_filled_in_already_is_refused() {
        let once = rewrite(SCRIPT, &assets()).unwrap();
        assert!(
            rewrite(&once, &assets())
                .unwrap_err()
                .to_string()
                .contains("digests")
        );
    }

    #[test]
    fn a_script_of_another_form_is_refused_by_name() {
        for (script, word) in [
            ("const digests = {};", "const files"),
            ("const files = {\n};\nconst digests = {};", "empty"),
            ("const files = {\n  glue: \"x\",\n};", "glue"),
            ("const files = {\n  ...more,\n};", "more"),
            ("const files = {\n  a: './b',", "end"),
        ] {
            let error = files_named(script).unwrap_err().to_string();
            assert!(error.contains(word), "{script}: {error}");
        }
    }
}
