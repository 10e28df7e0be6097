//! What only hardware tokens can be refused for, in words; the rest says the same as everywhere at the desk.

use crate::{Text, admin, failure::Failure, notice::Notice};
use tweestap_api::Problem;

pub fn failed(failure: &Failure) -> Notice {
    let Failure::Refused(problem) = failure else {
        return admin::failed(failure);
    };
    let error = |text| Notice::error(problem.code(), text);
    match *problem {
        Problem::TokenNotFound => error(Text::TokensGone),
        Problem::TokenTaken => error(Text::TokensTaken),
        Problem::TokenQuarantined { retry_after } => error(Text::TokensResting).amount(retry_after),
        Problem::ImportUnreadable => error(Text::TokensUnreadable),
        Problem::ImportTooLarge => error(Text::TokensTooLarge),
        Problem::CodeMismatch { .. } => error(Text::TokensMismatch),
        Problem::TooManyAttempts { retry_after } => error(Text::TokensTooMany).amount(retry_after),
        _ => admin::failed(failure),
    }
}
