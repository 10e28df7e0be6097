//! A letter: the same paragraphs as plain text and as simple HTML, without anything to load or to be counted by, and
//! in all but one without anything to click. Pure: it is given the names and the time.

use super::{Event, ar, de, en, fr, moment, name, nl, nl_formal};
use crate::config::School;
use crate::sms::text::Language;
use tweestap_api::Secret;

/// What is said of one event.
pub struct Words {
    pub subject: &'static str,
    pub what: &'static str,
    /// What it means from now on.
    pub then: &'static str,
    /// Whether the reader knows of it …
    pub question: &'static str,
    /// … and what to do otherwise.
    pub advice: &'static str,
}

/// The one letter with a link.
pub struct LinkWords {
    pub subject: &'static str,
    pub what: &'static str,
    /// What to do with the link, which follows.
    pub open: &'static str,
    pub then: &'static str,
    pub question: &'static str,
    pub advice: &'static str,
    pub closing: &'static str,
}

/// What stands around it.
pub struct Frame {
    pub when: fn(&str) -> String,
    /// Several people may share a mailbox: whose account, at which school.
    pub whose: fn(&str, &str) -> String,
    pub helpdesk: fn(&str) -> String,
    pub no_helpdesk: &'static str,
    pub closing: &'static str,
    pub trial_subject: &'static str,
    pub trial: fn(&str) -> String,
}

/// Ready to be sent.
pub struct Letter {
    pub language: Language,
    pub subject: String,
    pub text: String,
    pub html: String,
}

pub const fn words(event: Event, language: Language) -> Words {
    match language {
        Language::Dutch => nl::words(event),
        Language::FormalDutch => nl_formal::words(event),
        Language::English => en::words(event),
        Language::French => fr::words(event),
        Language::German => de::words(event),
        Language::Arabic => ar::words(event),
    }
}

const fn frame(language: Language) -> Frame {
    match language {
        Language::Dutch => nl::FRAME,
        Language::FormalDutch => nl_formal::FRAME,
        Language::English => en::FRAME,
        Language::French => fr::FRAME,
        Language::German => de::FRAME,
        Language::Arabic => ar::FRAME,
    }
}

/// The letter about an event. `person`: their name at the portal; `at`: when it happened, Unix seconds.
pub fn notice(event: Event, language: Language, school: &School, person: &str, at: i64) -> Letter {
    let (words, frame) = (words(event, language), frame(language));
    let school_name = name::of_school(&school.name);
    let when = (frame.when)(&moment::in_words(at, language));
    let facts = format!(
        "{when} {}",
        (frame.whose)(&name::of_person(person), &school_name)
    );
    write(
        language,
        format!("{} ({school_name})", words.subject),
        &[
            Part::Paragraph(words.what),
            Part::Paragraph(&facts),
            Part::Paragraph(words.then),
            Part::Heading(words.question),
            Part::Paragraph(words.advice),
            Part::Paragraph(&who_helps(&frame, school)),
            Part::Paragraph(frame.closing),
        ],
    )
}

const fn link_words(language: Language) -> LinkWords {
    match language {
        Language::Dutch => nl::LINK,
        Language::FormalDutch => nl_formal::LINK,
        Language::English => en::LINK,
        Language::French => fr::LINK,
        Language::German => de::LINK,
        Language::Arabic => ar::LINK,
    }
}

/// The letter with the link by which a new password is set. `at`: when it was asked for, Unix seconds.
pub fn link(language: Language, school: &School, person: &str, link: &Secret, at: i64) -> Letter {
    let (words, frame) = (link_words(language), frame(language));
    let school_name = name::of_school(&school.name);
    let when = (frame.when)(&moment::in_words(at, language));
    let whose = (frame.whose)(&name::of_person(person), &school_name);
    write(
        language,
        format!("{} ({school_name})", words.subject),
        &[
            Part::Paragraph(words.what),
            Part::Paragraph(&format!("{when} {whose}")),
            Part::Paragraph(words.open),
            Part::Link(link.expose()),
            Part::Paragraph(words.then),
            Part::Heading(words.question),
            Part::Paragraph(words.advice),
            Part::Paragraph(&who_helps(&frame, school)),
            Part::Paragraph(words.closing),
        ],
    )
}

fn who_helps(frame: &Frame, school: &School) -> String {
    match school.helpdesk.as_str() {
        "" => frame.no_helpdesk.to_owned(),
        who => (frame.helpdesk)(who),
    }
}

/// The letter by which a manager tries whether mail arrives.
pub fn trial(language: Language, school: &School) -> Letter {
    let frame = frame(language);
    let school_name = name::of_school(&school.name);
    write(
        language,
        format!("{} ({school_name})", frame.trial_subject),
        &[
            Part::Paragraph(&(frame.trial)(&school_name)),
            Part::Paragraph(frame.closing),
        ],
    )
}

enum Part<'a> {
    Heading(&'a str),
    Paragraph(&'a str),
    Link(&'a str),
}

fn write(language: Language, subject: String, parts: &[Part<'_>]) -> Letter {
    let texts: Vec<&str> = parts
        .iter()
        .map(|part| match part {
            Part::Heading(text) | Part::Paragraph(text) | Part::Link(text) => *text,
        })
        .collect();
    let body: String = parts
        .iter()
        .map(|part| match part {
            Part::Heading(text) => format!("<h2>{}</h2>\n", escaped(text)),
            Part::Paragraph(text) => format!("<p>{}</p>\n", escaped(text)),
            Part::Link(to) => format!("<p><a href=\"{0}\">{0}</a></p>\n", escaped(to)),
        })
        .collect();
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n{body}</body>\n</html>\n",
        language.tag(),
        if language.is_right_to_left() {
            "rtl"
        } else {
            "ltr"
        },
        escaped(&subject)
    );
    Letter {
        language,
        text: texts.join("\n\n") + "\n",
        subject,
        html,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
