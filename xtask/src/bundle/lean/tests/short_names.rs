//! Glue and WebAssembly get the same short names, or none at all.

use super::super::short_names::{names, shorten};
use super::fixture::function;
use walrus::Module;

const GLUE: &str = "export function mount(a) {\n    return wasm.mount(a, wasm.memory);\n}\n\
    function __wbg_get_imports() {\n    const import0 = {\n        __proto__: null,\n        \
    __wbg_log_0123456789abcdef: function(arg0) {\n            console.log(arg0, 'mount');\n        },\n        \
    __wbg_now_0123456789abcdef: function() {\n            return Date.now();\n        },\n    };\n    \
    return {\n        __proto__: null,\n        \"./widget_bg.js\": import0,\n    };\n}\n";

fn wasm() -> Module {
    let mut wasm = Module::default();
    let kind = wasm.types.add(&[], &[]);
    for name in ["__wbg_now_0123456789abcdef", "__wbg_log_0123456789abcdef"] {
        wasm.add_import_func("./widget_bg.js", name, kind);
    }
    wasm.add_import_func("elsewhere", "__wbg_now_0123456789abcdef", kind);
    let mount = function(&mut wasm, "mount", (&[], &[]), |_| {});
    wasm.exports.add("mount", mount);
    let memory = wasm.memories.add_local(false, false, 1, None, None);
    wasm.exports.add("memory", memory);
    wasm
}

#[test]
fn glue_and_wasm_agree_on_the_short_names() {
    let mut wasm = wasm();
    let glue = shorten(&mut wasm, GLUE, "./widget_bg.js").unwrap();
    let imports: Vec<(&str, &str)> = wasm
        .imports
        .iter()
        .map(|import| (import.module.as_str(), import.name.as_str()))
        .collect();
    let untouched = ("elsewhere", "__wbg_now_0123456789abcdef");
    assert_eq!(imports, [("a", "b"), ("a", "a"), untouched]);
    let exports: Vec<&str> = wasm
        .exports
        .iter()
        .map(|export| export.name.as_str())
        .collect();
    assert_eq!(exports, ["a", "b"]);
    for text in [
        "export function mount(a)",
        "return wasm.a(a, wasm.b);",
        "\n        a: function(arg0) {",
        "console.log(arg0, 'mount')",
        "\n        b: function() {",
        "Date.now()",
        "\"a\": import0",
    ] {
        assert!(glue.contains(text), "{text} in {glue}");
    }
}

#[test]
fn a_name_that_is_not_where_it_should_be_is_an_error() {
    let import = "__wbg_log_0123456789abcdef";
    for (from, to) in [
        (import, "__wbg_gone_0123456789abcdef"),
        ("__wbg_now_0123456789abcdef", import),
        ("wasm.memory", "memory"),
        ("./widget_bg.js", "./other_bg.js"),
    ] {
        let glue = GLUE.replace(from, to);
        assert!(
            shorten(&mut wasm(), &glue, "./widget_bg.js").is_err(),
            "{from}"
        );
    }
}

#[test]
fn there_is_a_name_for_everything() {
    let names: Vec<String> = names().collect();
    let mut different = names.clone();
    different.sort();
    different.dedup();
    assert_eq!(names[..2], ["a", "b"]);
    assert_eq!((names.len(), different.len()), (52 + 52 * 52, names.len()));
}
