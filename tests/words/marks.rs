//! Marks: quotes and spaces as each language sets them, and what keeps a number whole in right-to-left text.

use crate::{file, languages, placeholders, words};

#[test]
fn every_sentence_is_finished_and_holds_no_markup() {
    for (language, words) in languages() {
        for (key, text) in words {
            assert_eq!(text, text.trim(), "{language}: {key}");
            assert!(!text.contains("  "), "{language}: {key}");
            assert!(!text.contains(['<', '>']), "{language}: {key}");
            let explains = key.starts_with("error_") || key.ends_with("_lead");
            let finished = text.ends_with(['.', '?', '!', '؟']);
            assert!(finished || !explains, "{language}: {key} breaks off");
        }
    }
}

#[test]
fn quotes_are_those_of_the_language() {
    for (tag, words) in languages() {
        let own: &[char] = match &tag[..2] {
            "nl" | "en" => &['‘', '’'],
            "fr" => &['«', '»', '’'],
            "de" => &['„', '“'],
            _ => &['«', '»'],
        };
        let any = ['\'', '"', '‘', '’', '“', '”', '„', '«', '»', '‹', '›'];
        for (key, text) in words {
            let foreign = text
                .chars()
                .find(|mark| any.contains(mark) && !own.contains(mark));
            // "Don't" is the one place for a straight one.
            let shortened = text.contains("n't") && foreign == Some('\'');
            assert!(foreign.is_none() || shortened, "{tag}: {key}: {foreign:?}");
            for (open, close) in [('«', '»'), ('„', '“')] {
                assert_eq!(
                    text.matches(open).count(),
                    text.matches(close).count(),
                    "{tag}: {key}"
                );
            }
        }
    }
}

/// A mark that stands apart never begins a line.
#[test]
fn french_marks_cannot_be_torn_off() {
    for (key, text) in words("fr") {
        for torn in [" ?", " !", " ;", " :", " »", "« "] {
            assert!(!text.contains(torn), "{key}: {text}");
        }
        for (at, mark) in text.match_indices(['?', '!', ';', ':', '»']) {
            let before = text[..at].chars().next_back();
            assert!(
                before.is_some_and(char::is_whitespace),
                "{key}: {mark} in {text}"
            );
        }
    }
}

/// Arabic runs the other way: a number, a name or a time that is put in keeps its own order between
/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE. A bare count needs none.
#[test]
fn what_is_put_into_arabic_keeps_its_own_direction() {
    for (key, text) in file("ar") {
        for blank in placeholders(&text) {
            let isolated = text.contains(&format!("\u{2068}{{{blank}}}\u{2069}"));
            assert!(
                isolated || ["n", "total"].contains(&blank),
                "{key}: {blank}"
            );
        }
        let spaced_number = text.contains("06\u{a0}12");
        assert!(
            !spaced_number || text.contains("\u{2068}06\u{a0}12\u{a0}34\u{a0}56\u{a0}78\u{2069}"),
            "{key}"
        );
        assert_eq!(
            text.matches('\u{2068}').count(),
            text.matches('\u{2069}').count(),
            "{key}"
        );
    }
}

/// Codes are shown and typed in these digits, and a sentence about them has no others.
#[test]
fn arabic_has_the_digits_of_the_codes_and_its_own_marks() {
    for (key, text) in file("ar") {
        let other = text
            .chars()
            .find(|letter| ('\u{660}'..='\u{669}').contains(letter));
        assert_eq!(other, None, "{key}");
        assert!(!text.contains(['?', ';', ',']), "{key}: {text}");
    }
}
