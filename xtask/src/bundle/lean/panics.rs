//! A panic in the widget ends the program (`panic = "abort"`) and nobody can read its text (there is no
//! hook): it becomes the trap it ends in, together with what only prepared it. What a function does
//! before it panics, as far as anybody outside can tell, stays.

use super::endings;
use std::collections::HashSet;
use walrus::ir::{Instr, InstrSeqId, Unreachable};
use walrus::{
    FunctionBuilder, FunctionId, FunctionKind, InstrLocId, LocalFunction, LocalId, Module,
};

/// How the paths of the functions begin with which the standard library panics. One of another name, or
/// of another crate, that does nothing but call these becomes a trap as well, by what it does.
const BEGINNINGS: [&str; 17] = [
    "__rustc::rust_begin_unwind",
    "__rustc::rust_panic",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already_",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::",
    "core::str::slice_error_fail",
    "std::alloc::rust_oom",
    "std::panicking::",
    "std::process::abort",
    "std::sys::backtrace::__rust_end_short_backtrace",
];

/// How many functions and places in other functions became a trap.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Silenced {
    pub functions: usize,
    pub places: usize,
}

/// Turns every panic into a trap.
pub fn silence(module: &mut Module) -> Silenced {
    let ending = endings::never_returning(module);
    let panics = module.funcs.iter_local().map(|(id, _)| id);
    let panics = panics.filter(|id| ending.contains(id) && is_panic(module, *id));
    let mut traps: HashSet<FunctionId> = HashSet::new();
    for id in panics.collect::<Vec<_>>() {
        trap(module, id);
        traps.insert(id);
    }
    let mut silenced = Silenced {
        functions: traps.len(),
        places: 0,
    };
    // A function that does nothing but panic is a panic for those who call it.
    loop {
        let mut more = Vec::new();
        for (id, function) in module.funcs.iter_local_mut() {
            silenced.places += cut(function, function.entry_block(), &traps);
            if !traps.contains(&id) && is_trap(function, function.entry_block()) {
                more.push(id);
            }
        }
        if more.is_empty() {
            return silenced;
        }
        traps.extend(more);
    }
}

fn is_panic(module: &Module, id: FunctionId) -> bool {
    let Some(name) = &module.funcs.get(id).name else {
        return false;
    };
    let path = super::symbols::path(name);
    BEGINNINGS
        .iter()
        .any(|beginning| path.starts_with(beginning))
}

/// Makes a function end the program, whatever it did.
pub fn trap(module: &mut Module, id: FunctionId) {
    let kind = module.types.get(module.funcs.get(id).ty());
    let (params, results) = (kind.params().to_vec(), kind.results().to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    builder.func_body().unreachable();
    let arguments: Vec<LocalId> = params.iter().map(|kind| module.locals.add(*kind)).collect();
    let function = builder.local_func(arguments);
    module.funcs.get_mut(id).kind = FunctionKind::Local(function);
}

/// Ends a sequence, and those within it, where the program ends; gives the number of ends.
fn cut(function: &mut LocalFunction, sequence: InstrSeqId, traps: &HashSet<FunctionId>) -> usize {
    let mut ends = 0;
    for inner in inner_sequences(function, sequence) {
        ends += cut(function, inner, traps);
    }
    let instrs = &function.block(sequence).instrs;
    let ended = |(instr, _): &(Instr, InstrLocId)| match instr {
        Instr::Unreachable(_) => true,
        Instr::Call(call) => traps.contains(&call.func),
        Instr::Block(block) => is_trap(function, block.seq),
        Instr::Loop(again) => is_trap(function, again.seq),
        Instr::IfElse(choice) => {
            is_trap(function, choice.consequent) && is_trap(function, choice.alternative)
        }
        _ => false,
    };
    let Some(end) = instrs.iter().position(ended) else {
        return ends;
    };
    let quiet = instrs[..end].iter().rev();
    let begin = end - quiet.take_while(|(instr, _)| is_harmless(instr)).count();
    if begin == end && instrs.len() == end + 1 && is_unreachable(&instrs[end].0) {
        return ends;
    }
    let instrs = &mut function.block_mut(sequence).instrs;
    instrs.truncate(begin);
    instrs.push((Instr::from(Unreachable {}), InstrLocId::default()));
    ends + 1
}

/// The sequences that stand in a sequence.
pub fn inner_sequences(function: &LocalFunction, sequence: InstrSeqId) -> Vec<InstrSeqId> {
    let mut inner = Vec::new();
    for (instr, _) in &function.block(sequence).instrs {
        match instr {
            Instr::Block(block) => inner.push(block.seq),
            Instr::Loop(again) => inner.push(again.seq),
            Instr::IfElse(choice) => inner.extend([choice.consequent, choice.alternative]),
            _ => {}
        }
    }
    inner
}

fn is_trap(function: &LocalFunction, sequence: InstrSeqId) -> bool {
    matches!(function.block(sequence).instrs.as_slice(), [(instr, _)] if is_unreachable(instr))
}

fn is_unreachable(instr: &Instr) -> bool {
    matches!(instr, Instr::Unreachable(_))
}

/// What nobody can tell was done, once the program has ended: its memory and globals end with it.
pub fn is_harmless(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::LocalGet(_)
            | Instr::LocalSet(_)
            | Instr::LocalTee(_)
            | Instr::GlobalGet(_)
            | Instr::GlobalSet(_)
            | Instr::Const(_)
            | Instr::Binop(_)
            | Instr::Unop(_)
            | Instr::Select(_)
            | Instr::Drop(_)
            | Instr::Load(_)
            | Instr::Store(_)
            | Instr::MemoryCopy(_)
            | Instr::MemoryFill(_)
    )
}
