//! Forgets what nothing can reach any more, as the linker would have, had it known which code is gone:
//! statics become zeros, unused slots of the function table trap. Addresses do not move.

use super::linked::{ByInstruction, Held, Links, Named, Static};
use anyhow::{Result, bail};
use std::collections::HashSet;
use walrus::ir::{Instr, Visitor, dfs_in_order};
use walrus::{
    DataId, ElementId, ElementItems, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    InstrLocId, Module,
};

/// What was forgotten: bytes of statics, slots of the function table.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    pub bytes: usize,
    pub slots: usize,
}

/// `functions` are the module's as they were linked, by index.
pub fn forget(
    module: &mut Module,
    functions: &[FunctionId],
    links: &Links,
    named: &ByInstruction,
) -> Result<Forgotten> {
    let reached = Reached::of(module, functions, links, named);
    Ok(Forgotten {
        bytes: clear(module, links, &reached)?,
        slots: close(module, &reached)?,
    })
}

/// What can be reached from outside: by a call, or through an address.
#[derive(Default)]
struct Reached {
    called: HashSet<FunctionId>,
    /// Functions whose slot in the table may be used.
    pointed_at: HashSet<FunctionId>,
    statics: HashSet<usize>,
    to_do: Vec<Found>,
}

enum Found {
    Function(FunctionId),
    Static(usize),
}

impl Reached {
    fn of(module: &Module, functions: &[FunctionId], links: &Links, named: &ByInstruction) -> Self {
        let mut reached = Self::default();
        for export in module.exports.iter() {
            if let ExportItem::Function(id) = export.item {
                reached.call(id);
            }
        }
        module.start.into_iter().for_each(|id| reached.call(id));
        // An address outside of every static is held by nobody in particular, and so by everybody.
        for held in &links.held {
            let owner = |place: &Static| {
                place.segment == held.segment
                    && (place.start..place.start + place.size).contains(&held.at)
            };
            if !links.statics.iter().any(owner) {
                reached.point(held.named, functions);
            }
        }
        while let Some(found) = reached.to_do.pop() {
            match found {
                Found::Function(id) => reached.enter(module, id, functions, named),
                Found::Static(index) => {
                    let place = links.statics[index];
                    let within = |held: &&Held| {
                        held.segment == place.segment
                            && (place.start..place.start + place.size).contains(&held.at)
                    };
                    for held in links.held.iter().filter(within) {
                        reached.point(held.named, functions);
                    }
                }
            }
        }
        reached
    }

    fn enter(
        &mut self,
        module: &Module,
        id: FunctionId,
        functions: &[FunctionId],
        named: &ByInstruction,
    ) {
        let FunctionKind::Local(function) = &module.funcs.get(id).kind else {
            return;
        };
        let mut body = Body {
            named,
            calls: Vec::new(),
            addresses: Vec::new(),
        };
        dfs_in_order(&mut body, function, function.entry_block());
        body.calls.into_iter().for_each(|id| self.call(id));
        for address in body.addresses {
            self.point(address, functions);
        }
    }

    fn call(&mut self, id: FunctionId) {
        if self.called.insert(id) {
            self.to_do.push(Found::Function(id));
        }
    }

    fn point(&mut self, named: Named, functions: &[FunctionId]) {
        match named {
            Named::Function(index) => {
                let id = functions[index as usize];
                self.pointed_at.insert(id);
                self.call(id);
            }
            Named::Static(index) => {
                if self.statics.insert(index) {
                    self.to_do.push(Found::Static(index));
                }
            }
            Named::Place => {}
        }
    }
}

/// What one function's code reaches by itself.
struct Body<'a> {
    named: &'a ByInstruction,
    calls: Vec<FunctionId>,
    addresses: Vec<Named>,
}

impl<'a> Visitor<'a> for Body<'_> {
    fn visit_instr(&mut self, _: &'a Instr, place: &'a InstrLocId) {
        self.addresses
            .extend(self.named.get(place).into_iter().flatten());
    }

    fn visit_function_id(&mut self, id: &FunctionId) {
        self.calls.push(*id);
    }
}

/// Zeros in every static that is not reached, except where it shares its bytes with one that is.
fn clear(module: &mut Module, links: &Links, reached: &Reached) -> Result<usize> {
    let segments: Vec<DataId> = module.data.iter().map(|segment| segment.id()).collect();
    let mut cleared = 0;
    for (index, segment) in segments.into_iter().enumerate() {
        let bytes = &mut module.data.get_mut(segment).value;
        let mut keep = vec![true; bytes.len()];
        for state in [false, true] {
            let here = links.statics.iter().enumerate();
            let here = here.filter(|(_, place)| place.segment == index);
            for (_, place) in here.filter(|(id, _)| reached.statics.contains(id) == state) {
                keep[place.start..place.start + place.size].fill(state);
            }
        }
        for (byte, _) in bytes.iter_mut().zip(keep).filter(|(_, keep)| !keep) {
            cleared += usize::from(*byte != 0);
            *byte = 0;
        }
    }
    Ok(cleared)
}

/// A trap in every slot of the function table that nothing points at.
fn close(module: &mut Module, reached: &Reached) -> Result<usize> {
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder.func_body().unreachable();
    let trap = builder.finish(Vec::new(), &mut module.funcs);
    let ids: Vec<ElementId> = module.elements.iter().map(|element| element.id()).collect();
    let mut closed = 0;
    for id in ids {
        let ElementItems::Functions(slots) = &mut module.elements.get_mut(id).items else {
            bail!("the function table is not made of functions");
        };
        for slot in slots
            .iter_mut()
            .filter(|slot| !reached.pointed_at.contains(slot))
        {
            *slot = trap;
            closed += 1;
        }
    }
    Ok(closed)
}
