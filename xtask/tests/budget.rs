//! The bundle in `dist/` against its budget, and against its own manifest. Needs `cargo xtask build` or
//! `cargo xtask test`, and fails without a bundle: an unbuilt widget has no known weight.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use xtask::bundle::budget::{AIM, CEILING, CEILINGS, Sizes, total};

fn dist() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../dist")
}

#[test]
fn script_wasm_style_and_the_largest_language_stay_under_the_ceiling() {
    let sizes = Sizes::read(&dist()).unwrap();
    println!("{sizes}");
    assert!(
        sizes.total() <= CEILING,
        "{} bytes are over the ceiling of {CEILING}",
        sizes.total()
    );
    const { assert!(AIM < CEILING) };
}

#[test]
fn the_other_bundles_stay_under_theirs_and_are_nobody_elses() {
    let sizes = Sizes::read(&dist()).unwrap();
    for (bundle, ceiling) in CEILINGS {
        let needed = sizes.needed_for(bundle);
        assert!(
            needed
                .iter()
                .any(|size| size.key == format!("{bundle}-wasm"))
        );
        let total = total(&needed);
        assert!(
            total <= ceiling,
            "{bundle}: {total} bytes are over {ceiling}"
        );
    }
    let everybodys = sizes.needed();
    let apart = everybodys.iter().find(|size| size.key.contains('-'));
    assert!(apart.is_none(), "{apart:?}");
}

#[test]
fn the_budget_counts_all_that_a_person_needs() {
    let sizes = Sizes::read(&dist()).unwrap();
    let kinds: BTreeSet<&str> = sizes
        .needed()
        .iter()
        .filter_map(|size| size.file.rsplit('.').next())
        .collect();
    assert_eq!(kinds, BTreeSet::from(["css", "js", "json", "wasm"]));
    assert!(sizes.needed().iter().all(|size| size.raw > 0));
}

/// The server sends the `.br` file: it must be the very same contents.
#[test]
fn every_compressed_file_unpacks_to_the_file_beside_it() {
    let sizes = Sizes::read(&dist()).unwrap();
    for size in sizes.0 {
        let file = dist().join(&size.file);
        let packed = fs::read(file.with_added_extension("br")).unwrap();
        assert_eq!(packed.len(), size.brotli, "{}", size.file);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert!(unpacked == fs::read(file).unwrap(), "{}", size.file);
    }
}

/// Everything in `assets/` is served as immutable: only what is named after its contents may be there.
#[test]
fn nothing_in_the_bundle_is_there_twice_or_unnamed() {
    let sizes = Sizes::read(&dist()).unwrap();
    let named: BTreeSet<String> = sizes.0.iter().map(|size| size.file.clone()).collect();
    let there: BTreeSet<String> = fs::read_dir(dist().join("assets"))
        .unwrap()
        .map(|entry| format!("assets/{}", entry.unwrap().file_name().to_string_lossy()))
        .filter(|file| !file.ends_with(".br"))
        .chain(["tweestap.js".to_owned()])
        .collect();
    assert_eq!(named, there);
}

/// Paths of the machine that built it would tell somebody's name and differ between machines.
#[test]
fn the_wasm_names_no_folder_of_the_machine_that_built_it() {
    let sizes = Sizes::read(&dist()).unwrap();
    let all = sizes.0.iter().filter(|size| size.file.ends_with(".wasm"));
    let all: Vec<_> = all.collect();
    assert_eq!(all.len(), 1 + CEILINGS.len());
    for wasm in all {
        let bytes = fs::read(dist().join(&wasm.file)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for trace in ["/registry/src/", "/home/", "/Users/", "/root/"] {
            assert!(!text.contains(trace), "{}: {trace}", wasm.key);
        }
    }
}
