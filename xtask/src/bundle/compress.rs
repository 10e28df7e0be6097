//! Brotli at its highest level beside every file that gains by it, so that the server compresses
//! nothing; and the sizes that are reported. Nothing here decides what is in the bundle.

use super::files::Files;
use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

const COMPRESSIBLE: [&str; 7] = ["js", "wasm", "css", "json", "html", "svg", "txt"];

/// Adds `<path>.br` where it is smaller than the file itself.
pub fn add_brotli(files: &mut Files) -> Result<()> {
    let wanted: Vec<String> = files
        .paths()
        .filter(|path| is_compressible(path))
        .map(str::to_owned)
        .collect();
    for path in wanted {
        let contents = files.get(&path)?;
        let compressed = brotli_11(contents)?;
        if compressed.len() < contents.len() {
            files.put(&format!("{path}.br"), compressed);
        }
    }
    Ok(())
}

fn is_compressible(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| COMPRESSIBLE.contains(&extension))
}

/// Level 11: what is shipped.
pub fn brotli_11(contents: &[u8]) -> Result<Vec<u8>> {
    brotli(contents, 11)
}

/// Level 9, for comparison between steps: a fiftieth of the time for a few hundredths more bytes.
pub fn brotli_9(contents: &[u8]) -> Result<Vec<u8>> {
    brotli(contents, 9)
}

/// The widest window that browsers take (2^22 bytes less 16).
fn brotli(contents: &[u8], quality: i32) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        size_hint: contents.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*contents, &mut compressed, &parameters)?;
    Ok(compressed)
}

/// Level 9, for comparison: what a host's own web server might send.
pub fn gzip_9(contents: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(contents)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_can_be_read_again() {
        let text = "tweestap ".repeat(1_000);
        let compressed = brotli_11(text.as_bytes()).unwrap();
        assert!(compressed.len() < 100, "{}", compressed.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*compressed, &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
    }

    #[test]
    fn a_file_that_would_grow_gets_no_sibling() {
        let mut files = Files::default();
        files.put("a.js", b"x".to_vec());
        files.put("b.js", b"x".repeat(500));
        files.put("c.png", b"x".repeat(500));
        add_brotli(&mut files).unwrap();
        assert_eq!(
            files.paths().collect::<Vec<_>>(),
            ["a.js", "b.js", "b.js.br", "c.png"]
        );
    }
}
