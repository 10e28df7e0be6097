//! The words of the letters: all there in every language, and plain enough for someone of ten.

use tweestap_server::mail::Event;
use tweestap_server::mail::letter::{self, Letter, Words, words};
use tweestap_server::portal_token::PortalKey;
use tweestap_server::sms::text::Language;

use crate::world::{NOW, World, school};

fn all_words() -> impl Iterator<Item = (Event, Language, Words)> {
    Event::ALL
        .into_iter()
        .flat_map(|event| Language::ALL.map(|language| (event, language, words(event, language))))
}

async fn letters(helpdesk: &str) -> Vec<Letter> {
    let world = World::new().await;
    let key = PortalKey::from_pem(world.portal.public_pem().as_bytes()).unwrap();
    let mut school = school("school", "https://portal.test", key);
    school.helpdesk = helpdesk.to_owned();
    let mut letters: Vec<Letter> = all_words()
        .map(|(event, language, _)| letter::notice(event, language, &school, "Sam", NOW))
        .collect();
    letters.extend(Language::ALL.map(|language| letter::trial(language, &school)));
    letters
}

#[test]
fn every_event_has_its_own_words_in_every_language() {
    let mut subjects = Vec::new();
    for (event, language, words) in all_words() {
        for text in [words.what, words.then, words.advice] {
            assert!(text.ends_with('.'), "{event:?}: {text}");
        }
        assert!(words.what.len() > 15, "{event:?}");
        assert!(words.question.ends_with(['?', '؟']), "{event:?}");
        assert!(
            (10..60).contains(&words.subject.chars().count()) && !words.subject.ends_with('.'),
            "{event:?}: {}",
            words.subject
        );
        assert!(
            !subjects.contains(&(language, words.subject)),
            "{event:?} {language:?}"
        );
        subjects.push((language, words.subject));
    }
    // No letter is left in the words of another language.
    let others = |language| {
        Language::ALL
            .into_iter()
            .filter(move |other| *other != language)
    };
    for (event, language, said) in all_words() {
        for other in others(language) {
            let there = words(event, other);
            if language.tag() != other.tag() {
                assert_ne!(
                    said.advice, there.advice,
                    "{event:?}: {language:?}, {other:?}"
                );
                assert_ne!(said.what, there.what, "{event:?}: {language:?}, {other:?}");
                assert_ne!(said.then, there.then, "{event:?}: {language:?}, {other:?}");
            }
        }
    }
}

#[tokio::test]
async fn each_register_keeps_to_its_own_form_of_address() {
    let words_of = |letter: &Letter| -> Vec<String> {
        let text = [&letter.subject, " ", &letter.text].concat().to_lowercase();
        let words = text.split(|c: char| !c.is_alphabetic());
        words.map(str::to_owned).collect()
    };
    let none_of = |letters: &[Letter], language: Language, forbidden: &[&str]| {
        for letter in letters.iter().filter(|one| one.language == language) {
            for word in words_of(letter) {
                assert!(
                    !forbidden.contains(&word.as_str()),
                    "{word}: {}",
                    letter.text
                );
            }
        }
    };
    let letters = letters("").await;
    none_of(
        &letters,
        Language::FormalDutch,
        &["je", "jij", "jou", "jouw", "jullie"],
    );
    none_of(&letters, Language::Dutch, &["u", "uw"]);
    none_of(
        &letters,
        Language::French,
        &["tu", "toi", "ton", "ta", "tes"],
    );
    none_of(
        &letters,
        Language::German,
        &["du", "dich", "dir", "dein", "deine", "deinen"],
    );
}

/// Sentences of a text, without what is only a label.
fn sentences(text: &str) -> Vec<String> {
    text.replace("\n\n", ". ")
        .split_inclusive(['.', '?', '!', ':', '؟'])
        // `09.00` and `10:05` end no sentence.
        .fold(Vec::<String>::new(), |mut all, part| {
            match all.last_mut() {
                Some(last) if !part.starts_with([' ', '\n']) => last.push_str(part),
                _ => all.push(part.to_owned()),
            }
            all
        })
}

#[tokio::test]
async fn sentences_are_short_and_no_word_is_technical() {
    const FORBIDDEN: [&str; 15] = [
        "authenti", "totp", "token", "verifi", "2fa", "mfa", "factor", "http", "www", "click",
        "klik", "hash", "session", "sessie", "sms-code",
    ];
    for helpdesk in ["", "balie bij lokaal 12, of bel 030 123 45 67"] {
        for letter in letters(helpdesk).await {
            for text in [&letter.subject, &letter.text, &letter.html] {
                let lower = text.to_lowercase();
                for word in FORBIDDEN {
                    assert!(!lower.contains(word), "{word}: {text}");
                }
            }
            for sentence in sentences(&letter.text) {
                let words = sentence.split_whitespace().count();
                assert!(words <= 15, "{words} words: {sentence}");
            }
        }
    }
}

