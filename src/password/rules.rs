//! What a new password must hold to, as far as that can be seen here. Which passwords are common, and what names are in
//! it, only the back end knows. Pure.

use crate::notice::Notice;
use tweestap_api::{PasswordRules, Problem, Secret};

/// Kinds of characters, where the school asks for them.
const KINDS: usize = 3;

/// A line of the list that is ticked off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Length,
    Classes,
    Common,
    Name,
    Same,
}

impl Rule {
    /// The `data-rule` hook.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Classes => "classes",
            Self::Common => "common",
            Self::Name => "name",
            Self::Same => "same",
        }
    }
}

/// The lines for these rules, in the order in which people meet them.
pub fn listed(rules: &PasswordRules) -> Vec<Rule> {
    let classes = rules.classes.then_some(Rule::Classes);
    let all = [
        Some(Rule::Length),
        classes,
        Some(Rule::Common),
        Some(Rule::Name),
        Some(Rule::Same),
    ];
    all.into_iter().flatten().collect()
}

/// How what stands in the two fields holds to them. Holds no password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    pub length: bool,
    pub classes: bool,
    pub same: bool,
}

impl Checks {
    /// `None`: nobody can say before the back end has looked.
    pub fn of(self, rule: Rule) -> Option<bool> {
        match rule {
            Rule::Length => Some(self.length),
            Rule::Classes => Some(self.classes),
            Rule::Same => Some(self.same),
            Rule::Common | Rule::Name => None,
        }
    }

    /// Everything that can be seen here.
    pub fn all(self, rules: &PasswordRules) -> bool {
        listed(rules)
            .into_iter()
            .all(|rule| self.of(rule).unwrap_or(true))
    }
}

/// `new` and `repeat` as the back end will read them (NFKC).
pub fn checked(new: &Secret, repeat: &Secret, rules: &PasswordRules) -> Checks {
    let text = new.expose();
    Checks {
        length: (rules.minimum..=rules.maximum).contains(&length(text)),
        classes: kinds(text) >= KINDS,
        same: !text.is_empty() && new == repeat,
    }
}

/// What is wrong with a new password before anybody is asked.
pub fn fault(new: &Secret, rules: &PasswordRules) -> Option<Problem> {
    let text = new.expose();
    match length(text) {
        length if length < rules.minimum => Some(Problem::PasswordTooShort),
        length if length > rules.maximum => Some(Problem::PasswordTooLong),
        _ if rules.classes && kinds(text) < KINDS => Some(Problem::PasswordNeedsClasses),
        _ => None,
    }
}

/// The line that a refusal is about.
pub fn refused(notice: &Notice) -> Option<Rule> {
    match notice.code {
        "password_too_short" | "password_too_long" => Some(Rule::Length),
        "password_needs_classes" => Some(Rule::Classes),
        "password_too_common" => Some(Rule::Common),
        "password_has_name" => Some(Rule::Name),
        "repeat_differs" => Some(Rule::Same),
        _ => None,
    }
}

/// Code points.
fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Small letters, capitals, digits, others.
fn kinds(text: &str) -> usize {
    let known: [fn(char) -> bool; 3] = [char::is_lowercase, char::is_uppercase, char::is_numeric];
    let other = |c: char| known.iter().all(|is| !is(c));
    known.iter().filter(|is| text.chars().any(**is)).count() + usize::from(text.chars().any(other))
}
