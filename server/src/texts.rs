//! Sentences that a school says in its own words. A language is looked up from the general to the particular:
//! what stands in `nl` holds in Flanders too, until `nl-BE` says it otherwise.

use std::collections::BTreeMap;

/// Key (of the widget's own texts) to text.
pub type Sentences = BTreeMap<String, String>;

/// A school's sentences, by language.
#[derive(Clone, Debug, Default)]
pub struct Texts(BTreeMap<String, Sentences>);

impl Texts {
    pub fn insert(&mut self, lang: &str, sentences: Sentences) {
        self.0.insert(lang.to_ascii_lowercase(), sentences);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The school's sentences for a tag (BCP 47), where it has any.
    pub fn of(&self, lang: &str) -> Sentences {
        let mut sentences = Sentences::new();
        for tag in chain(lang) {
            sentences.extend(self.0.get(&tag).cloned().unwrap_or_default());
        }
        sentences
    }
}

/// The tags that hold for one, the most general first: `nl`, `nl-be`, `nl-x-formal`, `nl-be-x-formal`.
fn chain(lang: &str) -> Vec<String> {
    let lang = lang.to_ascii_lowercase();
    let (public, private) = match lang.split_once("-x-") {
        Some((public, private)) => (public, private.split('-').any(|one| one == "formal")),
        None => (lang.as_str(), false),
    };
    let mut subtags = public.split('-');
    let base = subtags.next().unwrap_or_default();
    let mut tags = vec![base.to_owned()];
    let region = subtags.find(|tag| tag.len() == 2 || tag.bytes().all(|b| b.is_ascii_digit()));
    tags.extend(region.map(|region| format!("{base}-{region}")));
    if private {
        let formal: Vec<_> = tags.iter().map(|tag| format!("{tag}-x-formal")).collect();
        tags.extend(formal);
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_particular_goes_before_what_is_said_in_general() {
        for (lang, expected) in [
            ("nl", &["nl"][..]),
            ("NL-be", &["nl", "nl-be"]),
            ("nl-Latn-BE", &["nl", "nl-be"]),
            ("nl-x-formal", &["nl", "nl-x-formal"]),
            (
                "nl-BE-x-formal",
                &["nl", "nl-be", "nl-x-formal", "nl-be-x-formal"],
            ),
            ("nl-x-plain", &["nl"]),
            ("", &[""]),
        ] {
            assert_eq!(chain(lang), expected, "{lang}");
        }
        let mut texts = Texts::default();
        let said = |text: &str| Sentences::from([("back".to_owned(), text.to_owned())]);
        texts.insert("nl", said("Terug"));
        texts.insert("nl-BE", said("Keer terug"));
        assert_eq!(texts.of("nl-NL"), said("Terug"));
        assert_eq!(texts.of("nl-be-x-formal"), said("Keer terug"));
        assert_eq!(texts.of("en"), Sentences::new());
    }
}
