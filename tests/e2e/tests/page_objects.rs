//! The page objects of `examples/testing`, used as a tester would: their files alone in a folder, the
//! demonstration beside it, and the test runner of their language.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use tweestap_e2e::{Server, target_folder};

#[test]
fn playwright_s_page_objects_hold() {
    let folder = copy_of("playwright");
    let server = Server::start(folder.path());
    let packages = place("TWEESTAP_PLAYWRIGHT", "tools/npm-playwright/node_modules");
    symlink(packages, folder.path().join("node_modules")).unwrap();
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=tap", "example.spec.mjs"]);
    let said = run(&mut node, folder.path(), &server);
    let tests = count(folder.path(), "example.spec.mjs", "\ntest(");
    assert!(tests >= 5, "{tests}");
    assert!(said.contains(&format!("# pass {tests}\n")), "{said}");
}

#[test]
fn selenium_s_page_objects_hold() {
    let folder = copy_of("webdriver");
    let server = Server::start(folder.path());
    let mut python = Command::new(place("TWEESTAP_SELENIUM", "tools/selenium/bin/python"));
    python.args(["-B", "-m", "unittest", "--verbose"]);
    // It must use what it is given, and fetch nothing.
    python.env("SE_OFFLINE", "true");
    let said = run(&mut python, folder.path(), &server);
    let tests = count(folder.path(), "test_example.py", "    def test_");
    assert!(tests >= 5, "{tests}");
    assert!(said.contains(&format!("Ran {tests} tests in")), "{said}");
}

fn copy_of(name: &str) -> tempfile::TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(root.join("examples/testing").join(name)).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
    }
    folder
}

fn place(variable: &str, in_target: &str) -> PathBuf {
    env::var_os(variable).map_or_else(|| target_folder().join(in_target), PathBuf::from)
}

/// All it said, once it was content.
fn run(command: &mut Command, folder: &Path, server: &Server) -> String {
    command
        .current_dir(folder)
        .env("TWEESTAP_DEMO", &server.address);
    let output = command.output();
    let output = output.unwrap_or_else(|error| panic!("{command:?} could not be started: {error}"));
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

fn count(folder: &Path, file: &str, mark: &str) -> usize {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    text.matches(mark).count()
}
