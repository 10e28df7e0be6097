//! The words: every sentence is used, says the same in every language, is short and plain, and whatever
//! can be refused has one.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use tweestap_api::{Method, Problem};
use tweestap_widget::{Text, code::NotACode, failure::Failure, notice};

type Words = BTreeMap<String, String>;

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn words(language: &str) -> Words {
    let file = fs::read_to_string(src().join(format!("lang/{language}.json"))).unwrap();
    serde_json::from_str(&file).unwrap()
}

fn languages() -> BTreeMap<String, Words> {
    let languages: BTreeMap<_, _> = fs::read_dir(src().join("lang"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .map(|language| (language.clone(), words(&language)))
        .collect();
    assert!(languages.len() >= 2, "only {:?}", languages.keys());
    languages
}

/// `step_of` → `StepOf`, as the build names it.
fn variant(key: &str) -> String {
    let capitalised = |word: &str| word[..1].to_uppercase() + &word[1..];
    key.split('_').map(capitalised).collect()
}

fn rust_files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

fn placeholders(text: &str) -> Vec<&str> {
    let named = text.split('{').skip(1);
    let mut names: Vec<&str> = named.map(|rest| rest.split('}').next().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn every_text_is_used() {
    let mut files = vec![];
    rust_files(&src(), &mut files);
    let code = files.iter().flat_map(|file| file.lines());
    let code: Vec<&str> = code
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let used = |variant: &str| {
        let name = format!("Text::{variant}");
        code.iter().any(|line| {
            line.match_indices(&name).any(|(at, _)| {
                let next = line[at + name.len()..].chars().next();
                !next.is_some_and(|next| next.is_alphanumeric())
            })
        })
    };
    let keys = words("nl").into_keys();
    let idle: Vec<String> = keys.filter(|key| !used(&variant(key))).collect();
    assert!(idle.is_empty(), "texts that nothing says: {idle:?}");
}

#[test]
fn every_language_says_the_same_with_the_same_blanks() {
    let dutch = words("nl");
    for (language, words) in languages() {
        assert!(words.keys().eq(dutch.keys()), "{language} has other keys");
        for (key, text) in &words {
            let blanks = placeholders(text);
            assert_eq!(blanks, placeholders(&dutch[key]), "{language}: {key}");
            let known = [
                "n", "total", "time", "wait", "school", "number", "name", "date", "used", "system",
            ];
            assert!(
                blanks.iter().all(|name| known.contains(name)),
                "{language}: {key}"
            );
        }
    }
}

#[test]
fn no_sentence_is_longer_than_twenty_words() {
    for (language, words) in languages() {
        for (key, text) in words {
            for sentence in text.split_inclusive(['.', '?', '!', ':']) {
                let count = sentence.split_whitespace().count();
                assert!(count <= 20, "{language}: {key}: {count} words: {sentence}");
            }
        }
    }
}

#[test]
fn the_words_are_those_of_everyday() {
    let nobody_says = [
        (
            "nl",
            vec![
                "authenticatie",
                "totp",
                "token",
                "verifieer",
                "verificatie",
                "factor",
                "2fa-",
                "mfa",
                "otp",
                "credential",
            ],
        ),
        (
            "en",
            vec![
                "authenticate",
                "totp",
                "token",
                "verify",
                "verification",
                "factor",
                "2fa-",
                "mfa",
                "otp",
                "credential",
            ],
        ),
    ];
    for (language, forbidden) in nobody_says {
        for (key, text) in words(language) {
            let text = text.to_lowercase();
            for word in &forbidden {
                assert!(!text.contains(word), "{language}: {key} says {word}");
            }
        }
    }
}

#[test]
fn a_button_says_what_it_does() {
    let says_nothing = [
        "ok",
        "oké",
        "volgende",
        "next",
        "submit",
        "verzenden",
        "ja",
        "yes",
    ];
    for (language, words) in languages() {
        for (key, text) in words {
            let text = text.to_lowercase();
            assert!(!says_nothing.contains(&text.as_str()), "{language}: {key}");
        }
    }
}

#[test]
fn dutch_says_je_throughout() {
    for (key, text) in words("nl") {
        let mut spoken = text.split(|letter: char| !letter.is_alphabetic());
        assert!(
            !spoken.any(|word| ["u", "uw"].contains(&word.to_lowercase().as_str())),
            "{key}: {text}"
        );
    }
}

#[test]
fn every_sentence_is_finished_and_holds_no_markup() {
    for (language, words) in languages() {
        for (key, text) in words {
            assert_eq!(text, text.trim(), "{language}: {key}");
            assert!(!text.contains("  "), "{language}: {key}");
            assert!(!text.contains(['<', '>']), "{language}: {key}");
            let explains = key.starts_with("error_") || key.ends_with("_lead");
            let finished = text.ends_with(['.', '?', '!']);
            assert!(finished || !explains, "{language}: {key} breaks off");
        }
    }
}

/// The Dutch sentence of a variant.
fn sentence(text: Text) -> String {
    let name = format!("{text:?}");
    let found = words("nl")
        .into_iter()
        .find(|(key, _)| variant(key) == name);
    found.expect("every text has words").1
}

#[test]
fn whatever_can_be_refused_has_a_sentence_and_its_own_code() {
    let mut failures = vec![Failure::Offline, Failure::Unreadable, Failure::SignedOut];
    failures.extend(Problem::examples().into_iter().map(Failure::Refused));
    failures.push(Failure::Refused(Problem::Unknown));
    assert!(failures.len() > 30);
    for failure in failures {
        for method in [
            None,
            Some(Method::App),
            Some(Method::Sms),
            Some(Method::Hardware),
        ] {
            let notice = notice::failed(&failure, method);
            assert_eq!(notice.code, failure.code());
            let sentence = sentence(notice.text);
            assert!(
                sentence.split_whitespace().count() > 2,
                "{failure:?}: {sentence}"
            );
            let blanks = placeholders(&sentence);
            let counts = blanks
                .iter()
                .any(|name| ["n", "time", "wait"].contains(name));
            assert_eq!(counts, notice.amount > 0, "{failure:?}: {sentence}");
            let others = blanks
                .iter()
                .filter(|name| !["n", "time", "wait"].contains(name));
            assert!(
                others.clone().all(|name| *name == "school"),
                "{failure:?}: {sentence}"
            );
        }
    }
}

#[test]
fn at_sign_in_too_whatever_can_be_refused_has_a_sentence() {
    for problem in Problem::examples() {
        let said = || notice::failed(&Failure::Refused(problem.clone()), Some(Method::Sms));
        for notice in [said().at_sign_in(), said().with_other_ways()] {
            let sentence = sentence(notice.text);
            // Which other way there is differs; each stands below under its own name.
            assert!(
                !sentence.contains("kies de app"),
                "{}: {sentence}",
                notice.code
            );
            let counts = ["{n}", "{time}", "{wait}"];
            let counts = counts.iter().any(|blank| sentence.contains(blank));
            assert_eq!(counts, notice.amount > 0, "{}: {sentence}", notice.code);
        }
    }
}

#[test]
fn what_cannot_be_a_code_has_a_sentence() {
    for why in [
        NotACode::Missing,
        NotACode::Short(3),
        NotACode::Malformed,
        NotACode::NotEight,
    ] {
        let notice = notice::not_a_code(why);
        assert!(notice.is_about_field());
        let blanks = placeholders(&sentence(notice.text)).len();
        assert_eq!(blanks > 0, notice.amount > 0, "{why:?}");
    }
    assert!(notice::not_a_recovery_code().is_about_field());
}

#[test]
fn somebody_who_is_locked_out_reads_of_the_way_back_in() {
    for (language, way) in [("nl", "herstelcode"), ("en", "recovery code")] {
        let words = words(language);
        for key in ["error_locked", "settings_locked_lead"] {
            assert!(words[key].contains(way), "{language}: {key}");
        }
    }
}

#[test]
fn nobody_switches_off_without_reading_that_the_password_alone_is_enough_then() {
    for (language, alone) in [("nl", "alleen je wachtwoord"), ("en", "password alone")] {
        let words = words(language);
        for key in ["switch_off_lead", "erase_lead"] {
            assert!(words[key].contains(alone), "{language}: {key}");
        }
    }
}

#[test]
fn what_is_erased_is_said_to_be_for_good() {
    assert!(words("en")["erase_lead"].contains("cannot be undone"));
    assert!(words("nl")["erase_lead"].contains("niet terug te draaien"));
}

#[test]
fn how_many_attempts_are_left_is_kept_with_what_counts_them() {
    for problem in Problem::examples() {
        let counted = problem.body().attempts_left;
        let notice = notice::failed(&Failure::Refused(problem), None);
        assert_eq!(notice.attempts_left, counted, "{}", notice.code);
    }
}

#[test]
fn a_message_is_never_spoken_of_to_somebody_with_an_app() {
    let mismatch = Failure::Refused(Problem::CodeMismatch {
        attempts_left: 5,
        seconds_ago: None,
    });
    let said = |method| sentence(notice::failed(&mismatch, Some(method)).text);
    assert!(said(Method::Sms).contains("sms"));
    assert!(!said(Method::App).contains("sms"));
}
