//! What the package says of itself, read by the programs that such descriptions are for.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use tweestap_e2e::package::Project;

#[test]
fn the_compiler_takes_what_is_right_and_names_every_mistake() {
    let project = Project::with_the_package();
    assert_eq!(project.compiler_says(&["main.ts", "right.tsx"]), "");
    let complaints = project.compiler_says(&["wrong.tsx"]);
    let lines: BTreeSet<&str> = complaints
        .lines()
        .filter_map(|line| line.strip_prefix("wrong.tsx(")?.split(',').next())
        .collect();
    // Every line with a mistake, and no other.
    let mistakes: BTreeSet<String> = (6..=15).map(|line| line.to_string()).collect();
    let mistakes: BTreeSet<&str> = mistakes.iter().map(String::as_str).collect();
    assert_eq!(lines, mistakes, "{complaints}");
}

#[test]
fn the_manifest_and_the_list_of_parts_are_of_their_schemas() {
    let project = Project::with_the_package();
    for (script, described) in [(MANIFEST, "custom-elements.json"), (PARTS, "sbom.cdx.json")] {
        let verdict = project.judged(script, &project.installed(described));
        assert_eq!(verdict, "valid, and a spoilt one is not\n");
    }
}

/// ajv over the schema that the manifest's own project publishes.
const MANIFEST: &str = "
const { readFileSync } = require('node:fs');
const Ajv = require('ajv').default;
const schema = JSON.parse(readFileSync(require.resolve('custom-elements-manifest/schema.json')));
const valid = new Ajv({ strict: false, allowUnionTypes: true }).compile(schema);
const manifest = JSON.parse(readFileSync(process.argv[1]));
if (!valid(manifest)) throw new Error(JSON.stringify(valid.errors, null, 1));
delete manifest.modules[0].path;
if (valid(manifest)) throw new Error('a manifest without a path was taken');
console.log('valid, and a spoilt one is not');
";

/// The validator of CycloneDX's own library.
const PARTS: &str = "
const { readFileSync } = require('node:fs');
const { Validation: { JsonStrictValidator }, Spec: { Version } } = require('@cyclonedx/cyclonedx-library');
const text = readFileSync(process.argv[1], 'utf8');
const validator = new JsonStrictValidator(Version.v1dot6);
(async () => {
  const errors = await validator.validate(text);
  if (errors) throw new Error(JSON.stringify(errors, null, 1));
  const spoilt = JSON.parse(text);
  spoilt.components[0].hashes = [{ alg: 'SHA-256', content: 'none' }];
  if (!(await validator.validate(JSON.stringify(spoilt)))) throw new Error('a spoilt digest was taken');
  console.log('valid, and a spoilt one is not');
})();
";

/// What a lock file pins is what the list of parts names, and a notice goes with each.
#[test]
fn the_parts_the_notices_and_the_lock_file_agree() {
    let project = Project::with_the_package();
    let parts = project.json("sbom.cdx.json");
    let notices = fs::read_to_string(project.installed("THIRD-PARTY-NOTICES.txt")).unwrap();
    let lock =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).unwrap();
    let crates: Vec<&Value> = parts["components"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| part["purl"].is_string())
        .collect();
    assert!(crates.len() > 50, "{}", crates.len());
    for part in crates {
        let (name, version) = (
            part["name"].as_str().unwrap(),
            part["version"].as_str().unwrap(),
        );
        let digest = part["hashes"][0]["content"].as_str().unwrap();
        assert!(lock.contains(&format!("checksum = \"{digest}\"")), "{name}");
        assert!(
            notices.contains(&format!("{name} {version} (")),
            "{name} {version}"
        );
        assert!(
            !part["licenses"][0]["expression"]
                .as_str()
                .unwrap()
                .is_empty(),
            "{name}"
        );
    }
    for shipped in ["leptos", "wasm-bindgen", "totp-rs", "qrcode"] {
        assert!(notices.contains(&format!("\n{shipped} ")), "{shipped}");
    }
    for not_shipped in ["axum", "sqlx", "tokio", "wasm-bindgen-macro"] {
        assert!(
            !notices.contains(&format!("\n{not_shipped} ")),
            "{not_shipped}"
        );
    }
}
