//! A school's own project: a fresh folder with the npm package installed from its tarball, Vite and a compiler
//! above it. `TWEESTAP_PACKAGE` names the unpacked package, `TWEESTAP_PACKAGE_JUDGES` the folder of the tools.

use crate::process::Process;
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub struct Project {
    folder: TempDir,
    judges: PathBuf,
}

impl Project {
    /// Below the tools' folder, where node looks for what the project does not have itself.
    pub fn with_the_package() -> Self {
        let judges = named("TWEESTAP_PACKAGE_JUDGES");
        let folder = tempfile::tempdir_in(&judges).expect("a folder for the project");
        let project = Self { folder, judges };
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/package");
        copy(&fixture, project.folder.path());
        project.write(
            "package.json",
            &json!({ "private": true, "type": "module" }).to_string(),
        );
        let mut pack = project.npm(&["pack", "--silent", "--pack-destination", "."]);
        let tarball = said(pack.arg(named("TWEESTAP_PACKAGE")));
        // Offline: the package has no dependencies to fetch.
        let tarball = format!("./{}", tarball.trim());
        said(&mut project.npm(&[
            "install",
            "--offline",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            &tarball,
        ]));
        project
    }

    /// A file of the installed package.
    pub fn installed(&self, path: &str) -> PathBuf {
        self.folder.path().join("node_modules/tweestap").join(path)
    }

    pub fn json(&self, path: &str) -> Value {
        let text = fs::read(self.installed(path)).expect(path);
        serde_json::from_slice(&text).expect(path)
    }

    /// The compiler's complaints about these files, one a line; empty if there are none.
    pub fn compiler_says(&self, files: &[&str]) -> String {
        let config = json!({ "extends": "./tsconfig.json", "files": files });
        self.write("tsconfig.these.json", &config.to_string());
        let mut compiler = self.tool("typescript/bin/tsc");
        let output = output(compiler.args(["--pretty", "false", "-p", "tsconfig.these.json"]));
        String::from_utf8(output.stdout).expect("a text")
    }

    /// The package's own files once more, for a page without a bundler.
    pub fn has_a_plain_page(&self) {
        copy(
            &self.installed(""),
            &self.folder.path().join("public/tweestap"),
        );
        let page =
            fs::read_to_string(self.folder.path().join("public/plain.html")).expect("plain.html");
        let digests = self.json("integrity.json");
        let digest = digests["tweestap.js"]
            .as_str()
            .expect("a digest of the entry");
        self.write("public/plain.html", &page.replace("INTEGRITY", digest));
    }

    /// `vite build`
    pub fn is_built(&self) -> PathBuf {
        let built = output(self.tool("vite/bin/vite.js").arg("build"));
        let complaints = String::from_utf8_lossy(&built.stderr);
        assert!(
            built.status.success() && complaints.is_empty(),
            "{complaints}"
        );
        self.folder.path().join("built")
    }

    /// `vite preview` (what was built) or `vite dev` (the sources), with the back end behind; its address.
    pub fn is_served(&self, how: &str, back_end: &str) -> (Process, String) {
        let mut vite = self.tool("vite/bin/vite.js");
        vite.args([how, "--port", "0"])
            .env("TWEESTAP_BACK_END", back_end);
        Process::start(&mut vite, |line| {
            let (_, port) = line.split_once("http://127.0.0.1:")?;
            Some(format!("http://127.0.0.1:{port}"))
        })
    }

    /// What a script of CommonJS, with the tools at hand, says of a file.
    pub fn judged(&self, script: &str, file: &Path) -> String {
        let mut node = Command::new("node");
        node.args(["--input-type=commonjs", "--eval", script, "--"])
            .arg(file);
        said(node.current_dir(self.folder.path()))
    }

    /// A program of one of the tools, under node.
    fn tool(&self, program: &str) -> Command {
        let mut command = Command::new("node");
        command
            .arg(self.judges.join("node_modules").join(program))
            .current_dir(self.folder.path())
            // Colours come in the middle of addresses.
            .env("NO_COLOR", "1")
            .env_remove("FORCE_COLOR");
        command
    }

    fn npm(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("npm");
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.folder.path().join(path), text).expect(path);
    }
}

fn named(variable: &str) -> PathBuf {
    let folder = env::var_os(variable).unwrap_or_else(|| {
        panic!("{variable} is not set: `cargo xtask test --only e2e` makes the package and sets it")
    });
    PathBuf::from(folder)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder to copy") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

fn output(command: &mut Command) -> Output {
    let output = command.output();
    output.unwrap_or_else(|error| panic!("{command:?} could not be started: {error}"))
}

fn said(command: &mut Command) -> String {
    let output = output(command);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {complaint}");
    String::from_utf8(output.stdout).expect("a text")
}
