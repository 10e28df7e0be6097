//! Sentences for programmers that no person can see: what serde says about a body it could not read.
//! The widget shows its own sentence then (`Failure::Unreadable`) and drops the error with its text.
//! Nothing that shows a number or a text to a person may be in this list.

use std::collections::HashSet;
use walrus::ir::{Const, Instr, Value};
use walrus::{FunctionId, InstrLocId, Module, ValType};

/// Paths of functions that write such a sentence, by their ends. Each writes something of its own, so
/// that the compiler cannot have merged it with one that is for people.
const WRITERS: [&str; 5] = [
    " as serde_core::de::Expected>::fmt",
    "<dyn serde_core::de::Expected as core::fmt::Display>::fmt",
    "<serde_core::de::OneOf as core::fmt::Display>::fmt",
    "<serde_core::de::Unexpected as core::fmt::Display>::fmt",
    "<wasm_bindgen::JsValue as core::fmt::Debug>::fmt",
];

/// Lets them write nothing and say that it went well; gives their number.
pub fn silence(module: &mut Module) -> usize {
    let silent: HashSet<FunctionId> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| writes_unseen_text(module, *id))
        .collect();
    for (_, function) in module
        .funcs
        .iter_local_mut()
        .filter(|(id, _)| silent.contains(id))
    {
        let entry = function.entry_block();
        let ok = Const {
            value: Value::I32(0),
        };
        function.block_mut(entry).instrs = vec![(Instr::from(ok), InstrLocId::default())];
    }
    silent.len()
}

fn writes_unseen_text(module: &Module, id: FunctionId) -> bool {
    let function = module.funcs.get(id);
    let kind = module.types.get(function.ty());
    let is_fmt = kind.params() == [ValType::I32; 2] && kind.results() == [ValType::I32];
    let path = function
        .name
        .as_deref()
        .map(super::symbols::path)
        .unwrap_or_default();
    is_fmt && WRITERS.iter().any(|writer| path.ends_with(writer))
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture::{function, top};
    use super::*;

    const FMT: (&[ValType], &[ValType]) = (&[ValType::I32; 2], &[ValType::I32]);
    const OK: [&str; 1] = ["Const(Const { value: I32(0) })"];

    fn fmt(module: &mut Module, name: &str) -> FunctionId {
        function(module, name, FMT, |body| {
            body.i32_const(5).drop().i32_const(1);
        })
    }

    #[test]
    fn what_serde_tells_programmers_is_not_written() {
        for name in [
            "<api::EnrolmentVisitor as serde_core::de::Expected>::fmt",
            "<dyn serde_core::de::Expected as core::fmt::Display>::fmt",
            "<serde_core::de::OneOf as core::fmt::Display>::fmt",
            "<serde_core::de::Unexpected as core::fmt::Display>::fmt",
            "<wasm_bindgen::JsValue as core::fmt::Debug>::fmt",
        ] {
            let mut module = Module::default();
            let id = fmt(&mut module, name);
            assert_eq!(silence(&mut module), 1, "{name}");
            assert_eq!(top(&module, id), OK, "{name}");
        }
    }

    #[test]
    fn numbers_and_texts_that_people_read_are_written() {
        for name in [
            "<u32 as core::fmt::Display>::fmt",
            "<alloc::string::String as core::fmt::Display>::fmt",
            "<core::fmt::Arguments as core::fmt::Debug>::fmt",
            "<tweestap_widget::strings::Text as core::fmt::Display>::fmt",
        ] {
            let mut module = Module::default();
            let id = fmt(&mut module, name);
            assert_eq!(silence(&mut module), 0, "{name}");
            assert_ne!(top(&module, id), OK, "{name}");
        }
    }

    #[test]
    fn a_function_of_another_kind_is_left_alone() {
        let mut module = Module::default();
        let kind: (&[ValType], &[ValType]) = (&[ValType::I32], &[]);
        let id = function(&mut module, WRITERS[3], kind, |body| {
            body.i32_const(5).drop();
        });
        assert_eq!(silence(&mut module), 0);
        assert_eq!(top(&module, id).len(), 2);
    }
}
