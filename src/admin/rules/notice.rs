//! What only the rules can be refused for, in words; the rest says the same as everywhere.

use crate::{
    Text,
    failure::Failure,
    notice::{self, Notice},
};
use tweestap_api::Problem;

pub fn failed(failure: &Failure) -> Notice {
    let Failure::Refused(problem) = failure else {
        return notice::failed(failure, None);
    };
    let text = match problem {
        Problem::PolicyChanged => Text::RulesChanged,
        Problem::PolicyInvalid => Text::RulesInvalid,
        Problem::WouldLockYouOut => Text::RulesLockedOut,
        Problem::NoGroup => Text::RulesNoGroup,
        _ => return notice::failed(failure, None),
    };
    Notice::error(problem.code(), text)
}
