//! System packages, in one call, where that is possible without asking: as root on Debian or Ubuntu.
//! Anywhere else the missing programs are named and the task stops.

use crate::process;
use crate::project::Project;
use crate::say::timed;
use anyhow::{Result, bail};

/// Installs the package of each program that is not on `PATH`; pairs are (program, package).
pub fn ensure(project: &Project, wanted: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<_> = wanted
        .iter()
        .filter(|(name, _)| project.which(name).is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|(_, package)| *package).collect();
    install(project, &packages)
}

/// Installs packages, or says that they are needed.
pub fn install(project: &Project, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if !usable(project) {
        bail!("more programs are needed. On Debian or Ubuntu: `sudo apt-get install {list}`");
    }
    timed(&format!("installing {list}"), || {
        process::run(apt_get(project).arg("update"))?;
        process::run(
            apt_get(project)
                .args(["install", "--yes", "--no-install-recommends"])
                .args(packages),
        )
    })
}

/// Whether packages can be installed here without a password.
pub fn usable(project: &Project) -> bool {
    let root = process::output(project.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    root && project.which("apt-get").is_some()
}

/// Whether this is Ubuntu, whose browser packages only point at snaps.
pub fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| says_ubuntu(&text))
}

fn says_ubuntu(os_release: &str) -> bool {
    os_release
        .lines()
        .any(|line| line.trim().trim_matches('"').replace('"', "") == "ID=ubuntu")
}

fn apt_get(project: &Project) -> std::process::Command {
    let mut command = project.command("apt-get");
    command.arg("-q").env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ubuntu_is_told_from_debian_and_from_its_relatives() {
        assert!(says_ubuntu("NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n"));
        assert!(!says_ubuntu("ID=debian\nNAME=\"Debian GNU/Linux\"\n"));
        assert!(!says_ubuntu("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
    }
}
