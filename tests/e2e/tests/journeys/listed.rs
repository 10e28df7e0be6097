//! `engines.txt` knows every file of journeys: who adds one decides where it runs.

use std::fs;
use std::path::Path;
use tweestap_e2e::Engine;

#[test]
fn every_file_of_journeys_is_on_the_list_of_the_engines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys");
    let names = journeys_in(&folder, "");
    for name in &names {
        let reason = Engine::Webkit.passes_over(&format!("{name}::any"));
        assert!(
            reason.is_none_or(|reason| reason.len() > 20),
            "{name}: why?"
        );
    }
    let known = names.len();
    assert!(known > 10, "{known}");
}

/// `app`, `living::changing`: each file, but for the roots and for what another journey consists of.
fn journeys_in(folder: &Path, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            names.extend(journeys_in(&path, &format!("{prefix}{name}::")));
        } else if !["main", "mod", "afterwards"].contains(&name.as_str()) {
            names.push(format!("{prefix}{name}"));
        }
    }
    names
}
