//! The custom properties a school may set, read where the widget itself reads them: `style/tokens.css`.

/// Name and default of every `--tweestap-*`, in the order of the file.
pub fn properties(tokens: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (at, _) in tokens.match_indices("var(--tweestap-") {
        let inside = balanced(&tokens[at + "var(".len()..]);
        let (name, default) = inside.split_once(',').unwrap_or((inside, ""));
        let property = (name.trim().to_owned(), default.trim().to_owned());
        if found.iter().all(|(known, _)| *known != property.0) {
            found.push(property);
        }
    }
    found
}

/// Up to the bracket that closes what was open.
fn balanced(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|letter| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_defaults_are_read_with_their_brackets() {
        let css = ":host { --a: var(--tweestap-accent, light-dark(#0b5f6b, #7ad3dc)); \
                   --f: var(--tweestap-font, inherit); --b: var(--tweestap-font); --c: var(--other); }";
        let expected = [
            ("--tweestap-accent", "light-dark(#0b5f6b, #7ad3dc)"),
            ("--tweestap-font", "inherit"),
        ];
        assert_eq!(
            properties(css),
            expected.map(|(name, default)| (name.to_owned(), default.to_owned()))
        );
    }
}
