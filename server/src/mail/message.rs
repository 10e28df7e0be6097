//! A letter as it travels (RFC 5322): both forms side by side, and only the headers that are named here.

use std::time::{Duration, SystemTime};

use lettre::Address;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};

use super::carrier::Parcel;
use super::letter::Letter;
use super::name;
use crate::sms::text::Language;

/// The bytes of the message, all of them ASCII.
pub fn written(parcel: &Parcel<'_>, from: &Address) -> Result<Vec<u8>, &'static str> {
    let Letter {
        language,
        subject,
        text,
        html,
    } = parcel.letter;
    let seconds = u64::try_from(parcel.now).unwrap_or_default();
    let sender = Mailbox::new(Some(name::of_school(&parcel.school.name)), from.clone());
    let content = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, *language, text))
        .singlepart(part(ContentType::TEXT_HTML, *language, html));
    Message::builder()
        .from(sender)
        .to(Mailbox::new(None, parcel.to.clone()))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .message_id(Some(format!("<{}@{}>", parcel.id, from.domain())))
        .subject(subject.clone())
        // No out-of-office note comes back (RFC 3834 section 5).
        .header(AutoSubmitted)
        .multipart(content)
        .map(|message| message.formatted())
        .map_err(|_| "it cannot be written")
}

fn part(kind: ContentType, language: Language, body: &str) -> SinglePart {
    SinglePart::builder()
        .header(kind)
        .header(ContentLanguage(language.tag()))
        .body(body.to_owned())
}

#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// RFC 3282.
#[derive(Clone)]
struct ContentLanguage(&'static str);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("it is only written".into())
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}
