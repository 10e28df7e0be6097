//! The tables of `qrcode`, made by hand in the same form.

use super::super::linked::{Held, Links, Named, Static};
use super::super::tables::narrow;
use walrus::{ConstExpr, DataKind, Module, ir::Value};

const ENTRIES: usize = 44 * 4;
/// Where each table begins: lengths of correction, blocks, lengths of data, polynomials; and the end.
const AT: [usize; 5] = [
    0,
    ENTRIES * 4,
    ENTRIES * 20,
    ENTRIES * 24,
    ENTRIES * 24 + 70 * 8,
];
const NAMES: [&str; 4] = [
    "qrcode::ec::EC_BYTES_PER_BLOCK",
    "qrcode::ec::DATA_BYTES_PER_BLOCK",
    "qrcode::bits::DATA_LENGTHS",
    "qrcode::ec::GENERATOR_POLYNOMIALS",
];

/// Level M corrects with 10 bytes up to version 20 and with 26 after it; everything else says 7 or more.
fn tables() -> (Module, Links) {
    let mut bytes = vec![7; AT[4]];
    for (index, entry) in bytes[..AT[1]].chunks_exact_mut(4).enumerate() {
        let length = match (index % 4, index / 4) {
            (1, ..20) => 10,
            (1, 20..40) => 26,
            _ => 30,
        };
        entry.copy_from_slice(&u32::to_le_bytes(length));
    }
    let mut module = Module::default();
    let memory = module.memories.add_local(false, false, 1, None, None);
    let offset = ConstExpr::Value(Value::I32(0));
    module.data.add(DataKind::Active { memory, offset }, bytes);
    let mut links = Links::default();
    for (index, name) in NAMES.into_iter().enumerate() {
        links.names.insert(name.into(), index);
        links.statics.push(Static {
            segment: 0,
            start: AT[index],
            size: AT[index + 1] - AT[index],
        });
    }
    for polynomial in 0..70 {
        links.held.push(Held {
            segment: 0,
            at: AT[3] + polynomial * 8,
            named: Named::Place,
        });
    }
    (module, links)
}

fn bytes(module: &Module) -> &[u8] {
    &module.data.iter().next().unwrap().value
}

#[test]
fn level_m_stays_and_every_other_level_and_micro_qr_are_gone() {
    let (mut module, mut links) = tables();
    let before = bytes(&module).to_vec();
    narrow(&mut module, &mut links).unwrap();
    for (table, entry) in [(0, 4), (1, 16), (2, 4)] {
        let range = AT[table]..AT[table + 1];
        let after = bytes(&module)[range.clone()].chunks_exact(entry);
        let entries = before[range].chunks_exact(entry).zip(after);
        for (index, (before, after)) in entries.enumerate() {
            if index % 4 == 1 && index / 4 < 40 {
                assert_eq!(after, before, "{} {index}", NAMES[table]);
            } else {
                assert_eq!(after, vec![0; entry], "{} {index}", NAMES[table]);
            }
        }
    }
}

#[test]
fn only_the_polynomials_that_level_m_divides_by_are_held() {
    let (mut module, mut links) = tables();
    narrow(&mut module, &mut links).unwrap();
    let held: Vec<usize> = links
        .held
        .iter()
        .map(|held| (held.at - AT[3]) / 8)
        .collect();
    assert_eq!(held, [10, 26]);
    for (index, entry) in bytes(&module)[AT[3]..].chunks_exact(8).enumerate() {
        let expected = if held.contains(&index) { 7 } else { 0 };
        assert_eq!(entry, [expected; 8], "{index}");
    }
}

#[test]
fn a_module_without_a_qr_code_is_left_alone() {
    let (mut module, _) = tables();
    let before = bytes(&module).to_vec();
    narrow(&mut module, &mut Links::default()).unwrap();
    assert_eq!(bytes(&module), before);
}

#[test]
fn tables_of_another_form_are_refused() {
    let (mut module, mut links) = tables();
    links.names.remove("qrcode::bits::DATA_LENGTHS");
    assert!(narrow(&mut module, &mut links).is_err());
    let (mut module, mut links) = tables();
    links.statics[3].size -= 1;
    assert!(narrow(&mut module, &mut links).is_err());
}
