//! The pieces of configuration: the server starts with them.

use crate::blocks::{Document, documents};
use serde_json::json;
use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;
use tweestap_e2e::{binary, portals::portal_key};

#[test]
fn the_server_starts_with_every_configuration() {
    let mut seen = 0;
    for document in documents() {
        let pieces = document.tagged(&["toml"]);
        let together: String = pieces.iter().map(|block| block.text.as_str()).collect();
        if !together.is_empty() {
            seen += 1;
            starts(&document, &together);
        }
        for block in document.tagged(&["toml", "alone"]) {
            seen += 1;
            starts(&document, &block.text);
        }
    }
    assert!(seen > 0, "no configuration was found");
}

fn starts(document: &Document, config: &str) {
    let folder = TempDir::new().unwrap();
    files_that_it_names(config, folder.path());
    let file = folder.path().join("tweestap.toml");
    fs::write(&file, config).unwrap();
    let mut server = Command::new(binary())
        .args(["serve", "--listen", "127.0.0.1:0", "--config"])
        .arg(&file)
        .arg("--data")
        .arg(folder.path().join("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The first line says that it is ready; a server that gives up closes its output without one.
    let mut said = String::new();
    let mut output = BufReader::new(server.stdout.take().unwrap());
    output.read_line(&mut said).unwrap();
    server.kill().ok();
    let complaint = server.wait_with_output().unwrap().stderr;
    let complaint = String::from_utf8_lossy(&complaint);
    assert!(said.starts_with("ready "), "{}: {complaint}", document.name);
}

/// Keys, passwords and folders, with something in them that can be read.
fn files_that_it_names(config: &str, folder: &Path) {
    for line in config.lines() {
        let Some((name, value)) = line.split_once('=') else {
            continue;
        };
        let content = match name.trim() {
            "keys" if value.contains(".json") => {
                json!({ "keys": [portal_key().jwk("portal")] }).to_string()
            }
            "keys" => portal_key().public_pem(),
            "key_file" | "password_file" => "secret-for-a-test\n".to_owned(),
            "texts" => String::new(),
            _ => continue,
        };
        for path in value.split('"').skip(1).step_by(2) {
            let path = folder.join(path);
            if content.is_empty() {
                fs::create_dir_all(path).unwrap();
            } else {
                fs::write(&path, &content).unwrap();
                // Keys that others can read are refused.
                fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
            }
        }
    }
}
