//! Every text, typed. The words are in `lang/*.json`, one file a language, fetched beside the wasm.

use js_sys::{Array, Object};

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
                filled.push_str(value);
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
