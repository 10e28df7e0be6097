//! What the linker knew when it made the module (`--emit-relocs`, tool-conventions `Linking.md`): which
//! bytes are one static, and which instruction or static names which static or function. Every record is
//! checked against the bytes it speaks of, and a kind that is not understood is an error. Changes nothing.

use super::layout::Layout;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use walrus::{InstrLocId, Module};
use wasmparser::{KnownCustom, Linking, Parser, Payload, RelocationType, SymbolFlags, SymbolInfo};

/// Bytes of one data segment that live and die together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Static {
    /// Position of the segment in the data section.
    pub segment: usize,
    /// Bytes from the segment's beginning.
    pub start: usize,
    pub size: usize,
}

/// What an address in code or data stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Position in [`Links::statics`].
    Static(usize),
    /// Index in the module as it was linked; the address is its slot in the function table.
    Function(u32),
    /// A place of the memory's own (end of the data, begin of the heap), or nothing at all.
    Place,
}

/// Which address a static holds, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub segment: usize,
    /// Bytes from the segment's beginning.
    pub at: usize,
    pub named: Named,
}

/// What each instruction names.
pub type ByInstruction = BTreeMap<InstrLocId, Vec<Named>>;

#[derive(Default)]
pub struct Links {
    pub statics: Vec<Static>,
    pub held: Vec<Held>,
    /// Position in [`Links::statics`] by path, of those that have one.
    pub names: BTreeMap<String, usize>,
    /// By position in the file.
    in_code: BTreeMap<usize, Named>,
}

impl Links {
    /// Reads and checks the records of a linked module.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let layout = Layout::read(bytes)?;
        let mut links = Self::default();
        let mut symbols = None;
        for payload in Parser::new(0).parse_all(bytes) {
            let Payload::CustomSection(section) = payload? else {
                continue;
            };
            match (section.name(), section.as_known()) {
                (_, KnownCustom::Linking(reader)) => {
                    for part in reader.subsections() {
                        if let Linking::SymbolTable(table) = part? {
                            let table = table.into_iter().collect::<Result<Vec<_>, _>>()?;
                            symbols = Some(links.name(&table));
                        }
                    }
                }
                (name @ ("reloc.CODE" | "reloc.DATA"), KnownCustom::Reloc(reader)) => {
                    let symbols = symbols.as_ref().context("records without symbols")?;
                    for record in reader.entries() {
                        let record = record?;
                        if let Some(named) = wanted(record.ty, symbols, record.index)? {
                            links.keep(&layout, name, &record, named)?;
                        }
                    }
                }
                _ => {}
            }
        }
        symbols.context("the widget was linked without `--emit-relocs`")?;
        Ok(links)
    }

    /// Takes in the statics; gives what each symbol of the table names.
    fn name(&mut self, table: &[SymbolInfo<'_>]) -> Vec<Option<Named>> {
        let name = |symbol: &SymbolInfo<'_>| match symbol {
            SymbolInfo::Func { index, .. } => Some(Named::Function(*index)),
            SymbolInfo::Data {
                flags,
                symbol,
                name,
            } => match symbol {
                Some(place) if !flags.contains(SymbolFlags::ABSOLUTE) => {
                    self.names
                        .insert(super::symbols::path(name), self.statics.len());
                    self.statics.push(Static {
                        segment: place.index as usize,
                        start: place.offset as usize,
                        size: place.size as usize,
                    });
                    Some(Named::Static(self.statics.len() - 1))
                }
                _ => Some(Named::Place),
            },
            _ => None,
        };
        table.iter().map(name).collect()
    }

    fn keep(
        &mut self,
        layout: &Layout,
        section: &str,
        record: &wasmparser::RelocationEntry,
        named: Named,
    ) -> Result<()> {
        let offset = record.offset as usize;
        let at = match section {
            "reloc.CODE" => layout.code + offset,
            _ => layout.data + offset,
        };
        let expected = match named {
            Named::Static(index) => layout.address(self.statics[index])?,
            Named::Function(index) => layout.slot(index)?,
            Named::Place => layout.stored(at, record.ty)?,
        };
        let stored = layout.stored(at, record.ty)?;
        let addend = if named == Named::Place {
            0
        } else {
            record.addend
        };
        if i64::from(stored) != (i64::from(expected) + addend) & 0xffff_ffff {
            bail!("the linker's record at byte {at} does not agree with the module");
        }
        if section == "reloc.CODE" {
            self.in_code.insert(at, named);
        } else {
            let (segment, at) = layout.in_segment(at)?;
            self.held.push(Held { segment, at, named });
        }
        Ok(())
    }

    /// What each instruction names, by its position in the file, which walrus keeps with it.
    pub fn by_instruction(&self, module: &Module) -> Result<ByInstruction> {
        let mut by_instruction = ByInstruction::new();
        let mut found = 0;
        for (_, function) in module.funcs.iter_local() {
            let places = || function.instruction_mapping.iter();
            for ((_, here), (_, next)) in places().zip(places().skip(1)) {
                let range = here.data() as usize..next.data() as usize;
                for (_, named) in self.in_code.range(range) {
                    by_instruction.entry(*here).or_default().push(*named);
                    found += 1;
                }
            }
        }
        if found != self.in_code.len() {
            let all = self.in_code.len();
            bail!("{found} of the linker's {all} records are about an instruction");
        }
        Ok(by_instruction)
    }
}

/// Addresses only: indices of functions, types and globals are in the instructions themselves.
fn wanted(kind: RelocationType, symbols: &[Option<Named>], index: u32) -> Result<Option<Named>> {
    use RelocationType as Kind;
    match kind {
        Kind::FunctionIndexLeb
        | Kind::TypeIndexLeb
        | Kind::GlobalIndexLeb
        | Kind::TableNumberLeb => Ok(None),
        Kind::MemoryAddrLeb
        | Kind::MemoryAddrSleb
        | Kind::MemoryAddrI32
        | Kind::TableIndexSleb
        | Kind::TableIndexI32 => {
            let symbol = symbols.get(index as usize).copied().flatten();
            Ok(Some(symbol.context("a record is about no symbol")?))
        }
        other => bail!("records of the kind {other:?} are not understood"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture::linked;
    use super::*;

    #[test]
    fn the_linker_s_records_agree_with_the_module_it_made() {
        let links = Links::read(linked()).unwrap();
        assert!(links.statics.len() > 10, "{}", links.statics.len());
        assert!(links.held.len() > 10, "{}", links.held.len());
        let module = Module::from_buffer(linked()).unwrap();
        let named = links.by_instruction(&module).unwrap();
        assert_eq!(named.values().flatten().count(), links.in_code.len());
    }

    #[test]
    fn a_record_that_disagrees_with_the_module_is_an_error() {
        let links = Links::read(linked()).unwrap();
        let mut bytes = linked().to_vec();
        bytes[*links.in_code.keys().next().unwrap()] ^= 1;
        let error = Links::read(&bytes).err().unwrap().to_string();
        assert!(error.contains("does not agree"), "{error}");
    }

    #[test]
    fn a_module_without_records_is_an_error() {
        let bytes = Module::default().emit_wasm();
        let error = Links::read(&bytes).err().unwrap().to_string();
        assert!(error.contains("--emit-relocs"), "{error}");
    }
}
