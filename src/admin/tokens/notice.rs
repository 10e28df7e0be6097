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
        Problem::CodeMismatch { attempts_left, .. } => Notice {
            attempts_left: Some(attempts_left),
            ..error(Text::TokensMismatch)
        },
        Problem::TooManyAttempts { retry_after } => error(Text::TokensTooMany).amount(retry_after),
        _ => admin::failed(failure),
    }
}

/// It is about the way to the server, and not about what was asked there.
pub fn is_of_the_way(notice: &Notice) -> bool {
    matches!(notice.text, Text::ErrorOffline | Text::ErrorSignedOut)
}

/// What is still to be said when the way is clear again: what was refused meanwhile, but of the way only good news.
pub fn way_is_clear(said: Option<Notice>) -> Option<Notice> {
    match said {
        Some(said) if said.text == Text::ErrorSignedOut => None,
        Some(said) => Some(Notice::back_online(Some(said))),
        None => None,
    }
}
