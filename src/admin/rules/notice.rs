//! What only the rules can be refused for, in words; the rest says the same as everywhere.

use crate::{Text, admin, failure::Failure, notice::Notice};
use tweestap_api::Problem;

pub fn failed(failure: &Failure) -> Notice {
    let Failure::Refused(problem) = failure else {
        return admin::failed(failure);
    };
    let text = match problem {
        Problem::PolicyChanged => Text::RulesChanged,
        Problem::PolicyInvalid => Text::RulesInvalid,
        Problem::WouldLockYouOut => Text::RulesLockedOut,
        Problem::NoGroup => Text::RulesNoGroup,
        _ => return admin::failed(failure),
    };
    Notice::error(problem.code(), text)
}
