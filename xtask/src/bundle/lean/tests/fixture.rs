//! A small program as cargo would have linked it, and small modules made by hand, for the tests of `lean`.

use std::fs;
use std::process::Command;
use std::sync::OnceLock;
use walrus::{FunctionBuilder, FunctionId, Module, ValType};

const SOURCE: &str = r##"
use std::fmt::Write as _;

#[unsafe(link_section = "tweestap_note")]
#[used]
static NOTE: [u8; 4] = *b"keep";

const WORDS: [&str; 3] = ["eerste woord", "tweede woord", "derde woord"];

#[unsafe(no_mangle)]
pub extern "C" fn length_of_word(index: usize) -> usize {
    std::hint::black_box(WORDS)[index].len()
}

#[unsafe(no_mangle)]
pub extern "C" fn length_of_sentence(steps: u32) -> usize {
    let mut sentence = String::new();
    write!(sentence, "nog {steps} stappen te gaan").unwrap();
    std::hint::black_box(sentence).len()
}

#[unsafe(no_mangle)]
pub extern "C" fn nobody_calls_this(steps: u32) -> usize {
    let mut sentence = String::new();
    write!(sentence, "woorden voor niemand {steps}").unwrap();
    std::hint::black_box(sentence).len()
}
"##;

/// Linked with the linker's records, as `trunk::build` has it done.
pub fn linked() -> &'static [u8] {
    static LINKED: OnceLock<Vec<u8>> = OnceLock::new();
    LINKED.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("tweestap-lean-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (source, wasm) = (folder.join("fixture.rs"), folder.join("fixture.wasm"));
        fs::write(&source, SOURCE).unwrap();
        let mut rustc = Command::new("rustc");
        rustc
            .args(["--crate-type=cdylib", "--edition=2024", "-o"])
            .arg(&wasm)
            .args(["--target=wasm32-unknown-unknown", "-Copt-level=z"])
            .args(["-Cpanic=abort", "-Clto=fat", "-Ccodegen-units=1"])
            .args(["-Cstrip=debuginfo", "-Clink-arg=--emit-relocs"])
            .arg(&source);
        let output = rustc.output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}");
        let bytes = fs::read(&wasm).unwrap();
        fs::remove_dir_all(folder).unwrap();
        bytes
    })
}

/// Adds a function of a name; `body` writes its instructions.
pub fn function(
    module: &mut Module,
    name: &str,
    (params, results): (&[ValType], &[ValType]),
    body: impl FnOnce(&mut walrus::InstrSeqBuilder<'_>),
) -> FunctionId {
    let mut builder = FunctionBuilder::new(&mut module.types, params, results);
    builder.name(name.to_owned());
    body(&mut builder.func_body());
    let arguments = params.iter().map(|kind| module.locals.add(*kind)).collect();
    builder.finish(arguments, &mut module.funcs)
}

/// A function's instructions at its top level, in walrus' words.
pub fn top(module: &Module, id: FunctionId) -> Vec<String> {
    let function = module.funcs.get(id).kind.unwrap_local();
    let instrs = &function.block(function.entry_block()).instrs;
    instrs
        .iter()
        .map(|(instr, _)| format!("{instr:?}"))
        .collect()
}

/// Whether bytes occur in bytes.
pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}
