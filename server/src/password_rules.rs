//! What a new password must hold to (NIST SP 800-63B-4 section 3.1.1.2): long enough, not common, and not the name of
//! the person or of the place. Pure. A password of before is never measured by it.

mod common;

use tweestap_api::{Problem, Secret};
use unicode_normalization::UnicodeNormalization as _;

/// Code points at most, and bytes.
pub const LONGEST: u32 = 256;
pub const LONGEST_BYTES: usize = 1024;
/// Code points at least; the shorter where a second step is asked of everybody as well.
const SHORTEST: u32 = 15;
const SHORTEST_OF_TWO: u32 = 8;
/// Kinds of characters, where the school asks for them.
const CLASSES: usize = 3;
/// Letters of a name from which on it may not be part of a password.
const NAME: usize = 4;
/// What the widget calls itself.
const OURS: &str = "tweestap";

/// What a school asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    pub minimum: u32,
    pub classes: bool,
}

impl Rules {
    /// `required`: everybody at the school has a second step.
    pub const fn of(classes: bool, required: bool) -> Self {
        let minimum = if classes || required {
            SHORTEST_OF_TWO
        } else {
            SHORTEST
        };
        Self { minimum, classes }
    }
}

/// Whose password it is.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub username: &'a str,
    /// At the portal, and on the school's list.
    pub names: &'a [&'a str],
    pub school: &'a str,
}

/// Refuses a password with the first thing that is wrong with it.
pub fn check(password: &Secret, rules: Rules, context: Context<'_>) -> Result<(), Problem> {
    let typed = password.expose();
    // Before it is worked on: a character can become eighteen.
    if typed.len() > LONGEST_BYTES {
        return Err(Problem::PasswordTooLong);
    }
    let text: String = typed.nfkc().collect();
    let length = text.chars().count();
    if length < rules.minimum as usize {
        return Err(Problem::PasswordTooShort);
    }
    if length > LONGEST as usize || text.len() > LONGEST_BYTES {
        return Err(Problem::PasswordTooLong);
    }
    if rules.classes && classes(&text) < CLASSES {
        return Err(Problem::PasswordNeedsClasses);
    }
    let folded = folded(&text);
    if names(context).iter().any(|name| folded.contains(name)) {
        return Err(Problem::PasswordHasName);
    }
    if common::is_common(&text.to_lowercase()) || common::is_common(&folded) {
        return Err(Problem::PasswordTooCommon);
    }
    Ok(())
}

/// Small letters, capitals, digits, others.
fn classes(text: &str) -> usize {
    let kinds: [fn(char) -> bool; 3] = [char::is_lowercase, char::is_uppercase, char::is_numeric];
    let other = |c: char| kinds.iter().all(|is| !is(c));
    kinds.iter().filter(|is| text.chars().any(**is)).count() + usize::from(text.chars().any(other))
}

/// Letters and digits alone, small: what stays of a name whatever is put between.
fn folded(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The user name (and what stands before an @ in it), names and their parts, the school, and ours.
fn names(context: Context<'_>) -> Vec<String> {
    let username = context.username.split('@').next().unwrap_or_default();
    let parts = context.names.iter();
    let parts = parts.flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    [context.username, username, context.school, OURS]
        .into_iter()
        .chain(context.names.iter().copied())
        .chain(parts)
        .map(folded)
        .filter(|name| name.chars().count() >= NAME)
        .collect()
}

#[cfg(test)]
mod tests;
