//! Code that is linked and can never run, as a person knows and the compiler does not: it hangs on a value
//! that is the same in every call. Where it would begin, the program ends; should the reason given here
//! ever cease to be true, the first use shows it.

use super::{endings, panics};
use std::collections::HashSet;
use walrus::{FunctionId, Module};

/// How the paths of such functions begin, and why nobody calls them.
const BEGINNINGS: [&str; 2] = [
    // totp-rs chooses among three algorithms at run time; the widget's codes are SHA-1 (RFC 6238).
    "sha2::",
    // A text for an error: `codec` takes whatever `JSON.parse` makes, so there is none.
    "serde_wasm_bindgen::de::Deserializer::invalid_type_",
];

/// Makes traps of them, and of every function that could not but run into one; gives the number of both.
pub fn silence(module: &mut Module) -> usize {
    let mut ending = endings::never_returning(module);
    let functions = module.funcs.iter_local().map(|(id, _)| id);
    let named = functions.filter(|id| is_never(module.funcs.get(*id).name.as_deref()));
    let mut next: Vec<FunctionId> = named.collect();
    let mut silenced = 0;
    while !next.is_empty() {
        silenced += next.len();
        for id in next {
            panics::trap(module, id);
            ending.insert(id);
        }
        let more: HashSet<FunctionId> = endings::never_returning(module);
        next = more.difference(&ending).copied().collect();
    }
    silenced
}

fn is_never(name: Option<&str>) -> bool {
    let path = name.map(super::symbols::path).unwrap_or_default();
    BEGINNINGS
        .iter()
        .any(|beginning| path.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture::{function, top};
    use super::*;

    const NONE: (&[walrus::ValType], &[walrus::ValType]) = (&[], &[]);

    #[test]
    fn a_function_of_the_list_ends_the_program_and_so_does_one_that_must_call_it() {
        let mut module = Module::default();
        let never = function(&mut module, "sha2::sha512::compress512", NONE, |body| {
            body.i32_const(1).drop();
        });
        let only = function(&mut module, "digest::finalize", NONE, |body| {
            body.i32_const(2).drop().call(never);
        });
        let maybe = function(&mut module, "totp_rs::sign", NONE, |body| {
            body.i32_const(0).if_else(
                None,
                |then| {
                    then.call(only);
                },
                |_| {},
            );
        });
        assert_eq!(silence(&mut module), 2);
        for id in [never, only] {
            assert_eq!(top(&module, id), ["Unreachable(Unreachable)"]);
        }
        assert_ne!(top(&module, maybe), ["Unreachable(Unreachable)"]);
    }

    #[test]
    fn every_other_function_stays() {
        let mut module = Module::default();
        for name in ["sha1::compress", "my_sha2::sha256", "totp_rs::sign"] {
            let id = function(&mut module, name, NONE, |body| {
                body.i32_const(1).drop();
            });
            assert_eq!(silence(&mut module), 0, "{name}");
            assert_eq!(top(&module, id).len(), 2, "{name}");
        }
    }
}
