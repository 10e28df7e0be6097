//! `deploy/`, judged by the programs that will read it: systemd's own for the unit, a linter for the image.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Tenths of systemd's scale from 0 (safe) to 10; what is left is that a server talks to the network.
const EXPOSURE: u32 = 11;

fn deploy(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../deploy")
        .join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(deploy(name)).unwrap()
}

/// A folder with the unit in it, whose binary is one that exists here.
fn unit(name: &str, change: impl Fn(String) -> String) -> PathBuf {
    let folder = env::temp_dir().join(format!("tweestap-deploy-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("tweestap.service");
    let real = text("tweestap.service");
    let runnable = real.replace("/usr/local/bin/tweestap-server", "/bin/true");
    fs::write(&path, change(runnable)).unwrap();
    path
}

fn analyze(arguments: &[&str], unit: &Path) -> Output {
    let mut command = Command::new("systemd-analyze");
    command.args(arguments).arg(unit).env("SYSTEMD_COLORS", "0");
    command.output().unwrap()
}

fn verify(unit: &Path) -> String {
    let output = analyze(&["verify", "--man=no", "--generators=no"], unit);
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn systemd_understands_every_line_of_the_unit() {
    assert_eq!(verify(&unit("right", |text| text)), "");
    let wrong = unit("wrong", |text| text.replace("LimitCORE=0", "LimitCoars=0"));
    assert!(verify(&wrong).contains("LimitCoars"));
}

#[test]
fn systemd_finds_the_unit_hardly_exposed() {
    let threshold = format!("--threshold={EXPOSURE}");
    let judge = |unit: &Path| {
        let arguments = ["security", "--offline=true", "--no-pager", &threshold];
        analyze(&arguments, unit)
    };
    let verdict = judge(&unit("safe", |text| text));
    let said = String::from_utf8_lossy(&verdict.stdout);
    assert!(verdict.status.success(), "{said}");
    // Any one of the large ones taken away is over the threshold.
    for line in [
        "User=tweestap",
        "ProtectSystem=strict",
        "SystemCallFilter=@system-service",
        "CapabilityBoundingSet=\n",
        "RestrictNamespaces=yes",
    ] {
        let weaker = unit("weaker", |text| {
            assert!(text.contains(line), "{line}");
            text.replace(line, "")
        });
        assert!(!judge(&weaker).status.success(), "without {line}");
    }
}

/// What the scale of systemd does not count: secrets stay in memory.
#[test]
fn neither_a_core_dump_nor_swap_gets_the_keys() {
    let unit = text("tweestap.service");
    let settings: BTreeMap<&str, &str> = unit
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .collect();
    for (name, value) in [
        ("LimitCORE", "0"),
        ("CoredumpFilter", "0"),
        ("MemorySwapMax", "0"),
        ("UMask", "0077"),
        ("StateDirectoryMode", "0700"),
        ("NoNewPrivileges", "yes"),
    ] {
        assert_eq!(settings.get(name), Some(&value), "{name}");
    }
}

/// systemd makes the account and the folder in a root of our own, which only root may give away.
#[test]
fn the_account_and_the_folder_are_made_as_they_are_described() {
    let id = Command::new("id").arg("-u").output().unwrap().stdout;
    if id.trim_ascii() != b"0" {
        println!("skipped: accounts are made by root only");
        return;
    }
    let root = env::temp_dir().join(format!("tweestap-deploy-root-{}", std::process::id()));
    fs::create_dir_all(root.join("etc")).unwrap();
    for (program, file) in [
        ("systemd-sysusers", "tweestap.sysusers.conf"),
        ("systemd-tmpfiles", "tweestap.tmpfiles.conf"),
    ] {
        let mut command = Command::new(program);
        command.arg(format!("--root={}", root.display()));
        if program == "systemd-tmpfiles" {
            command.arg("--create");
        }
        let output = command
            .arg(deploy(file).canonicalize().unwrap())
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {complaint}");
    }
    let accounts = fs::read_to_string(root.join("etc/passwd")).unwrap();
    let account = accounts
        .lines()
        .find(|line| line.starts_with("tweestap:"))
        .unwrap();
    assert!(
        account.ends_with(":/var/lib/tweestap:/usr/sbin/nologin"),
        "{account}"
    );
    assert!(root.join("etc/tweestap").is_dir());
    fs::remove_dir_all(root).unwrap();
}

fn lint(path: &Path) -> Output {
    let judges = env::var_os("TWEESTAP_PACKAGE_JUDGES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/tools/npm-package"),
        PathBuf::from,
    );
    let linter = judges.join("node_modules/dockerfile-utils/bin/dockerfile-utils");
    assert!(
        linter.is_file(),
        "`cargo xtask test --only native` installs {}",
        linter.display()
    );
    Command::new("node")
        .arg(linter)
        .arg("lint")
        .arg(path)
        .output()
        .unwrap()
}

#[test]
fn the_image_is_described_without_a_mistake() {
    let output = lint(&deploy("Containerfile"));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.trim().is_empty(), "{said}");
    let wrong = unit("image", |_| "FROM debian\nUSER\n".to_owned());
    assert!(!lint(&wrong).status.success());
}

/// The last stages inherit it, and nothing after it changes it.
#[test]
fn the_image_runs_as_nobody_in_particular() {
    let image = text("Containerfile");
    let (_, last) = image.split_once("AS ground").unwrap();
    let users: Vec<&str> = last
        .lines()
        .filter_map(|line| line.strip_prefix("USER "))
        .collect();
    assert_eq!(users, ["10001:10001"]);
    assert_eq!(
        text("Containerfile.containerignore"),
        text("Containerfile.dockerignore"),
        "two programs, two names, one list"
    );
}
