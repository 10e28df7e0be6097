//! Arguments that a function takes and never looks at, such as where it was called from, once it has lost
//! the panic that would have said so: the callers give zero instead of an address.

use std::collections::{HashMap, HashSet};
use walrus::ir::{Const, Instr, InstrSeqId, Value, Visitor, dfs_in_order};
use walrus::{FunctionId, InstrLocId, LocalFunction, LocalId, Module, ValType};

/// Gives the number of arguments that became zero.
pub fn forget(module: &mut Module) -> usize {
    let mut forgotten = 0;
    // An argument that was only passed on is unread when the one it was passed on as is gone.
    loop {
        let unread = unread(module);
        let mut more = 0;
        for (_, function) in module.funcs.iter_local_mut() {
            more += in_sequence(function, function.entry_block(), &unread);
        }
        if more == 0 {
            return forgotten;
        }
        forgotten += more;
    }
}

/// The zeros that may stand for a function's arguments; `None` where it reads one.
type Unread = HashMap<FunctionId, Vec<Option<Value>>>;

fn unread(module: &Module) -> Unread {
    let of = |(id, function): (FunctionId, &LocalFunction)| {
        let mut read = Read::default();
        dfs_in_order(&mut read, function, function.entry_block());
        let zero = |argument: &LocalId| match read.0.contains(argument) {
            true => None,
            false => zero(module.locals.get(*argument).ty()),
        };
        (id, function.args.iter().map(zero).collect())
    };
    module.funcs.iter_local().map(of).collect()
}

fn zero(kind: ValType) -> Option<Value> {
    match kind {
        ValType::I32 => Some(Value::I32(0)),
        ValType::I64 => Some(Value::I64(0)),
        _ => None,
    }
}

#[derive(Default)]
struct Read(HashSet<LocalId>);

impl<'a> Visitor<'a> for Read {
    fn visit_instr(&mut self, instr: &'a Instr, _: &'a InstrLocId) {
        if let Instr::LocalGet(get) = instr {
            self.0.insert(get.local);
        }
    }
}

fn in_sequence(function: &mut LocalFunction, sequence: InstrSeqId, unread: &Unread) -> usize {
    let mut zeroed = 0;
    for inner in super::panics::inner_sequences(function, sequence) {
        zeroed += in_sequence(function, inner, unread);
    }
    let instrs = &mut function.block_mut(sequence).instrs;
    for call in 0..instrs.len() {
        let Instr::Call(to) = &instrs[call].0 else {
            continue;
        };
        let arguments = unread.get(&to.func).map(Vec::as_slice).unwrap_or_default();
        for (back, argument) in arguments.iter().rev().enumerate() {
            // The last arguments, as far as each is one instruction.
            let Some(at) = call.checked_sub(back + 1) else {
                break;
            };
            if !matches!(instrs[at].0, Instr::Const(_) | Instr::LocalGet(_)) {
                break;
            }
            if let Some(zero) = argument.filter(|zero| !is(&instrs[at].0, zero)) {
                instrs[at] = (Instr::from(Const { value: zero }), InstrLocId::default());
                zeroed += 1;
            }
        }
    }
    zeroed
}

fn is(instr: &Instr, zero: &Value) -> bool {
    match (instr, zero) {
        (Instr::Const(constant), Value::I32(_)) => matches!(constant.value, Value::I32(0)),
        (Instr::Const(constant), _) => matches!(constant.value, Value::I64(0)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture::{function, top};
    use super::*;

    const TWO: (&[ValType], &[ValType]) = (&[ValType::I32; 2], &[]);

    #[test]
    fn an_argument_nobody_reads_becomes_zero_all_the_way_up() {
        let mut module = Module::default();
        let reads_none = function(&mut module, "reads_none", TWO, |_| {});
        let mut passes_on = walrus::FunctionBuilder::new(&mut module.types, TWO.0, TWO.1);
        let arguments: Vec<LocalId> = (0..2).map(|_| module.locals.add(ValType::I32)).collect();
        let mut body = passes_on.func_body();
        body.i32_const(9).local_get(arguments[1]).call(reads_none);
        let passes_on = passes_on.finish(arguments, &mut module.funcs);
        let caller = function(&mut module, "caller", (&[], &[]), |body| {
            body.i32_const(11).i32_const(12).call(passes_on);
        });
        assert_eq!(forget(&mut module), 4);
        for id in [passes_on, caller] {
            let zero = "Const(Const { value: I32(0) })";
            assert_eq!(top(&module, id)[..2], [zero, zero]);
        }
    }

    #[test]
    fn an_argument_that_is_read_stays() {
        let mut module = Module::default();
        let mut reads = walrus::FunctionBuilder::new(&mut module.types, TWO.0, TWO.1);
        let arguments: Vec<LocalId> = (0..2).map(|_| module.locals.add(ValType::I32)).collect();
        reads.func_body().local_get(arguments[0]).drop();
        let reads = reads.finish(arguments, &mut module.funcs);
        let caller = function(&mut module, "caller", (&[], &[]), |body| {
            body.i32_const(11).i32_const(12).call(reads);
        });
        assert_eq!(forget(&mut module), 1);
        assert_eq!(top(&module, caller)[0], "Const(Const { value: I32(11) })");
    }

    /// An imported function is another's: it may read all of them.
    #[test]
    fn what_goes_to_the_page_stays() {
        let mut module = Module::default();
        let kind = module.types.add(TWO.0, TWO.1);
        let (page, _) = module.add_import_func("page", "tell", kind);
        function(&mut module, "caller", (&[], &[]), |body| {
            body.i32_const(11).i32_const(12).call(page);
        });
        assert_eq!(forget(&mut module), 0);
    }
}
