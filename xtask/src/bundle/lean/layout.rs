//! Where the sections of a linked module lie in its file and in its memory, to check the linker's
//! records against. Reads only.

use super::linked::Static;
use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::ops::Range;
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, Operator, Parser, Payload, RelocationType,
};

/// Positions are bytes from the beginning of the file, unless something else is said.
#[derive(Default)]
pub struct Layout<'a> {
    bytes: &'a [u8],
    /// Where the code section's contents begin.
    pub code: usize,
    /// Where the data section's contents begin.
    pub data: usize,
    segments: Vec<Segment>,
    /// Slot in the function table, by function index.
    slots: HashMap<u32, u32>,
}

struct Segment {
    /// In the linear memory.
    address: u32,
    file: Range<usize>,
}

impl<'a> Layout<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut layout = Self {
            bytes,
            ..Self::default()
        };
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::CodeSectionStart { range, .. } => layout.code = range.start,
                Payload::DataSection(section) => {
                    layout.data = section.range().start;
                    for segment in section {
                        layout.add_segment(&segment?)?;
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        layout.add_slots(element?)?;
                    }
                }
                _ => {}
            }
        }
        Ok(layout)
    }

    fn add_segment(&mut self, segment: &wasmparser::Data<'a>) -> Result<()> {
        let DataKind::Active { offset_expr, .. } = &segment.kind else {
            bail!("a data segment has no address");
        };
        let end = segment.range.end;
        self.segments.push(Segment {
            address: constant(offset_expr)?,
            file: end - segment.data.len()..end,
        });
        Ok(())
    }

    fn add_slots(&mut self, element: wasmparser::Element<'_>) -> Result<()> {
        let ElementKind::Active { offset_expr, .. } = &element.kind else {
            bail!("a part of the function table has no place");
        };
        let ElementItems::Functions(functions) = element.items else {
            bail!("the function table is not made of functions");
        };
        for (slot, function) in (constant(offset_expr)?..).zip(functions) {
            self.slots.insert(function?, slot);
        }
        Ok(())
    }

    /// Of a static, in the linear memory.
    pub fn address(&self, of: Static) -> Result<u32> {
        let segment = self.segments.get(of.segment).context("no such segment")?;
        if of.start + of.size > segment.file.len() {
            bail!("a static ends outside of its segment");
        }
        Ok(segment.address + u32::try_from(of.start)?)
    }

    pub fn slot(&self, function: u32) -> Result<u32> {
        let slot = self.slots.get(&function).copied();
        slot.with_context(|| format!("function {function} is named and has no slot"))
    }

    /// The address that stands at a position of the file, in the record's way of writing.
    pub fn stored(&self, at: usize, kind: RelocationType) -> Result<u32> {
        let field = self.bytes.get(at..at + kind.extent());
        let field = field.context("a record is about nothing in the file")?;
        Ok(match kind {
            RelocationType::MemoryAddrI32 | RelocationType::TableIndexI32 => {
                u32::from_le_bytes(field.try_into()?)
            }
            // LEB128 in five bytes, signed or not: the same lower 32 bits.
            _ => {
                (field.iter().rev()).fold(0, |value: u32, byte| value << 7 | u32::from(byte & 0x7f))
            }
        })
    }

    /// Segment, and bytes from its beginning.
    pub fn in_segment(&self, at: usize) -> Result<(usize, usize)> {
        let place = self
            .segments
            .iter()
            .position(|segment| segment.file.contains(&at));
        let segment = place.context("a record of the data is outside of the data")?;
        Ok((segment, at - self.segments[segment].file.start))
    }
}

fn constant(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        _ => bail!("a segment's place is not a number"),
    }
}
