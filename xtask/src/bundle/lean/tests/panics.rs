//! Panics become traps, and nothing else does.

use super::super::panics::{Silenced, inner_sequences, silence};
use super::fixture::{function, top};
use walrus::ir::{BinaryOp, Instr};
use walrus::{FunctionId, Module, ValType};

const PANIC: &str = "core::panicking::panic_bounds_check";

fn panicking(module: &mut Module) -> FunctionId {
    let trace = function(module, "trace", (&[], &[]), |_| {});
    function(module, PANIC, (&[ValType::I32], &[]), |body| {
        body.call(trace).unreachable();
    })
}

#[test]
fn a_panic_becomes_the_trap_it_ends_in() {
    let mut module = Module::default();
    let panic = panicking(&mut module);
    assert_eq!(silence(&mut module).functions, 1);
    assert_eq!(top(&module, panic), ["Unreachable(Unreachable)"]);
}

#[test]
fn a_function_that_returns_is_no_panic_whatever_its_name() {
    let mut module = Module::default();
    let name = "std::panicking::panicking";
    let asks = function(&mut module, name, (&[], &[ValType::I32]), |body| {
        body.i32_const(7);
    });
    // Ends in a trap, and can be left before.
    let name = "core::panicking::perhaps";
    let leaves = function(&mut module, name, (&[], &[]), |body| {
        body.block(None, |block| {
            let out = block.id();
            block.i32_const(1).br_if(out).return_();
        });
        body.unreachable();
    });
    let (before, untouched) = (top(&module, asks), top(&module, leaves).len());
    assert_eq!(silence(&mut module), Silenced::default());
    assert_eq!(top(&module, asks), before);
    assert_eq!(top(&module, leaves).len(), untouched);
}

#[test]
fn a_function_that_ends_for_another_reason_keeps_what_it_does() {
    let mut module = Module::default();
    let kind = module.types.add(&[], &[]);
    let (throw, _) = module.add_import_func("page", "throw", kind);
    let name = "wasm_bindgen::throw_str";
    let throws = function(&mut module, name, (&[], &[]), |body| {
        body.call(throw).unreachable();
    });
    let before = top(&module, throws);
    silence(&mut module);
    assert_eq!(top(&module, throws), before);
}

#[test]
fn what_only_prepared_a_panic_goes_with_it_and_what_others_can_see_stays() {
    let mut module = Module::default();
    let panic = panicking(&mut module);
    let kind = module.types.add(&[], &[]);
    let (seen, _) = module.add_import_func("page", "seen", kind);
    let caller = function(&mut module, "caller", (&[], &[]), |body| {
        body.call(seen).i32_const(1).i32_const(2);
        body.binop(BinaryOp::I32Add).call(panic).unreachable();
    });
    assert_eq!(silence(&mut module).places, 1);
    let left = top(&module, caller);
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left[0].starts_with("Call"), "{left:?}");
    assert_eq!(left[1], "Unreachable(Unreachable)");
}

#[test]
fn a_function_that_only_panics_is_a_panic_for_its_callers() {
    let mut module = Module::default();
    let panic = panicking(&mut module);
    let only = function(&mut module, "unwrap_or_panic", (&[], &[]), |body| {
        body.i32_const(3).call(panic).unreachable();
    });
    let caller = function(&mut module, "caller", (&[], &[]), |body| {
        body.i32_const(1).if_else(
            None,
            |then| {
                then.i32_const(4).drop().call(only).unreachable();
            },
            |_| {},
        );
    });
    silence(&mut module);
    let function = module.funcs.get(caller).kind.unwrap_local();
    let inner = inner_sequences(function, function.entry_block());
    let then = &function.block(inner[0]).instrs;
    assert!(matches!(then.as_slice(), [(Instr::Unreachable(_), _)]));
    assert_eq!(top(&module, caller).len(), 2);
}
