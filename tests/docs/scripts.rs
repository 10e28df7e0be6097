//! Code that is shown to be read: it must at least parse, judged by whoever would run or bundle it.

use crate::blocks::{Block, documents};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use tweestap_e2e::target_folder;

#[test]
fn every_piece_of_code_parses() {
    let folder = TempDir::new().unwrap();
    let mut seen = 0;
    let documents = documents();
    for block in documents.iter().flat_map(|one| one.blocks()) {
        let Some(mut judge) = judge(&block, folder.path()) else {
            continue;
        };
        seen += 1;
        let output = judge
            .output()
            .unwrap_or_else(|error| panic!("{judge:?}: {error}"));
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {complaint}", block.place);
    }
    assert!(seen > 3, "only {seen} pieces were found");
}

#[test]
fn every_piece_of_json_parses() {
    for block in documents().iter().flat_map(|one| one.tagged(&["json"])) {
        let parsed = serde_json::from_str::<serde_json::Value>(&block.text);
        assert!(parsed.is_ok(), "{}: {parsed:?}", block.place);
    }
}

fn program(variable: &str, otherwise: &str) -> Command {
    Command::new(env::var(variable).unwrap_or_else(|_| otherwise.to_owned()))
}

/// The command that fails where the block does not parse; `None` for what is no code.
fn judge(block: &Block, folder: &Path) -> Option<Command> {
    let tag = block.tag();
    let file = |end: &str, text: &str| {
        let path = folder.join(format!("{}.{end}", block.line));
        fs::write(&path, text).unwrap();
        path
    };
    let mut command = match tag {
        "js" => {
            let mut node = program("TWEESTAP_NODE", "node");
            node.arg("--check").arg(file("mjs", &block.text));
            node
        }
        "python" => {
            let mut python = program("TWEESTAP_PYTHON", "python3");
            python.args(["-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())"]);
            python.arg(file("py", &block.text));
            python
        }
        "php" => {
            let mut php = program("TWEESTAP_PHP", "php");
            let open = if block.text.starts_with("<?php") {
                ""
            } else {
                "<?php\n"
            };
            php.arg("-l")
                .arg(file("php", &format!("{open}{}", block.text)));
            php
        }
        "jsx" | "ts" | "tsx" | "css" => esbuild(file(tag, &block.text)),
        "vue" => {
            let (_, script) = block
                .text
                .split_once("<script")
                .expect("a script in the component");
            let (_, script) = script.split_once('>').unwrap();
            esbuild(file("ts", script.split("</script>").next().unwrap()))
        }
        _ => return None,
    };
    command.stdin(std::process::Stdio::null());
    Some(command)
}

/// Comes with the packages of the bundle.
fn esbuild(file: PathBuf) -> Command {
    let tool = target_folder().join("tools/npm/node_modules/.bin/esbuild");
    let mut command = Command::new(tool);
    command
        .arg("--log-level=error")
        .arg("--jsx=automatic")
        .arg(file);
    command
}
