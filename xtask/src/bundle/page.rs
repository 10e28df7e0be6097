//! The demonstration page and the lines for hosts: the entry with its digest, and the hints that let
//! script, WebAssembly and style sheet travel in the same round trip as the entry.

use super::assets::Asset;
use super::files::Files;
use anyhow::{Result, bail};

const PAGE: &str = "index.html";

pub fn rewrite_in(files: &mut Files, entry: &Asset, assets: &[Asset]) -> Result<()> {
    let page = rewrite(files.text(PAGE)?, entry, assets)?;
    files.put(PAGE, page.into_bytes());
    Ok(())
}

/// The page without Trunk's own markup, and with the entry's tag replaced by [`lines`].
fn rewrite(page: &str, entry: &Asset, assets: &[Asset]) -> Result<String> {
    let mut rewritten = String::with_capacity(page.len());
    let mut found = 0;
    let mut rest = page;
    while let Some((before, tag, after)) = next_tag(rest) {
        if tag.starts_with("<script") && tag.contains(&format!("{}\"", entry.file)) {
            found += 1;
            let Some(after_end) = after.strip_prefix("</script>") else {
                bail!("the {} tag in index.html is not empty", entry.file);
            };
            rewritten.push_str(before);
            let indent = before
                .rsplit('\n')
                .next()
                .filter(|space| space.trim().is_empty());
            let between = format!("\n{}", indent.unwrap_or_default());
            rewritten.push_str(&lines("/", entry, assets, "").join(&between));
            rest = after_end;
        } else if tag.starts_with("<link") && tag.contains("data-trunk") {
            rewritten.push_str(before.trim_end());
            rest = after;
        } else {
            rewritten.push_str(before);
            rewritten.push_str(tag);
            rest = after;
        }
    }
    rewritten.push_str(rest);
    if found != 1 {
        bail!(
            "index.html loads {} {found} times instead of once",
            entry.file
        );
    }
    Ok(rewritten)
}

/// Text before the next tag, the tag, and what follows it. Comments are tags that end in `-->`; a `<`
/// before anything but a name, `/` or `!` is text.
fn next_tag(text: &str) -> Option<(&str, &str, &str)> {
    let opens = |(at, _): &(usize, &str)| {
        let next = text[at + 1..].chars().next();
        next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!'))
    };
    let (start, _) = text.match_indices('<').find(opens)?;
    let end = if text[start..].starts_with("<!--") {
        "-->"
    } else {
        ">"
    };
    let length = text[start..].find(end)? + end.len();
    let (before, tag_on) = text.split_at(start);
    let (tag, after) = tag_on.split_at(length);
    Some((before, tag, after))
}

/// Where the server keeps this version for ever (`server/src/assets.rs`).
const VERSIONED: &str = concat!("/tweestap/", env!("CARGO_PKG_VERSION"), "/");

/// What a host copies into a page; the base may be the address of another origin. A digest belongs to a version:
/// at the stable name it would stop the widget with the next one.
pub fn embed(entry: &Asset, assets: &[Asset]) -> String {
    format!(
        "<!-- Into the head. This version, whatever the server serves next: the first line is enough, the others save \
         a round trip.\n     On another origin than the page: put its address before every \"/\". -->\n{}\n\
         <!-- Or always the newest:\n     <script type=\"module\" src=\"/{}\" crossorigin></script> -->\n\
         <!-- Where it is to appear. -->\n\
         <tweestap-enrolment api=\"/api/v1\" token-url=\"/tweestap-token\"></tweestap-enrolment>\n",
        lines(VERSIONED, entry, assets, " crossorigin").join("\n"),
        entry.file,
    )
}

/// The entry first: the browser's preload scanner sends all of them at once, in this order.
fn lines(base: &str, entry: &Asset, assets: &[Asset], crossorigin: &str) -> Vec<String> {
    let script = format!(
        "<script type=\"module\" src=\"{base}{}\" integrity=\"{}\"{crossorigin}></script>",
        entry.file, entry.integrity
    );
    let hints = assets
        .iter()
        .filter(|asset| asset.is_for_everybody())
        .map(|asset| hint(base, asset));
    std::iter::once(script).chain(hints).collect()
}

