//! The tables of the `qrcode` crate without what is about symbols that the widget does not draw. It draws
//! plain QR codes of error correction level M (`src/parts/qr.rs`); the tables are about all four levels, about
//! Micro QR, and hold a generator polynomial for every length up to 69. An entry that is gone is zero: a
//! block of no bytes, with which another level ends the program instead of drawing what no app can read.

use super::linked::Links;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use walrus::{DataId, Module};

/// Versions 1 to 40; Micro QR comes after them.
const VERSIONS: usize = 40;
/// L, M, Q, H.
const LEVELS: usize = 4;
const M: usize = 1;

const CORRECTION: &str = "qrcode::ec::EC_BYTES_PER_BLOCK";
const POLYNOMIALS: &str = "qrcode::ec::GENERATOR_POLYNOMIALS";
/// By version and level: name, bytes of one entry.
const BY_LEVEL: [(&str, usize); 3] = [
    (CORRECTION, 4),
    ("qrcode::ec::DATA_BYTES_PER_BLOCK", 16),
    ("qrcode::bits::DATA_LENGTHS", 4),
];
/// Address and length.
const SLICE: usize = 8;

/// Does nothing to a module without these tables.
pub fn narrow(module: &mut Module, links: &mut Links) -> Result<()> {
    if !links.names.contains_key(POLYNOMIALS) {
        return Ok(());
    }
    let used = lengths(module, links)?;
    for (name, entry) in BY_LEVEL {
        each_entry(module, links, name, entry, |index, bytes| {
            if index % LEVELS != M || index / LEVELS >= VERSIONS {
                bytes.fill(0);
            }
        })?;
    }
    let mut unused = BTreeSet::new();
    let at = each_entry(module, links, POLYNOMIALS, SLICE, |index, bytes| {
        if !used.contains(&index) {
            bytes.fill(0);
            unused.insert(index);
        }
    })?;
    // What no entry points at any more is forgotten with everything else that nothing reaches.
    links.held.retain(|held| {
        let inside = (at.range.contains(&held.at) && held.segment == at.segment)
            .then(|| (held.at - at.range.start) / SLICE);
        inside.is_none_or(|index| !unused.contains(&index))
    });
    Ok(())
}

/// How many bytes of error correction a block can have.
fn lengths(module: &mut Module, links: &Links) -> Result<BTreeSet<usize>> {
    let mut lengths = BTreeSet::new();
    each_entry(module, links, CORRECTION, 4, |index, bytes| {
        if index % LEVELS == M && index / LEVELS < VERSIONS {
            lengths.insert(usize::from(bytes[0]));
        }
    })?;
    if lengths.contains(&0) || lengths.len() < 2 {
        bail!("{CORRECTION} is not by version and level");
    }
    Ok(lengths)
}

/// Bytes of a segment.
struct Place {
    segment: usize,
    range: std::ops::Range<usize>,
}

fn each_entry(
    module: &mut Module,
    links: &Links,
    name: &str,
    entry: usize,
    mut act: impl FnMut(usize, &mut [u8]),
) -> Result<Place> {
    let index = links.names.get(name);
    let index = *index.with_context(|| format!("the widget has no `{name}`"))?;
    let place = links.statics[index];
    if !place.size.is_multiple_of(entry) {
        bail!("`{name}` is not made of entries of {entry} bytes");
    }
    let segments: Vec<DataId> = module.data.iter().map(|segment| segment.id()).collect();
    let bytes = &mut module.data.get_mut(segments[place.segment]).value;
    let range = place.start..place.start + place.size;
    let table = bytes.get_mut(range.clone());
    let table = table.with_context(|| format!("`{name}` lies outside of the data"))?;
    for (index, bytes) in table.chunks_exact_mut(entry).enumerate() {
        act(index, bytes);
    }
    Ok(Place {
        segment: place.segment,
        range,
    })
}
