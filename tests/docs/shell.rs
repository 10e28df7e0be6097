//! Commands: run where that is quick, else compared with what the programs themselves say they take.

use crate::args;
use crate::blocks::{Block, Document, documents};
use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use tweestap_e2e::{Server, binary};

#[test]
fn commands_take_the_options_that_the_documents_give_them() {
    let documents = documents();
    let blocks = documents.iter().flat_map(|one| one.tagged(&["sh"]));
    let mut seen = 0;
    for block in blocks {
        for command in commands(&block.text) {
            seen += 1;
            check(&command).unwrap_or_else(|what| panic!("{}: `{command}`: {what}", block.place));
        }
    }
    assert!(seen > 5, "only {seen} commands were found");
}

/// One a line, without comments; `\` continues a line, `&&` begins another command.
fn commands(text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    let lines = text.lines().map(|line| match line.split_once(" #") {
        Some((command, _)) => command,
        None => line,
    });
    lines
        .flat_map(|line| line.split(" && "))
        .map(|command| command.trim().to_owned())
        .filter(|command| !command.is_empty() && !command.starts_with('#'))
        .collect()
}

fn check(command: &str) -> Result<(), String> {
    let words = command.split_whitespace().map(str::to_owned);
    let words = words.take_while(|word| !["<", ">", "|", "&"].contains(&word.as_str()));
    let words: Vec<String> = words.skip_while(|word| word.contains('=')).collect();
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["cargo", "xtask", ..] => args::parse(words[2..].to_vec()).map(drop),
        [program, ..] if Path::new(program).ends_with("tweestap-server") => {
            server_takes(&words[1..])
        }
        _ => Err("is neither `cargo xtask` nor `tweestap-server`".to_owned()),
    }
}

/// The words that are subcommands lead to a help in which every option must stand.
fn server_takes(words: &[String]) -> Result<(), String> {
    let mut path: Vec<&str> = vec![];
    let mut help = help_of(&path)?;
    for word in words {
        let names = help.lines().skip_while(|line| *line != "Commands:").skip(1);
        let mut names = names.map_while(|line| line.strip_prefix("  ")?.split_whitespace().next());
        if !names.any(|name| name == word) {
            break;
        }
        path.push(word);
        help = help_of(&path)?;
    }
    if help.contains("\nCommands:\n") {
        return Err(format!("`{}` needs a subcommand", path.join(" ")));
    }
    let options = words.iter().filter(|word| word.starts_with("--"));
    for option in options.map(|word| word.split('=').next().unwrap()) {
        let stands = help.split(|c: char| c.is_whitespace() || ",=[]".contains(c));
        if !stands.into_iter().any(|word| word == option) {
            return Err(format!("there is no {option}"));
        }
    }
    Ok(())
}

fn help_of(path: &[&str]) -> Result<String, String> {
    let output = Command::new(binary()).args(path).arg("--help").output();
    let output = output.map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("`{}` is no subcommand", path.join(" ")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn commands_do_what_the_documents_say() {
    let mut seen = 0;
    for document in documents() {
        seen += run(&document);
    }
    assert!(seen > 0, "no command was run");
}

/// All blocks of a document in one folder, in their order.
fn run(document: &Document) -> usize {
    let mut blocks = document.blocks();
    blocks.retain(|block| block.is(&["sh", "demo"]) || block.is(&["sh", "run"]));
    if blocks.is_empty() {
        return 0;
    }
    let (folder, data) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let demo = blocks
        .iter()
        .any(|block| block.is(&["sh", "demo"]))
        .then(|| Server::start(data.path()));
    let programs = data.path().join("bin");
    fs::create_dir(&programs).unwrap();
    symlink(binary(), programs.join("tweestap-server")).unwrap();
    let path = format!("{}:{}", programs.display(), env::var("PATH").unwrap());
    for block in &blocks {
        let mut shell = Command::new("timeout");
        shell
            .args(["60", "bash", "-euo", "pipefail", "-c", &block.text])
            .current_dir(folder.path())
            .env("PATH", &path);
        if let Some(server) = &demo {
            shell.env("BASE", &server.address);
        }
        let output = shell.output().unwrap();
        assert!(
            output.status.success(),
            "{}: {}\n{}{}",
            block.place,
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    blocks.len()
}

#[test]
fn commands_for_another_machine_are_at_least_commands() {
    let documents = documents();
    let blocks: Vec<Block> = documents
        .iter()
        .flat_map(|one| one.tagged(&["sh", "elsewhere"]))
        .collect();
    for block in blocks {
        let checked = Command::new("bash")
            .args(["-n", "-c", &block.text])
            .status();
        assert!(checked.unwrap().success(), "{}", block.place);
    }
}