/// `crossorigin` without a value is the mode of `fetch(…, {credentials: 'same-origin'})`: with another
/// one the file is fetched twice. The digest of a `fetch` is checked by the entry that uses it: on the
/// hint itself Chromium ignores it and says so on the host's console.
fn hint(base: &str, asset: &Asset) -> String {
    let Asset {
        file, integrity, ..
    } = asset;
    let href = format!("href=\"{base}{file}\"");
    match file.rsplit('.').next() {
        Some("js") => {
            format!("<link rel=\"modulepreload\" {href} integrity=\"{integrity}\" crossorigin>")
        }
        Some("wasm") => format!(
            "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" {href} crossorigin>"
        ),
        _ => format!("<link rel=\"preload\" as=\"fetch\" {href} crossorigin>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Asset {
        Asset::entry("tweestap.js", b"entry")
    }

    fn assets() -> Vec<Asset> {
        vec![
            Asset::new("glue", "tweestap_widget.js", b"1"),
            Asset::new("wasm", "tweestap_widget_bg.wasm", b"2"),
            Asset::new("css", "tweestap.css", b"3"),
            Asset::new("nl", "lang/nl.json", b"4"),
            Asset::new("contrast", "contrast.js", b"5"),
            Asset::new("host", "frame-host.js", b"6"),
            Asset::new("words", "words.js", b"7"),
        ]
    }

    const PAGE: &str = "<!doctype html>\n<head>\n  <!-- <script src=\"/tweestap.js\"></script> -->\n  \
                        <link data-trunk rel=\"rust\">\n  <link rel=\"icon\" href=\"/f.svg\">\n  \
                        <script type=\"module\" src=\"/tweestap.js\"></script>\n</head>\n<p>1 < 2";

    #[test]
    fn the_entry_carries_its_digest_and_trunk_s_markup_is_gone() {
        let page = rewrite(PAGE, &entry(), &assets()).unwrap();
        let tag = format!(
            "src=\"/tweestap.js\" integrity=\"{}\"></script>",
            entry().integrity
        );
        assert!(page.contains(&tag), "{page}");
        assert!(!page.contains("data-trunk"), "{page}");
        assert!(
            page.contains("<link rel=\"icon\" href=\"/f.svg\">"),
            "{page}"
        );
        assert!(page.ends_with("<p>1 < 2"), "{page}");
    }

    #[test]
    fn everything_but_the_languages_is_hinted_at() {
        let page = rewrite(PAGE, &entry(), &assets()).unwrap();
        for asset in assets() {
            let hinted = page.contains(&format!("preload\" href=\"/{}\"", asset.file))
                || page.contains(&format!("href=\"/{}\" crossorigin>", asset.file));
            assert_eq!(hinted, asset.is_for_everybody(), "{}", asset.key);
        }
    }

    /// The one file that is not loaded by a `fetch` with a digest.
    #[test]
    fn the_glue_carries_its_digest() {
        let page = rewrite(PAGE, &entry(), &assets()).unwrap();
        let glue = &assets()[0];
        let hint = format!(
            "href=\"/{}\" integrity=\"{}\" crossorigin>",
            glue.file, glue.integrity
        );
        assert!(page.contains(&hint), "{page}");
        assert_eq!(page.matches("integrity=").count(), 2, "{page}");
    }

    #[test]
    fn a_page_that_does_not_load_the_entry_once_is_refused() {
        let twice = format!("{PAGE}<script src=\"/tweestap.js\"></script>");
        for page in ["<p>nothing", &twice] {
            assert!(rewrite(page, &entry(), &assets()).is_err(), "{page}");
        }
    }

    #[test]
    fn hosts_get_the_same_lines_ready_for_another_origin() {
        let text = embed(&entry(), &assets());
        assert!(text.contains(&format!(
            "integrity=\"{}\" crossorigin></script>",
            entry().integrity
        )));
        assert_eq!(text.matches("<link ").count(), 3);
        // What the entry loads lies beside it: a hint at another address would be a second download.
        let version = env!("CARGO_PKG_VERSION");
        let beside = format!("=\"/tweestap/{version}/");
        assert_eq!(text.matches(&beside).count(), 4, "{text}");
        // The stable name changes its contents: no digest.
        assert!(
            text.contains("src=\"/tweestap.js\" crossorigin></script>"),
            "{text}"
        );
    }
}
