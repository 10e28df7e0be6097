//! The paths of functions, as a person would write them, out of the linker's symbols.

use std::fmt::Write as _;

/// Without hashes: `core::option::unwrap_failed`, `<alloc::string::String as core::fmt::Debug>::fmt`.
pub fn path(symbol: &str) -> String {
    let mut path = String::new();
    // Writing to a string cannot fail, and what is no Rust symbol comes out as it is.
    if write!(path, "{:#}", rustc_demangle::demangle(symbol)).is_err() {
        return symbol.to_owned();
    }
    path
}
