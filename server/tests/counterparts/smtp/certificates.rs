//! Certificates for a mail server on this machine, made by openssl: an authority and what it signed.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

pub struct Certificates {
    folder: TempDir,
}

impl Certificates {
    /// For `127.0.0.1` and `localhost`.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let certificates = Self { folder };
        let constraints = "basicConstraints=critical,CA:TRUE";
        make(certificates.folder.path(), "authority", &[constraints], &[]);
        let names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
        let signer = ["-CA", "authority.pem", "-CAkey", "authority.key"];
        let extensions = ["basicConstraints=critical,CA:FALSE", names];
        make(certificates.folder.path(), "server", &extensions, &signer);
        certificates
    }

    pub fn authority(&self) -> Vec<u8> {
        std::fs::read(self.path("authority.pem")).unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What `smtpd.py` needs to use them.
    pub fn arguments(&self, tls: &'static str) -> Vec<String> {
        let path = |name| self.path(name).to_str().unwrap().to_owned();
        vec![
            "--tls".to_owned(),
            tls.to_owned(),
            "--certificate".to_owned(),
            path("server.pem"),
            "--key".to_owned(),
            path("server.key"),
        ]
    }
}

fn make(folder: &Path, name: &str, extensions: &[&str], signer: &[&str]) {
    let mut command = Command::new("openssl");
    command.current_dir(folder).args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        &format!("/CN=tweestap test {name}"),
        "-keyout",
        &format!("{name}.key"),
        "-out",
        &format!("{name}.pem"),
    ]);
    for extension in extensions {
        command.args(["-addext", extension]);
    }
    let output = command
        .args(signer)
        .output()
        .expect("these tests need the program openssl");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
