//! The files of a bundle in memory, by path with `/`, in order: what is equal in is equal out.

use crate::npm;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[derive(Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Everything below a folder.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut files = Self::default();
        files.read_below(folder, "")?;
        Ok(files)
    }

    fn read_below(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let entries = fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.read_below(&entry.path(), &format!("{name}/"))?;
            } else {
                self.0.insert(name, fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(path, contents)| (path.as_str(), contents.as_slice()))
    }

    pub fn get(&self, path: &str) -> Result<&[u8]> {
        self.0
            .get(path)
            .map(Vec::as_slice)
            .with_context(|| format!("the bundle has no {path}"))
    }

    pub fn text(&self, path: &str) -> Result<&str> {
        std::str::from_utf8(self.get(path)?).with_context(|| format!("{path} is no text"))
    }

    pub fn take(&mut self, path: &str) -> Option<Vec<u8>> {
        self.0.remove(path)
    }

    pub fn put(&mut self, path: &str, contents: Vec<u8>) {
        self.0.insert(path.to_owned(), contents);
    }

    /// Makes a folder hold exactly these files. A running server may be reading it: what is named comes
    /// before what names it, and what is no longer named goes last.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let (named, naming): (Vec<_>, Vec<_>) = self
            .0
            .iter()
            .partition(|(path, _)| path.starts_with(super::ASSETS));
        for (path, contents) in named.into_iter().chain(naming) {
            let path = folder.join(path);
            if fs::read(&path).is_ok_and(|there| there == *contents) {
                continue;
            }
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&path, contents).with_context(|| format!("{}", path.display()))?;
        }
        for path in Self::read(folder)?
            .paths()
            .filter(|path| !self.0.contains_key(*path) && !path.starts_with(npm::FOLDER))
        {
            fs::remove_file(folder.join(path))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_holds_exactly_what_was_written_last() {
        let folder = std::env::temp_dir().join(format!("tweestap-files-{}", std::process::id()));
        let mut first = Files::default();
        first.put("assets/old-1.css", b"a{}".to_vec());
        first.put("index.html", b"old".to_vec());
        first.write(&folder).unwrap();
        // Of another hand, and not part of the bundle.
        fs::create_dir_all(folder.join("npm")).unwrap();
        fs::write(folder.join("npm/package.json"), b"{}").unwrap();

        let mut second = Files::default();
        second.put("assets/new-2.css", b"b{}".to_vec());
        second.put("index.html", b"new".to_vec());
        second.write(&folder).unwrap();

        let there = Files::read(&folder).unwrap();
        assert_eq!(
            there.paths().collect::<Vec<_>>(),
            ["assets/new-2.css", "index.html", "npm/package.json"]
        );
        assert_eq!(there.text("index.html").unwrap(), "new");
        fs::remove_dir_all(folder).unwrap();
    }
}
