//! What nothing reaches becomes zeros and traps, and nothing else does.

use super::super::linked::{ByInstruction, Held, Links, Named, Static};
use super::super::unread::forget;
use super::fixture::function;
use walrus::ir::{Instr, Value};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, FunctionId, InstrLocId, Module, RefType,
};

/// A panic's place (`core::panic::Location`: address and length of a path, line, column), the path,
/// and at the end a number table that looks just like such a place.
const DATA: [u8; 48] = *b"\x10\0\0\0\x0b\0\0\0\x07\0\0\0\x09\0\0\0src/live.rs\0\0\0\0\0\x10\0\0\0\x0b\0\0\0\x07\0\0\0\x09\0\0\0";
const PLACE: usize = 0;
const PATH: usize = 1;
const TABLE: usize = 2;

/// `reader` reads one static, and is exported; `shown` is in the function table.
fn world(reads: usize) -> (Module, Vec<FunctionId>, Links, ByInstruction) {
    let mut module = Module::default();
    let memory = module.memories.add_local(false, false, 1, None, None);
    let offset = ConstExpr::Value(Value::I32(0));
    let kind = DataKind::Active { memory, offset };
    module.data.add(kind, DATA.to_vec());
    let reader = function(&mut module, "reader", (&[], &[]), |body| {
        body.i32_const(0).drop();
    });
    let shown = function(&mut module, "shown", (&[], &[]), |_| {});
    module.exports.add("reader", reader);
    let table = module.tables.add_local(false, 1, None, RefType::FUNCREF);
    let offset = ConstExpr::Value(Value::I32(0));
    let kind = ElementKind::Active { table, offset };
    module
        .elements
        .add(kind, ElementItems::Functions(vec![shown]));

    let place = InstrLocId::new(77);
    let local = module.funcs.get_mut(reader).kind.unwrap_local_mut();
    let entry = local.entry_block();
    local.block_mut(entry).instrs[0].1 = place;
    let statics = [(0, 16), (16, 16), (32, 16)];
    let statics = statics.map(|(start, size)| Static {
        segment: 0,
        start,
        size,
    });
    let mut links = Links::default();
    links.statics = statics.to_vec();
    links.held = vec![Held {
        segment: 0,
        at: 0,
        named: Named::Static(PATH),
    }];
    let named = ByInstruction::from([(place, vec![Named::Static(reads)])]);
    (module, vec![reader, shown], links, named)
}

fn data(module: &Module) -> &[u8] {
    &module.data.iter().next().unwrap().value
}

#[test]
fn a_panic_s_place_that_nobody_names_is_gone_with_its_path_and_its_look_alike_is_not() {
    let (mut module, functions, links, named) = world(TABLE);
    let forgotten = forget(&mut module, &functions, &links, &named).unwrap();
    assert_eq!(data(&module)[..32], [0; 32]);
    assert_eq!(data(&module)[32..], DATA[32..]);
    assert_eq!(forgotten.bytes, 4 + "src/live.rs".len());
}

#[test]
fn what_a_static_names_stays_with_it() {
    let (mut module, functions, links, named) = world(PLACE);
    forget(&mut module, &functions, &links, &named).unwrap();
    assert_eq!(data(&module)[..32], DATA[..32]);
    assert_eq!(data(&module)[32..], [0; 16]);
}

#[test]
fn bytes_that_belong_to_no_static_or_to_a_living_one_too_stay() {
    let (mut module, functions, mut links, named) = world(TABLE);
    links.statics[PATH] = Static {
        segment: 0,
        start: 20,
        size: 20,
    };
    forget(&mut module, &functions, &links, &named).unwrap();
    assert_eq!(data(&module)[16..20], DATA[16..20]);
    assert_eq!(data(&module)[20..32], [0; 12]);
    assert_eq!(data(&module)[32..], DATA[32..]);
}

#[test]
fn a_slot_of_the_function_table_that_nobody_names_traps() {
    let slot = |module: &Module| match &module.elements.iter().next().unwrap().items {
        ElementItems::Functions(slots) => slots[0],
        ElementItems::Expressions(..) => unreachable!(),
    };
    let (mut module, functions, links, named) = world(TABLE);
    assert_eq!(
        forget(&mut module, &functions, &links, &named)
            .unwrap()
            .slots,
        1
    );
    let trap = module.funcs.get(slot(&module)).kind.unwrap_local();
    let instrs = &trap.block(trap.entry_block()).instrs;
    assert!(matches!(instrs.as_slice(), [(Instr::Unreachable(_), _)]));

    let (mut module, functions, mut links, named) = world(TABLE);
    links.held.push(Held {
        segment: 0,
        at: 40,
        named: Named::Function(1),
    });
    assert_eq!(
        forget(&mut module, &functions, &links, &named)
            .unwrap()
            .slots,
        0
    );
    assert_eq!(slot(&module), functions[1]);
}
