//! A linked module made quiet, as a whole: what goes and what stays.

pub mod fixture;
mod panics;
mod short_names;
mod tables;
mod unread;

use super::{quieten, without_hash};
use fixture::{holds, linked};
use walrus::Module;

fn quiet(unused: &[&str]) -> Vec<u8> {
    let unused = unused.iter().map(|name| (*name).to_owned()).collect();
    let quiet = quieten(linked(), &unused).unwrap();
    wasmparser::Validator::new().validate_all(&quiet).unwrap();
    quiet
}

#[test]
fn panics_texts_and_places_are_gone_and_sentences_stay() {
    let (before, after) = (linked(), quiet(&[]));
    for text in [
        "fixture.rs",
        "index out of bounds",
        "Result::unwrap()",
        "capacity overflow",
    ] {
        assert!(holds(before, text), "{text}");
        assert!(!holds(&after, text), "{text}");
    }
    for text in ["tweede woord", " stappen te gaan", "woorden voor niemand "] {
        assert!(holds(before, text) && holds(&after, text), "{text}");
    }
}

#[test]
fn an_unused_export_takes_along_what_only_it_reached() {
    let after = quiet(&["nobody_calls_this"]);
    assert!(!holds(&after, "woorden voor niemand"));
    assert!(holds(&after, " stappen te gaan"));
}

#[test]
fn sections_that_are_not_the_linker_s_survive() {
    let module = Module::from_buffer(&quiet(&[])).unwrap();
    let names: Vec<&str> = module
        .customs
        .iter()
        .map(|(_, section)| section.name())
        .collect();
    assert!(names.contains(&"tweestap_note"), "{names:?}");
    assert!(names.contains(&"target_features"), "{names:?}");
    assert!(
        !names
            .iter()
            .any(|name| name.starts_with("reloc") || *name == "linking")
    );
}

#[test]
fn what_goes_in_equal_comes_out_equal() {
    assert!(quiet(&[]) == quiet(&[]));
}

#[test]
fn only_the_hash_of_a_crate_is_cut_from_a_name() {
    for (name, short) in [
        (
            "intounderlyingsink_abort_58a9338f50bce61c",
            "intounderlyingsink_abort",
        ),
        ("mounted_token_given", "mounted_token_given"),
        ("__wbindgen_free", "__wbindgen_free"),
    ] {
        assert_eq!(without_hash(name), short);
    }
}
