//! Whatever can be refused has a sentence, and the sentence fits what is known about it.

use crate::{placeholders, variant, words};
use tweestap_api::{Method, PasswordRules, Problem};
use tweestap_widget::{
    Text,
    admin::{
        people::flow as people, person::flow as person, rules::flow as rules,
        tokens::flow as tokens, trail::flow as trail,
    },
    code::NotACode,
    failure::Failure,
    notice::{self, Notice},
    password::refusals,
};

/// The key of a variant, and its Dutch sentence.
fn keyed(text: Text) -> (String, String) {
    let name = format!("{text:?}");
    let found = words("nl")
        .into_iter()
        .find(|(key, _)| variant(key) == name);
    found.expect("every text has words")
}

fn sentence(text: Text) -> String {
    keyed(text).1
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

type Section = fn(Failure) -> Option<Notice>;

/// What each section of the desk says of a refusal, as its machine does.
const SECTIONS: [(&str, &[&str], Section); 5] = [
    ("people", &[], |failure| {
        let mut state = people::State::default();
        people::step(&mut state, people::Event::Shown);
        let turn = state.turn;
        people::step(&mut state, people::Event::Failed(turn, failure));
        state.notice
    }),
    ("person", &["support_"], |failure| {
        let mut state = person::State::opening();
        person::step(&mut state, person::Event::Failed(failure));
        state.notice
    }),
    ("rules", &["rules_"], |failure| {
        let mut state = rules::State::default();
        rules::step(&mut state, rules::Event::Shown);
        rules::step(&mut state, rules::Event::Failed(failure));
        state.notice
    }),
    ("tokens", &["tokens_"], |failure| {
        let mut state = tokens::State::default();
        state.doing = Some(tokens::Doing::Linking);
        tokens::step(&mut state, tokens::Event::Failed(failure));
        state.notice
    }),
    ("trail", &[], |failure| {
        let mut state = trail::State::default();
        trail::step(&mut state, trail::Event::Shown);
        trail::step(&mut state, trail::Event::Failed(1, failure));
        state.notice
    }),
];

/// A sentence of another section is about something that nobody here did.
#[test]
fn no_refusal_at_the_desk_is_said_to_be_about_something_else() {
    // What people read as well, and what is said of the desk and of whoever is looked at.
    let everywhere = ["error_", "desk_", "person_", "challenge_renewed"];
    for (section, own, said) in SECTIONS {
        let mut failures = vec![Failure::Offline, Failure::Unreadable, Failure::SignedOut];
        failures.extend(Problem::examples().into_iter().map(Failure::Refused));
        failures.push(Failure::Refused(Problem::Unknown));
        for failure in failures {
            let code = failure.code();
            let notice = said(failure).unwrap_or_else(|| panic!("{section}: {code}: silence"));
            assert_eq!(notice.code, code, "{section}");
            let (key, sentence) = keyed(notice.text);
            let mut known = own.iter().chain(&everywhere);
            let is_known = known.any(|kind| key.starts_with(kind));
            assert!(is_known, "{section}: {code}: {key}: {sentence}");
            let counts = ["{n}", "{time}", "{wait}"];
            let counts = counts.iter().any(|blank| sentence.contains(blank));
            assert_eq!(counts, notice.amount > 0, "{section}: {code}: {sentence}");
            let mut blanks = placeholders(&sentence).into_iter();
            assert!(
                blanks.all(|name| ["n", "time", "wait", "school"].contains(&name)),
                "{section}: {code}: {sentence}"
            );
        }
    }
}

/// What only managers can be refused for is said in words for it where it can be met.
#[test]
fn whatever_only_a_manager_can_be_refused_for_has_a_sentence_of_the_desk() {
    for (section, problems) in [
        (
            1,
            vec![
                Problem::PersonNotFound,
                Problem::RoleTooHigh,
                Problem::NotYourself,
                Problem::NeverSetUp,
                Problem::NotEnrolled,
                Problem::RequiredBySchool,
            ],
        ),
        (
            2,
            vec![
                Problem::PolicyChanged,
                Problem::PolicyInvalid,
                Problem::WouldLockYouOut,
                Problem::NoGroup,
            ],
        ),
        (
            3,
            vec![
                Problem::PersonNotFound,
                Problem::RoleTooHigh,
                Problem::NotYourself,
                Problem::TokenNotFound,
                Problem::TokenTaken,
                Problem::TokenQuarantined { retry_after: 60 },
                Problem::ImportUnreadable,
                Problem::ImportTooLarge,
            ],
        ),
    ] {
        let (name, _, said) = SECTIONS[section];
        for problem in problems {
            let code = problem.code();
            let notice = said(Failure::Refused(problem)).expect("a notice");
            let (key, sentence) = keyed(notice.text);
            assert!(!key.starts_with("error_"), "{name}: {code}: {sentence}");
        }
    }
    for (name, _, said) in SECTIONS {
        let refused = said(Failure::Refused(Problem::ManagerRequired));
        let text = refused.map(|notice| notice.text);
        assert_eq!(text, Some(Text::DeskNotForYou), "{name}");
    }
}

#[test]
fn whatever_a_password_can_be_refused_for_has_a_sentence_and_most_name_a_field() {
    let rules = PasswordRules {
        school: "Voorbeeldcollege".to_owned(),
        forgotten: true,
        change: true,
        minimum: 15,
        maximum: 256,
        classes: true,
        help: String::new(),
    };
    for problem in Problem::examples() {
        let code = problem.code();
        let notice = refusals::failed(&Failure::Refused(problem), Some(&rules));
        assert_eq!(notice.code, code);
        let sentence = sentence(notice.text);
        let counts = ["{n}", "{time}", "{wait}"];
        let counts = counts.iter().any(|blank| sentence.contains(blank));
        assert_eq!(counts, notice.amount > 0, "{code}: {sentence}");
        let about_the_new_one = [
            "password_too_",
            "password_has_",
            "password_needs_",
            "password_refused",
        ];
        if about_the_new_one.iter().any(|kind| code.starts_with(kind)) {
            assert!(refusals::field_of(code).is_some(), "{code}");
            assert_ne!(notice.text, Text::ErrorUnreadable, "{code}");
        }
    }
}
