//! The command line of `cargo xtask`. Read by hand: five commands do not earn a parser that costs more
//! to compile than everything else here. It never looks at the machine.

use std::path::PathBuf;

pub const USAGE: &str = "\
cargo xtask serve [--port N] [--data DIR]
    builds everything and serves the demonstration (http://127.0.0.1:8080/, data in demo-data);
    prints `ready http://127.0.0.1:N/` on stdout when it accepts requests
cargo xtask build
    leaves the release bundle in dist/ and the server in target/release/tweestap-server
cargo xtask test [--only lint|native|web|e2e|budget]... [--all-browsers]
    runs every test, or the named steps; ends with `N passed, N failed`. With --all-browsers the main
    journeys also in Firefox and WebKit
cargo xtask bench [--quick] [--bundle-only]
    prints the bundle's bytes, the time to a usable control, and what the server carries
cargo xtask conformance
    writes docs/accessibility.md, the report in the form of EN 301 549";

/// One of the commands.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    Help,
    Serve(Serve),
    Build,
    Test(Test),
    Bench(Bench),
    Conformance,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Serve {
    /// TCP port on loopback; 0 lets the system choose.
    pub port: u16,
    /// Where the demonstration keeps its database and keys; `None` is `demo-data` at the project root.
    pub data: Option<PathBuf>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Test {
    /// The steps to run; empty means all of them.
    pub only: Vec<Step>,
    /// The main journeys in Firefox and WebKit too, not only in Chromium.
    pub all_browsers: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Bench {
    /// Fewer runs and a dev-profile server: for trying the benchmark itself, not for its numbers.
    pub quick: bool,
    /// Only the table of bytes.
    pub bundle_only: bool,
}

/// A step of `cargo xtask test`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Lint,
    Native,
    Budget,
    Web,
    EndToEnd,
}

/// Reads the words after `cargo xtask`; the error is a sentence for the person who typed them.
pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Task, String> {
    let mut words = words.into_iter();
    match words.next().as_deref() {
        Some("serve") => serve(words),
        Some("build") => nothing_more(words).map(|()| Task::Build),
        Some("test") => test(words),
        Some("bench") => bench(words),
        Some("conformance") => nothing_more(words).map(|()| Task::Conformance),
        None | Some("help" | "--help" | "-h") => Ok(Task::Help),
        Some(other) => Err(format!("There is no task `{other}`.")),
    }
}

fn serve(mut words: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut options = Serve {
        port: 8080,
        data: None,
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--port" => {
                let port = value(&mut words, "--port")?;
                options.port = port
                    .parse()
                    .map_err(|_| format!("`{port}` is not a port (0 to 65535)."))?;
            }
            "--data" => options.data = Some(value(&mut words, "--data")?.into()),
            other => return Err(unknown("serve", other)),
        }
    }
    Ok(Task::Serve(options))
}

fn test(mut words: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut options = Test::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--only" => options.only.push(step(&value(&mut words, "--only")?)?),
            "--all-browsers" => options.all_browsers = true,
            other => return Err(unknown("test", other)),
        }
    }
    Ok(Task::Test(options))
}

fn bench(words: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut options = Bench::default();
    for word in words {
        match word.as_str() {
            "--quick" => options.quick = true,
            "--bundle-only" => options.bundle_only = true,
            other => return Err(unknown("bench", other)),
        }
    }
    Ok(Task::Bench(options))
}

fn step(name: &str) -> Result<Step, String> {
    match name {
        "lint" => Ok(Step::Lint),
        "native" => Ok(Step::Native),
        "budget" => Ok(Step::Budget),
        "web" => Ok(Step::Web),
        "e2e" => Ok(Step::EndToEnd),
        other => Err(format!("There is no step `{other}`.")),
    }
}

fn value(words: &mut impl Iterator<Item = String>, option: &str) -> Result<String, String> {
    words
        .next()
        .ok_or_else(|| format!("`{option}` needs a value."))
}

fn nothing_more(mut words: impl Iterator<Item = String>) -> Result<(), String> {
    words
        .next()
        .map_or(Ok(()), |word| Err(unknown("build", &word)))
}

fn unknown(task: &str, word: &str) -> String {
    format!("`cargo xtask {task}` does not know `{word}`.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn serve_listens_on_8080_unless_told_otherwise() {
        assert_eq!(
            read("serve"),
            Ok(Task::Serve(Serve {
                port: 8080,
                data: None
            }))
        );
        assert_eq!(
            read("serve --data /tmp/d --port 9001"),
            Ok(Task::Serve(Serve {
                port: 9001,
                data: Some("/tmp/d".into())
            }))
        );
    }

    #[test]
    fn several_steps_can_be_asked_for() {
        assert_eq!(read("test"), Ok(Task::Test(Test::default())));
        assert_eq!(
            read("test --only e2e --all-browsers --only web"),
            Ok(Task::Test(Test {
                only: vec![Step::EndToEnd, Step::Web],
                all_browsers: true
            }))
        );
    }

    #[test]
    fn what_is_not_understood_is_refused_by_name() {
        for (line, word) in [
            ("serve --port many", "many"),
            ("serve --port 70000", "70000"),
            ("serve --port", "--port"),
            ("serve --prot 1", "--prot"),
            ("test --only all", "all"),
            ("build now", "now"),
            ("deploy", "deploy"),
        ] {
            let sentence = read(line).unwrap_err();
            assert!(
                sentence.contains(&format!("`{word}`")),
                "{line}: {sentence}"
            );
        }
    }
}
