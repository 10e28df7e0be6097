//! The keys of the data folder: sealing key, pepper, signing keys. Made at the first start, readable by the
//! owner only, never in the database. Refuses to start with a key that others can read or that is malformed.

pub mod ring;

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use data_encoding::HEXLOWER;
use p256::SecretKey;
use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use zeroize::Zeroizing;

use crate::assertion::Signer;
use crate::random;
use crate::seal::{Pepper, Sealer};
use ring::Ring;

/// Everything the server keeps secret for itself.
pub struct Keys {
    pub sealer: Sealer,
    pub pepper: Pepper,
    pub ring: Ring,
}

impl Keys {
    /// Reads the keys of a data folder, and makes those that are missing.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let sealing = bytes_in(&folder.join("sealing.key"))?;
        let pepper = bytes_in(&folder.join("pepper.key"))?;
        Ok(Self {
            sealer: Sealer::new(&sealing),
            pepper: Pepper::new(&pepper),
            ring: Ring::open(folder)?,
        })
    }

    /// Those of a server that has run before. Makes no sealing key: another one opens nothing of that server's.
    pub fn existing(folder: &Path) -> Result<Self, String> {
        let file = folder.join("sealing.key");
        if !file.is_file() {
            return Err(format!(
                "{}: there is no key; --data is the folder of the server's keys",
                file.display()
            ));
        }
        Self::open(folder)
    }

    /// What is wrong with the keys that are there. Makes none.
    pub fn check(folder: &Path) -> Result<(), Vec<String>> {
        let is_there = |path: &std::path::PathBuf| path.exists();
        let bytes = ["sealing.key", "pepper.key"].map(|name| folder.join(name));
        let mut faults: Vec<String> = bytes
            .iter()
            .filter(|path| is_there(path))
            .filter_map(|path| bytes_in(path).err())
            .collect();
        faults.extend(ring::names(folder).err());
        for name in ring::names(folder).unwrap_or_default() {
            faults.extend(signer_in(&folder.join(name)).err());
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }
}

/// The P-256 key of a file in PKCS#8.
pub fn signer_in(path: &Path) -> Result<Signer, String> {
    let pem = read_or_make(path, new_signing_pem)?;
    let key = SecretKey::from_pkcs8_pem(&pem)
        .map_err(|_| format!("{} holds no P-256 key in PKCS#8", path.display()))?;
    Signer::new(&key)
}

fn new_signing_pem() -> Result<Zeroizing<String>, String> {
    let key = new_signing_key()?;
    key.to_pkcs8_pem(LineEnding::LF)
        .map_err(|error| error.to_string())
}

fn new_signing_key() -> Result<SecretKey, String> {
    loop {
        let bytes = random::bytes::<32>().map_err(|_| "no randomness".to_owned())?;
        // All but one in 2^32 draws are below the curve's order.
        if let Ok(key) = SecretKey::from_slice(bytes.as_slice()) {
            return Ok(key);
        }
    }
}

/// A key of 256 bit, in hexadecimal.
fn bytes_in(path: &Path) -> Result<Zeroizing<[u8; 32]>, String> {
    let text = read_or_make(path, || {
        let bytes = random::bytes::<32>().map_err(|_| "no randomness".to_owned())?;
        Ok(Zeroizing::new(HEXLOWER.encode(bytes.as_slice())))
    })?;
    let malformed = || format!("{} does not hold 64 hexadecimal digits", path.display());
    let bytes = Zeroizing::new(
        HEXLOWER
            .decode(text.trim().as_bytes())
            .map_err(|_| malformed())?,
    );
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() || bytes.iter().all(|byte| *byte == bytes[0]) {
        return Err(malformed());
    }
    key.copy_from_slice(&bytes);
    Ok(key)
}

fn read_or_make(
    path: &Path,
    make: impl FnOnce() -> Result<Zeroizing<String>, String>,
) -> Result<Zeroizing<String>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    match fs::metadata(path) {
        Ok(_) => {
            refuse_when_shared(path)?;
            fs::read_to_string(path).map(Zeroizing::new).map_err(failed)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let text = make()?;
            let mut file = create_private(path).map_err(failed)?;
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
                .map_err(failed)?;
            Ok(text)
        }
        Err(error) => Err(failed(error)),
    }
}

/// A secret that somebody else put into a file, as it stands there.
pub fn secret_in(path: &Path) -> Result<Zeroizing<String>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    fs::metadata(path).map_err(failed)?;
    refuse_when_shared(path)?;
    fs::read_to_string(path).map(Zeroizing::new).map_err(failed)
}

/// A new file that only its owner can read and write; fails when it exists.
pub fn create_private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A file with a secret must be its owner's alone.
#[cfg(unix)]
pub fn refuse_when_shared(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)
        .map_err(|error| format!("{}: {error}", path.display()))?
        .permissions()
        .mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(format!(
        "{} can be read by others (mode {:o}); it must be readable by its owner only (600)",
        path.display(),
        mode & 0o777
    ))
}

/// A file with a secret must be its owner's alone.
#[cfg(not(unix))]
pub fn refuse_when_shared(_: &Path) -> Result<(), String> {
    Ok(())
}
