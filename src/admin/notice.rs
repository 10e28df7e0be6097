//! What only managers run into, in words; everything else is said as everywhere.

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
        Problem::ManagerRequired => Text::DeskNotForYou,
        // Left without having given one.
        Problem::ReauthenticationRequired => Text::DeskNoCode,
        Problem::EnrolmentRequired => Text::DeskNotSetUp,
        Problem::PersonNotFound => Text::PersonGone,
        Problem::RoleTooHigh => Text::PersonIsManager,
        Problem::NotYourself => Text::PersonIsYou,
        Problem::NeverSetUp => Text::PersonNeverSetUp,
        Problem::NotEnrolled => Text::PersonHasNone,
        Problem::RequiredBySchool => Text::PersonRequired,
        Problem::MalformedRequest => Text::DeskMalformed,
        _ => return notice::failed(failure, None),
    };
    Notice::error(problem.code(), text)
}

/// What stands there after the way to the back end is clear again: nothing, where the person has signed in anew.
pub fn back(before: Option<Notice>) -> Option<Notice> {
    match before {
        Some(notice) if notice.code == Failure::SignedOut.code() => None,
        before => Some(Notice::back_online(before)),
    }
}
