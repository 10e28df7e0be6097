//! What a school may style with `::part(…)`: one table from the widget's own names to the public ones, so
//! that a class may be renamed and a part may not. `style/theme.json` describes each part.

use std::borrow::Cow;

/// A name and the part that it is ("": none). Looked up in this order: the class as it stands in the view, its
/// first word, the type of an input, the tag.
const PARTS: [(&str, &str); 27] = [
    ("hidden", ""),
    ("button primary", "button button-primary"),
    ("card", "card"),
    ("button", "button"),
    ("link", "link"),
    ("lead", "lead"),
    ("hint", "hint"),
    ("progress", "progress"),
    ("field", "field"),
    ("choice", "choice"),
    ("option", "option"),
    ("notice", "notice"),
    ("warning", "warning"),
    ("qr", "qr"),
    ("key", "key"),
    ("codes", "codes"),
    ("status", "status"),
    ("badge", "badge"),
    ("icon", "icon"),
    ("ways", "ways"),
    ("radio", "radio"),
    ("checkbox", "checkbox"),
    ("h2", "heading"),
    ("h3", "subheading"),
    ("label", "label"),
    ("input", "input"),
    ("summary", "fold"),
];

/// The part that an element with this tag and these attributes is.
pub fn part_of(
    tag: &'static str,
    attributes: &[(&'static str, Cow<'static, str>)],
) -> Option<&'static str> {
    let value = |wanted: &str| {
        let found = attributes.iter().find(|(name, _)| *name == wanted);
        found.map_or("", |(_, value)| value.as_ref())
    };
    let class = value("class");
    let first = class.split(' ').next().unwrap_or_default();
    let names = [class, first, value("type"), tag];
    let (_, part) = names
        .into_iter()
        .find_map(|name| PARTS.iter().find(|(known, _)| *known == name))?;
    (!part.is_empty()).then_some(part)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn part(tag: &'static str, class: &'static str, kind: &'static str) -> Option<&'static str> {
        part_of(tag, &[("class", class.into()), ("type", kind.into())])
    }

    #[test]
    fn a_class_goes_before_a_tag_and_two_words_before_one() {
        assert_eq!(
            part("button", "button primary", "submit"),
            Some("button button-primary")
        );
        assert_eq!(part("button", "button", "button"), Some("button"));
        assert_eq!(part("button", "link small", "button"), Some("link"));
        assert_eq!(part("input", "code long", "text"), Some("input"));
        assert_eq!(part("p", "status on", ""), Some("status"));
        assert_eq!(part("label", "option", ""), Some("option"));
        assert_eq!(part("h2", "", ""), Some("heading"));
    }

    #[test]
    fn a_box_to_tick_is_no_field_to_write_in_and_what_is_hidden_is_no_part() {
        assert_eq!(part("input", "", "radio"), Some("radio"));
        assert_eq!(part("input", "", "checkbox"), Some("checkbox"));
        assert_eq!(part("input", "hidden", "text"), None);
        assert_eq!(part("p", "", ""), None);
    }

    #[test]
    fn every_part_is_described_and_no_other() {
        let text = include_str!("../../style/theme.json");
        let described: serde_json::Value = serde_json::from_str(text).unwrap();
        let described: BTreeSet<&str> = described["parts"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|part| part["name"].as_str())
            .collect();
        let ours: BTreeSet<&str> = PARTS
            .iter()
            .flat_map(|(_, part)| part.split(' '))
            .filter(|part| !part.is_empty())
            .collect();
        assert_eq!(described, ours);
    }
}
