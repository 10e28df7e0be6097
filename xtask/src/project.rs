//! Where things are: the project root, cargo's target folder, the tools. Nothing here writes.

use anyhow::{Context, Result};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Project {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the environment has put it.
    pub target: PathBuf,
}

impl Project {
    pub fn discover() -> Result<Self> {
        // Cargo sets it for `cargo run`; the compiled-in value is for calling the binary by itself.
        let here = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here
            .parent()
            .context("xtask lies in no project")?
            .to_path_buf();
        let target = target_folder(&root)?;
        Ok(Self { root, target })
    }

    /// `cargo …` of the same toolchain, at the root, with our tools on `PATH`.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.command(cargo);
        command.args(arguments);
        command
    }

    /// A command at the root with our tools first on `PATH`; it reads nothing from the terminal.
    pub fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        command
            .current_dir(&self.root)
            .env("PATH", self.path())
            .stdin(std::process::Stdio::null());
        command
    }

    /// `PATH` with the folders of our own tools in front.
    pub fn path(&self) -> OsString {
        let theirs = env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(self.tools().join("bin")).chain(env::split_paths(&theirs));
        env::join_paths(all).unwrap_or(theirs)
    }

    /// The first executable of that name on [`Self::path`].
    pub fn which(&self, name: &str) -> Option<PathBuf> {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&self.path())
            .map(|folder| folder.join(&file))
            .find(|path| path.is_file())
    }

    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Tools of ours, under the target folder so that nothing outside the project is touched.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// Working files of the task runner.
    pub fn scratch(&self) -> PathBuf {
        self.target.join("tweestap")
    }

    /// A binary that cargo built; `profile` is the folder's name, `debug` or `release`.
    pub fn binary(&self, profile: &str, name: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}

fn target_folder(root: &Path) -> Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(root)
        .args(["metadata", "--no-deps", "--format-version", "1"]);
    let text = crate::process::output(&mut command)?;
    let metadata: serde_json::Value = serde_json::from_str(&text).context("cargo metadata")?;
    let folder = metadata["target_directory"].as_str();
    folder
        .map(PathBuf::from)
        .context("cargo metadata names no target folder")
}
