//! Which functions never return, read from their code alone: names only say why. Changes nothing.

use std::collections::HashSet;
use walrus::ir::{Instr, InstrSeqId, Visitor, dfs_in_order};
use walrus::{FunctionId, LocalFunction, Module};

/// Every function that ends the program, throws, or runs for ever, however it is called.
pub fn never_returning(module: &Module) -> HashSet<FunctionId> {
    let mut ending = HashSet::new();
    loop {
        let more: Vec<FunctionId> = module
            .funcs
            .iter_local()
            .filter(|(id, function)| !ending.contains(id) && !returns(function, &ending))
            .map(|(id, _)| id)
            .collect();
        if more.is_empty() {
            return ending;
        }
        ending.extend(more);
    }
}

fn returns(function: &LocalFunction, ending: &HashSet<FunctionId>) -> bool {
    let mut exits = Exits::default();
    dfs_in_order(&mut exits, function, function.entry_block());
    let entry = function.entry_block();
    exits.returns
        || exits.targets.contains(&entry)
        || reaches_end(function, entry, ending, &exits.targets)
}

/// The ways out of a sequence other than its end.
#[derive(Default)]
struct Exits {
    targets: HashSet<InstrSeqId>,
    /// Also by a tail call, or by an instruction that is not known here.
    returns: bool,
}

impl<'a> Visitor<'a> for Exits {
    fn visit_instr(&mut self, instr: &'a Instr, _: &'a walrus::InstrLocId) {
        match instr {
            Instr::Br(to) => drop(self.targets.insert(to.block)),
            Instr::BrIf(to) => drop(self.targets.insert(to.block)),
            Instr::BrTable(to) => {
                self.targets.extend(to.blocks.iter().copied());
                self.targets.insert(to.default);
            }
            other => self.returns |= !is_plain(other),
        }
    }
}

/// Instructions of the first edition of WebAssembly that never leave the sequence other than by its end.
fn is_plain(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::Block(_)
            | Instr::Loop(_)
            | Instr::IfElse(_)
            | Instr::Call(_)
            | Instr::CallIndirect(_)
            | Instr::MemorySize(_)
            | Instr::MemoryGrow(_)
            | Instr::Unreachable(_)
    ) || super::panics::is_harmless(instr)
}

fn reaches_end(
    function: &LocalFunction,
    sequence: InstrSeqId,
    ending: &HashSet<FunctionId>,
    targets: &HashSet<InstrSeqId>,
) -> bool {
    let passes = |inner: InstrSeqId| {
        targets.contains(&inner) || reaches_end(function, inner, ending, targets)
    };
    function
        .block(sequence)
        .instrs
        .iter()
        .all(|(instr, _)| match instr {
            Instr::Unreachable(_) | Instr::Br(_) | Instr::BrTable(_) | Instr::Return(_) => false,
            Instr::Call(call) => !ending.contains(&call.func),
            Instr::Block(block) => passes(block.seq),
            // Branches to a loop go to its beginning.
            Instr::Loop(again) => reaches_end(function, again.seq, ending, targets),
            Instr::IfElse(choice) => passes(choice.consequent) || passes(choice.alternative),
            _ => true,
        })
}
