//! For everyone: what is marked up, seen, reached, heard and large enough, on every screen and on the way.
//! `docs/accessibility.md` names these tests as its evidence.

mod announced;
mod by_keyboard;
mod every_screen;
mod living_by_keyboard;
mod rules;
mod trees;

/// Every screen is judged in each. A new language is one more word here.
pub const LANGUAGES: [&str; 5] = ["nl", "en", "fr", "de", "ar"];
