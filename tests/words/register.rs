//! "Je" or "u", "vous", "Sie": never two of them to one person.

use crate::words;

/// Every word of a tag with its key, as it is written.
fn spoken(tag: &str) -> Vec<(String, String)> {
    let mut found = vec![];
    for (key, text) in words(tag) {
        let said = text.split(|letter: char| !letter.is_alphabetic());
        found.extend(said.map(|word| (key.clone(), word.to_owned())));
    }
    found.retain(|(_, word)| !word.is_empty());
    found
}

#[track_caller]
fn never_says(tag: &str, foreign: &[&str]) {
    for (key, word) in spoken(tag) {
        assert!(
            !foreign.contains(&word.to_lowercase().as_str()),
            "{tag}: {key} says {word}"
        );
    }
}

#[track_caller]
fn says(tag: &str, own: &str) {
    let times = spoken(tag)
        .iter()
        .filter(|(_, word)| word.to_lowercase() == own)
        .count();
    assert!(times > 30, "{tag} says {own} {times} times");
}

#[test]
fn dutch_says_je_throughout() {
    for tag in ["nl", "nl-be"] {
        never_says(tag, &["u", "uw", "uzelf"]);
        says(tag, "je");
    }
}

#[test]
fn formal_dutch_says_u_throughout() {
    for tag in ["nl-x-formal", "nl-be-x-formal"] {
        never_says(
            tag,
            &["je", "jij", "jou", "jouw", "jullie", "jezelf", "kun", "kom"],
        );
        says(tag, "u");
        says(tag, "uw");
    }
}

/// "Uw kunt" and "u nummer" are what careless replacing makes of "je kunt" and "je nummer".
#[test]
fn u_and_uw_each_stand_where_they_belong() {
    let verbs = [
        "kunt", "hebt", "bent", "krijgt", "ziet", "hoeft", "gaat", "kreeg", "was", "wilt", "mag",
        "komt",
    ];
    let nouns = [
        "code",
        "codes",
        "app",
        "telefoon",
        "gsm",
        "nummer",
        "wachtwoord",
        "school",
        "account",
        "tweede",
        "herstelcode",
        "herstelcodes",
        "laatste",
    ];
    for tag in ["nl-x-formal", "nl-be-x-formal"] {
        for (key, text) in words(tag) {
            let said: Vec<String> = text
                .split_whitespace()
                .map(|word| {
                    word.trim_matches(|letter: char| !letter.is_alphabetic())
                        .to_lowercase()
                })
                .collect();
            for pair in said.windows(2) {
                let wrong = (pair[0] == "uw" && verbs.contains(&pair[1].as_str()))
                    || (pair[0] == "u" && nouns.contains(&pair[1].as_str()));
                assert!(!wrong, "{tag}: {key}: {} {}", pair[0], pair[1]);
            }
        }
    }
}

#[test]
fn french_says_vous_and_german_sie() {
    never_says("fr", &["tu", "ton", "ta", "tes", "toi"]);
    never_says(
        "de",
        &[
            "du", "dein", "deine", "deinen", "deinem", "deiner", "dich", "dir",
        ],
    );
    says("fr", "vous");
    says("de", "sie");
    // "Sie" to a person has a capital; so has "Ihr" in "your".
    for (key, word) in spoken("de") {
        let owned = ["ihre", "ihrem", "ihren", "ihrer", "ihr", "ihnen"];
        assert!(!owned.contains(&word.as_str()), "de: {key} says {word}");
    }
}
