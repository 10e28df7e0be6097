//! A server of our own for one measurement, on a port the system chooses, in a folder that is removed
//! afterwards. It ends when it is dropped.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Server {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub base: String,
    child: Child,
    folder: PathBuf,
}

impl Server {
    /// With the demonstration's portal.
    pub async fn demo() -> Result<Self> {
        Self::start(folder("demo")?, &["--demo"]).await
    }

    /// As a school runs it. `configure` gets the folder and writes the configuration.
    pub async fn for_school(configure: impl Fn(&Path) -> Result<PathBuf>) -> Result<Self> {
        let folder = folder("school")?;
        let config = configure(&folder)?.display().to_string();
        Self::start(folder, &["--config", &config]).await
    }

    /// Another command of the same program, beside it, on its data.
    pub async fn run(&self, arguments: &[&str]) -> Result<()> {
        let output = Command::new(binary()?)
            .args(arguments)
            .arg("--data")
            .arg(&self.folder)
            .stdin(Stdio::null())
            .output()
            .await?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    async fn start(folder: PathBuf, options: &[&str]) -> Result<Self> {
        let binary = binary()?;
        let mut child = Command::new(&binary)
            .arg("serve")
            .args(options)
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(&folder)
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} could not be started", binary.display()))?;
        let output = child.stdout.take().context("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        let first = timeout(PATIENCE, lines.next_line())
            .await
            .context("the server says nothing")??;
        let base = first
            .as_deref()
            .and_then(|line| line.strip_prefix("ready "));
        match base.and_then(|base| base.strip_suffix('/')) {
            Some(base) => Ok(Self {
                base: base.to_owned(),
                child,
                folder,
            }),
            None => bail!("the server said {first:?} instead of `ready` and its address"),
        }
    }
}

fn binary() -> Result<PathBuf> {
    std::env::var_os("TWEESTAP_SERVER")
        .map(PathBuf::from)
        .context("TWEESTAP_SERVER is not set: `cargo xtask bench` sets it")
}

impl Drop for Server {
    fn drop(&mut self) {
        // The folder is nothing but this measurement's; what stays behind is in the temporary folder.
        drop(self.child.start_kill());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn folder(name: &str) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("tweestap-bench-{name}-{}", std::process::id()));
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
