//! What a file of XML may ask of the parser, which compares each attribute of a tag with all others of it, and each
//! namespace that an element inherits with those that it declares: a file of a megabyte could keep a core busy for hours.

use std::collections::HashSet;

/// Bytes of a tag. The longest of real files is the first one, with its namespaces: 267 bytes in RFC 6030's figure 7, some
/// hundreds more where a vendor names its schemas as well.
const LONGEST_TAG: usize = 2048;
/// Declarations of namespaces that differ. RFC 6030 knows five namespaces (its own, XML Signature, XML Encryption 1.0 and
/// 1.1, PKCS #5); a vendor may have two or three, each under more than one prefix.
const NAMESPACES: usize = 32;

const DECLARES: &str = "xmlns";

/// Whether every tag is short, and all of them together declare few namespaces. What is no XML at all is for the parser
/// to refuse: up to there both read the same tags.
pub fn is_modest(text: &str) -> bool {
    let mut declared = HashSet::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        if let Some(after) = after_what_is_no_tag(rest) {
            rest = after;
            continue;
        }
        let length = length_of_tag(rest);
        if length > LONGEST_TAG {
            return false;
        }
        declared.extend(declarations(&rest[..length]));
        if declared.len() > NAMESPACES {
            return false;
        }
        rest = &rest[length..];
    }
    true
}

/// Behind a comment, a section of text as it stands, or an instruction: they may be long, and have no attributes.
fn after_what_is_no_tag(text: &str) -> Option<&str> {
    let kinds = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
    let (start, end) = kinds.iter().find(|(start, _)| text.starts_with(start))?;
    let inside = &text[start.len()..];
    Some(inside.find(end).map_or("", |at| &inside[at + end.len()..]))
}

/// Up to the `>` that stands in no quotes, or all there is.
fn length_of_tag(text: &str) -> usize {
    let mut quoted = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quoted, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quoted = Some(byte),
            (Some(quote), _) if quote == byte => quoted = None,
            _ => {}
        }
    }
    text.len()
}

/// From the prefix to the end of the value, as they are written.
fn declarations(tag: &str) -> impl Iterator<Item = &str> {
    tag.match_indices(DECLARES).map(|(start, _)| {
        let said = &tag[start..];
        let mut quotes = said.match_indices(['"', '\'']);
        let end = quotes.next().and_then(|(_, quote)| {
            let mut others = quotes.filter(|(_, other)| *other == quote);
            others.next().map(|(at, _)| at)
        });
        end.map_or(said, |end| &said[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefixes(count: usize) -> String {
        (0..count).map(|n| format!(" xmlns:a{n}='v'")).collect()
    }

    #[test]
    fn few_namespaces_and_short_tags_are_modest_however_often_they_are_repeated() {
        let again = "<k xmlns='urn:x' xmlns:d=\"urn:y\"><d:a/></k>".repeat(10_000);
        let long = "x".repeat(LONGEST_TAG);
        for text in [
            again,
            format!("<!-- {long} <a{}> -->", prefixes(40)),
            format!("<a><![CDATA[{long}{}]]></a>", prefixes(40)),
            format!("<?note {long}?><a>{long}</a>"),
            format!("<a{}/>", prefixes(NAMESPACES)),
            format!("<a b='{}'/>", &long[..LONGEST_TAG - 10]),
            String::new(),
        ] {
            assert!(is_modest(&text), "{}", &text[..text.len().min(40)]);
        }
    }

    #[test]
    fn many_namespaces_and_long_tags_are_not_wherever_they_stand() {
        let long = "x".repeat(LONGEST_TAG);
        let each: String = (0..40).map(|n| format!("<a xmlns:z{n} = '>'/>")).collect();
        for text in [
            format!("<a{}/>", prefixes(NAMESPACES + 1)),
            each,
            format!("<a b='>{long}'/>"),
            format!("<a b='\">{long}'/>"),
            format!("<!--><a{}/>-->", prefixes(1)) + &format!("<a b='{long}'/>"),
            format!("<a {long}"),
        ] {
            assert!(!is_modest(&text), "{}", &text[..text.len().min(40)]);
        }
    }
}
