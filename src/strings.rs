//! Every text, typed. The words are in `lang/*.json`, one file a language, fetched beside the wasm.

use js_sys::{Array, Object};
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The words of one language, looked up by position (the build checks that the files agree).
#[derive(Clone)]
pub struct Texts(Array);

impl Texts {
    pub fn new(file: &Object) -> Self {
        Self(Object::values(file))
    }

    pub fn get(&self, text: Text) -> String {
        self.0.get(text as u32).as_string().unwrap_or_default()
    }
}

/// Puts `value` where `{name}` stands.
pub fn fill(text: String, name: &str, value: &str) -> String {
    let mut filled = String::with_capacity(text.len() + value.len());
    for (index, piece) in text.split('{').enumerate() {
        // The pieces after the first begin with a name.
        match piece
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('}'))
        {
            Some(rest) if index > 0 => {
                filled.push_str(&kept_apart(value));
                filled.push_str(rest);
            }
            _ => {
                if index > 0 {
                    filled.push('{');
                }
                filled.push_str(piece);
            }
        }
    }
    filled
}

/// A name from elsewhere may run from right to left, or carry a mark that turns what follows: between
/// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE it turns only itself.
fn kept_apart(value: &str) -> Cow<'_, str> {
    let turns = |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{202a}'..='\u{202e}');
    match value.contains(turns) {
        true => ["\u{2068}", value, "\u{2069}"].concat().into(),
        false => value.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    fn filled(value: &str) -> String {
        fill("{name} op {system}".to_owned(), "name", value)
    }

    #[test]
    fn a_value_stands_where_its_name_stood() {
        assert_eq!(filled("Firefox"), "Firefox op {system}");
        assert_eq!(filled("{system}"), "{system} op {system}");
    }

    #[test]
    fn what_turns_the_direction_turns_only_itself() {
        assert_eq!(filled("مدرسة"), "\u{2068}مدرسة\u{2069} op {system}");
        assert_eq!(
            filled("Fire\u{202e}fox"),
            "\u{2068}Fire\u{202e}fox\u{2069} op {system}"
        );
    }
}
