//! The order of the functions in the file: each after those that it shares most code with, so that the
//! compression finds what is alike nearby. What the functions do is the same in any order.

use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use wasmparser::{Parser, Payload, TypeRef};

/// Bytes that are alike in a row: about two instructions.
const ALIKE: usize = 5;
/// What so many functions have says nothing about any of them.
const COMMON: usize = 200;
/// How many functions back one looks.
const BACK: usize = 3;

/// The module with a name section in which the names sort as the functions should.
pub fn name_by_likeness(wasm: &[u8]) -> Result<Vec<u8>> {
    let (imported, bodies) = functions(wasm)?;
    let mut names = vec![String::new(); bodies.len()];
    for (place, function) in chain(&bodies).into_iter().enumerate() {
        names[function] = format!("{place:06}");
    }
    let mut named = wasm.to_vec();
    named.extend(name_section(imported, &names));
    Ok(named)
}

/// The number of imported functions, and the code of the others.
fn functions(wasm: &[u8]) -> Result<(usize, Vec<&[u8]>)> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(&wasm[body.range()]),
            _ => {}
        }
    }
    Ok((imported, bodies))
}

/// Every function once. Greedy: the best next one, seen from the last few.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let (pieces, holders) = pieces(bodies);
    let mut left: BTreeSet<usize> = (0..bodies.len()).collect();
    let mut order: Vec<usize> = Vec::with_capacity(bodies.len());
    while let Some(first) = left.first().copied() {
        let mut shared = vec![0.0_f64; bodies.len()];
        for (back, before) in order.iter().rev().take(BACK).enumerate() {
            for piece in &pieces[*before] {
                for holder in &holders[*piece] {
                    shared[*holder] += 1.0 / (back + 1) as f64;
                }
            }
        }
        // A long function shares more with everything.
        let likeness = |id: usize| shared[id] / (pieces[id].len() as f64 + 20.0).sqrt();
        let next = left.iter().copied().fold(first, |best, id| {
            if likeness(id) > likeness(best) {
                id
            } else {
                best
            }
        });
        left.remove(&next);
        order.push(next);
    }
    order
}

/// What pieces each function has, by number, and which functions have each piece; without those that only
/// one has, or too many.
fn pieces(bodies: &[&[u8]]) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let mut found: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (id, body) in bodies.iter().enumerate() {
        for piece in body.windows(ALIKE) {
            let holders = found.entry(piece).or_default();
            if holders.last() != Some(&id) {
                holders.push(id);
            }
        }
    }
    let telling = |holders: &Vec<usize>| (2..=COMMON).contains(&holders.len());
    let holders: Vec<Vec<usize>> = found.into_values().filter(telling).collect();
    let mut pieces = vec![Vec::new(); bodies.len()];
    for (piece, holders) in holders.iter().enumerate() {
        for holder in holders {
            pieces[*holder].push(piece);
        }
    }
    (pieces, holders)
}

/// A custom section `name` with the functions' names only (WebAssembly, appendix "Custom Sections").
fn name_section(imported: usize, names: &[String]) -> Vec<u8> {
    let mut map = leb128(names.len());
    for (index, name) in names.iter().enumerate() {
        map.extend(leb128(imported + index));
        map.extend(text(name));
    }
    let mut contents = text("name");
    contents.push(1);
    contents.extend(leb128(map.len()));
    contents.extend(map);
    let mut section = vec![0];
    section.extend(leb128(contents.len()));
    section.extend(contents);
    section
}

fn text(text: &str) -> Vec<u8> {
    let mut bytes = leb128(text.len());
    bytes.extend(text.as_bytes());
    bytes
}

fn leb128(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture::function;
    use super::*;
    use walrus::Module;

    #[test]
    fn like_comes_after_like_and_nothing_is_lost() {
        let (a, b) = (*b"abcdefghijklmnop", *b"0123456789ABCDEF");
        let (a2, b2) = (*b"abcdefghijklmnoq", *b"0123456789ABCDEG");
        let bodies: [&[u8]; 5] = [&a, &b, b"other", &a2, &b2];
        let order = chain(&bodies);
        assert_eq!(order, [0, 3, 1, 4, 2]);
    }

    #[test]
    fn the_names_are_those_of_the_functions_in_their_order() {
        let mut module = Module::default();
        for number in [1, 2] {
            let id = function(&mut module, "f", (&[], &[]), |body| {
                body.i32_const(number).drop();
            });
            module.exports.add(&format!("e{number}"), id);
        }
        let mut nameless = walrus::ModuleConfig::new();
        nameless.generate_name_section(false);
        let wasm = nameless.parse(&module.emit_wasm()).unwrap().emit_wasm();
        let named = Module::from_buffer(&name_by_likeness(&wasm).unwrap()).unwrap();
        let names: BTreeSet<&str> = (named.funcs.iter())
            .filter_map(|function| function.name.as_deref())
            .collect();
        assert_eq!(names, BTreeSet::from(["000000", "000001"]));
    }

    #[test]
    fn numbers_are_written_in_groups_of_seven_bits() {
        assert_eq!(leb128(5), [5]);
        assert_eq!(leb128(300), [0xac, 0x02]);
    }
}
