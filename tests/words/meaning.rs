//! What may not get lost in any language: the way back in, and what a switch or a deletion does.

use crate::{languages, words};

/// In a key's text, in each language: a piece without which it would say too little.
#[track_caller]
fn all_say(keys: [&str; 2], pieces: [(&str, &str); 8]) {
    for (tag, piece) in pieces {
        let words = words(tag);
        for key in keys {
            assert!(words[key].contains(piece), "{tag}: {key}: {}", words[key]);
        }
    }
}

#[test]
fn somebody_who_is_locked_out_reads_of_the_way_back_in() {
    all_say(
        ["error_locked", "settings_locked_lead"],
        [
            ("nl", "herstelcode"),
            ("nl-be", "herstelcode"),
            ("nl-x-formal", "herstelcode"),
            ("nl-be-x-formal", "herstelcode"),
            ("en", "recovery code"),
            ("fr", "code de secours"),
            ("de", "Ersatzcode"),
            ("ar", "استرداد"),
        ],
    );
}

#[test]
fn nobody_switches_off_without_reading_that_the_password_alone_is_enough_then() {
    all_say(
        ["switch_off_lead", "erase_lead"],
        [
            ("nl", "alleen je wachtwoord"),
            ("nl-be", "alleen je wachtwoord"),
            ("nl-x-formal", "alleen uw wachtwoord"),
            ("nl-be-x-formal", "alleen uw wachtwoord"),
            ("en", "password alone"),
            ("fr", "mot de passe seul"),
            ("de", "Passwort allein"),
            ("ar", "كلمة المرور وحدها"),
        ],
    );
}

#[test]
fn what_is_erased_is_said_to_be_for_good() {
    for (language, for_good) in [
        ("nl", "niet terug te draaien"),
        ("nl-be", "niet terug te draaien"),
        ("en", "cannot be undone"),
        ("fr", "définitif"),
        ("de", "nicht rückgängig"),
        ("ar", "لا يمكن التراجع"),
    ] {
        assert!(
            words(language)["erase_lead"].contains(for_good),
            "{language}"
        );
    }
}

/// A text message is named as people of the place name it, and so is the thing that gets it.
#[test]
fn flanders_has_its_own_words() {
    for tag in ["nl-be", "nl-be-x-formal"] {
        for (key, text) in words(tag) {
            let text = text.to_lowercase();
            for northern in [
                "telefoon",
                "mobiel",
                "apparaat",
                "inlog",
                "log in",
                "log opnieuw",
            ] {
                assert!(!text.contains(northern), "{tag}: {key}: {text}");
            }
        }
        assert!(words(tag)["phone_label"].contains("Gsm"));
    }
    for (key, text) in words("nl") {
        assert!(!text.to_lowercase().contains("gsm"), "{key}");
    }
}

/// It is read out over the telephone to somebody who has one of the two before them.
#[test]
fn who_is_given_a_help_code_hears_the_button_as_it_stands() {
    for (tag, words) in languages() {
        for button in ["way_recovery_code", "way_reset_code"] {
            let (said, button) = (&words["made_where"], &words[button]);
            assert!(said.contains(button.as_str()), "{tag}: {button}: {said}");
        }
    }
}

/// What the manager's desk and people's own pages call it; the other names of it are nobody's any more.
#[test]
fn one_thing_has_one_name() {
    for (language, others) in [
        (
            "nl",
            vec![
                "apparaatje",
                "toestelletje",
                "foute code",
                "bewaarde apparaten",
                "bewaarde toestellen",
                "zitten vast",
                "gewist",
            ],
        ),
        ("en", vec!["reset code", "read in", "a mail", "are stuck"]),
        (
            "fr",
            vec![
                "réinitialisation",
                "faux code",
                "patient",
                "appareils gardés",
            ],
        ),
        (
            "de",
            vec!["kleinen gerät", "hängen", "ersatzcode verwenden"],
        ),
        ("ar", vec!["الجهاز الصغير", "الأجهزة المحفوظة", "المديرون"]),
    ] {
        for (tag, words) in languages() {
            if !tag.starts_with(language) {
                continue;
            }
            for (key, text) in words {
                let text = text.to_lowercase();
                for other in &others {
                    assert!(!text.contains(other), "{tag}: {key} says {other}");
                }
            }
        }
    }
}

/// Rules are what a school asks of its people: a log has events, a file rows.
#[test]
fn a_rule_is_nothing_but_a_rule() {
    for (tag, words) in languages() {
        let rule = match &tag[..2] {
            "nl" => "regel",
            "en" => "rule",
            "fr" => "règle",
            "de" => "regel",
            _ => "قواعد",
        };
        let may_say = ["rules_", "desk_rules", "did_policy_changed", "trail_lead"];
        for (key, text) in words {
            let text = text.to_lowercase();
            let mut said = text.split(|letter: char| !letter.is_alphabetic());
            // An article and an "and" stand before it in Arabic, without a space.
            let says = said.any(|word| word.trim_start_matches(['و', 'ا', 'ل']).starts_with(rule));
            let own = may_say.iter().any(|kind| key.starts_with(kind));
            assert!(own || !says, "{tag}: {key}: {text}");
        }
    }
}