#[tokio::test]
async fn the_letter_with_a_link_is_plain_in_every_language_and_its_link_is_the_only_one() {
    let world = World::new().await;
    let key = PortalKey::from_pem(world.portal.public_pem().as_bytes()).unwrap();
    let school = school("school", "https://portal.test", key);
    let address = "https://portal.test/?a=1&b=2#t=abc";
    let link = tweestap_api::Secret::new(address);
    let mut texts = Vec::new();
    for language in Language::ALL {
        let letter = letter::link(language, &school, "Sam <b>", &link, NOW);
        assert_eq!(letter.text.matches(address).count(), 1, "{}", letter.text);
        let escaped = address.replace('&', "&amp;");
        let anchor = format!("<p><a href=\"{escaped}\">{escaped}</a></p>");
        assert!(letter.html.contains(&anchor), "{}", letter.html);
        assert_eq!(letter.html.matches("<a ").count(), 1);
        assert!(!letter.html.contains("<b>") && !letter.html.contains("src="));
        let told = letter.text.replace(address, "");
        for sentence in sentences(&told) {
            let words = sentence.split_whitespace().count();
            assert!(words <= 15, "{words} words: {sentence}");
        }
        // What stands under notices would be a lie here.
        let notice = letter::notice(Event::Locked, language, &school, "Sam", NOW);
        let closing = notice.text.trim_end().rsplit("\n\n").next().unwrap();
        assert!(!told.contains(closing), "{told}");
        texts.push(told);
    }
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), Language::ALL.len());
}

#[tokio::test]
async fn html_says_what_the_text_says_with_nothing_to_load_or_to_follow() {
    for letter in letters("balie & lokaal <12>").await {
        for paragraph in letter.text.trim_end().split("\n\n") {
            let escaped = paragraph
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            assert!(letter.html.contains(&escaped), "{escaped}");
        }
        let mut tags: Vec<&str> = letter
            .html
            .split('<')
            .skip(1)
            .map(|rest| rest.split(['>', ' ']).next().unwrap())
            .map(|tag| tag.trim_start_matches('/'))
            .collect();
        tags.sort_unstable();
        tags.dedup();
        let known = [
            "!doctype", "body", "h2", "head", "html", "meta", "p", "title",
        ];
        assert!(tags.iter().all(|tag| known.contains(tag)), "{tags:?}");
    }
}

#[tokio::test]
async fn a_letter_reads_as_published() {
    let world = World::new().await;
    let key = PortalKey::from_pem(world.portal.public_pem().as_bytes()).unwrap();
    let mut school = school("school", "https://portal.test", key);
    let letter = letter::notice(
        Event::RecoveryCodeUsed,
        Language::Dutch,
        &school,
        "Sam de Vries",
        NOW,
    );
    assert_eq!(letter.subject, "Er is een herstelcode gebruikt (De Brug)");
    assert_eq!(
        letter.text,
        "Er is ingelogd met een van je herstelcodes.\n\n\
         Dat was op 15 januari 2027, 09.00 uur. Het gaat om het account van Sam de Vries bij De Brug.\n\n\
         Die code werkt nu niet meer. Op al je apparaten vragen we weer een code.\n\n\
         Was jij dit niet?\n\n\
         Verander dan meteen je wachtwoord. Vraag daarna hulp op school.\n\n\
         De beheerder van je school kan je helpen.\n\n\
         In deze mail staan geen links. Wij vragen je nooit per mail om een code.\n"
    );
    school.helpdesk = "the desk at room 12".to_owned();
    let letter = letter::notice(Event::Locked, Language::English, &school, "Sam", NOW);
    assert!(
        letter
            .text
            .contains("\n\nHelp at school: the desk at room 12\n\n")
    );
    assert!(letter.html.starts_with(
        "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head><meta charset=\"utf-8\"><title>Your second step is locked (De Brug)</title></head>\n<body>\n<p>Too many wrong codes were typed. Your second step is locked.</p>\n"
    ));
    let letter = letter::notice(Event::Locked, Language::Arabic, &school, "Sam", NOW);
    assert!(
        letter
            .html
            .starts_with("<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">\n")
    );
    // Latin names inside an Arabic sentence: first-strong isolates around each.
    assert!(letter.text.contains("\u{2068}Sam\u{2069}"));
}
