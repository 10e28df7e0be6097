//! `engines.txt` knows every file of journeys: who adds one decides where it runs.

use std::fs;
use std::path::Path;
use tweestap_e2e::Engine;

#[test]
fn every_file_of_journeys_is_on_the_list_of_the_engines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys");
    let mut known = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        // The root, and what another journey consists of.
        if !["main", "afterwards"].contains(&name.as_str()) {
            let reason = Engine::Webkit.passes_over(&format!("{name}::any"));
            assert!(
                reason.is_none_or(|reason| reason.len() > 20),
                "{name}: why?"
            );
            known += 1;
        }
    }
    assert!(known > 10, "{known}");
}
