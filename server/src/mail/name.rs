//! Names in a letter. A person may choose their own at the portal, so one must be unable to start a line, a
//! header or a tag, and no mail program may make a link of it.

/// Characters kept; longer names are cut.
const LONGEST: usize = 80;

/// A person's name as it is shown: letters, digits and what belongs in names, on one line.
pub fn of_person(name: &str) -> String {
    let kept: String = name
        .chars()
        .map(|c| match c {
            c if c.is_alphanumeric() || "'’-(),.".contains(c) => c,
            // Accents that stand behind their letter.
            '\u{300}'..='\u{36f}' => c,
            _ => ' ',
        })
        .collect();
    // `evil.example` would be shown as a link; `J. de Vries` stays as it is.
    one_line(&kept.replace('.', ". ").replace(" ,", ","))
}

/// A school's name comes from its own configuration: only its form is mended.
pub fn of_school(name: &str) -> String {
    let kept: String = name
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    one_line(&kept)
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(LONGEST).collect();
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_stay_readable() {
        for name in [
            "Sam de Vries",
            "Joke O’Neill-van 't Hof",
            "Zoë Ångström",
            "李小龙",
            "Sam (4B)",
        ] {
            assert_eq!(of_person(name), name);
        }
        assert_eq!(of_person("J.P. Balk"), "J. P. Balk");
        assert_eq!(of_person("Zoe\u{308}"), "Zoe\u{308}");
    }

    #[test]
    fn a_name_is_no_link_no_header_and_no_tag() {
        assert_eq!(
            of_person("Sam\r\nBcc: eve@evil.example"),
            "Sam Bcc eve evil. example"
        );
        assert_eq!(
            of_person("<a href=\"https://evil.example/x\">Sam</a>"),
            "a href https evil. example x Sam a"
        );
        assert_eq!(of_person("\u{202e}maS\u{0}"), "maS");
        assert_eq!(of_person(&"a".repeat(500)).chars().count(), LONGEST);
        assert_eq!(of_school("De\r\nBrug\t 2"), "De Brug 2");
    }
}
