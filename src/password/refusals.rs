//! What is wrong, in words, and which field it is about. What any view can meet is said by `crate::notice`. Pure.

use super::{
    flow::{Asked, Field, Given},
    rules,
};
use crate::{
    Text,
    failure::Failure,
    notice::{self, Notice},
};
use tweestap_api::{PasswordRules, Problem};

/// Who did not say who they are.
pub fn not_asked(asked: &Asked) -> Option<Notice> {
    let email = asked.email.expose().trim();
    if asked.username.trim().is_empty() {
        return Some(Notice::error(
            "username_missing",
            Text::ErrorUsernameMissing,
        ));
    }
    if email.is_empty() {
        return Some(Notice::error("email_missing", Text::ErrorEmailMissing));
    }
    let is_address = email
        .split_once('@')
        .is_some_and(|(name, place)| !name.is_empty() && !place.is_empty());
    let malformed = || Notice::error("email_malformed", Text::ErrorEmailMalformed);
    (!is_address).then(malformed)
}

/// What nobody has to be asked about. `asks_current`: the password of now is a part of it.
pub fn not_given(given: &Given, asks_current: bool, rules: &PasswordRules) -> Option<Notice> {
    if asks_current && given.current.expose().is_empty() {
        return Some(Notice::error(
            "password_missing",
            Text::ErrorPasswordMissing,
        ));
    }
    if given.new.expose().is_empty() {
        return Some(Notice::error(
            "new_password_missing",
            Text::ErrorNewPasswordMissing,
        ));
    }
    if let Some(fault) = rules::fault(&given.new, rules) {
        return Some(failed(&Failure::Refused(fault), Some(rules)));
    }
    let differs = || Notice::error("repeat_differs", Text::ErrorRepeatDiffers);
    (given.new != given.repeat).then(differs)
}

/// `rules`: of the school, once they are known.
pub fn failed(failure: &Failure, rules: Option<&PasswordRules>) -> Notice {
    let error = |text| Notice::error(failure.code(), text);
    let Failure::Refused(problem) = failure else {
        return notice::failed(failure, None);
    };
    let (minimum, maximum) = rules.map_or((0, 0), |rules| (rules.minimum, rules.maximum));
    match problem {
        Problem::PasswordTooShort => error(Text::ErrorPasswordTooShort).amount(minimum),
        Problem::PasswordTooLong => error(Text::ErrorPasswordTooLong).amount(maximum),
        Problem::PasswordNeedsClasses => error(Text::ErrorPasswordClasses),
        Problem::PasswordTooCommon => error(Text::ErrorPasswordCommon),
        Problem::PasswordHasName => error(Text::ErrorPasswordName),
        Problem::PasswordRefused => error(Text::ErrorPasswordRefused),
        // A code was asked for, and none was given.
        Problem::ReauthenticationRequired => error(Text::ErrorPasswordNeedsCode),
        _ => notice::failed(failure, None),
    }
}

/// The answer to a new password was lost, and now there is this: it may have been saved all the same.
pub fn maybe_saved(failure: &Failure) -> Notice {
    Notice::error(failure.code(), Text::ErrorMaybeSaved)
}

/// The field that a refusal is about, by its code.
pub fn field_of(code: &str) -> Option<Field> {
    Some(match code {
        "username_missing" => Field::Username,
        "email_missing" | "email_malformed" => Field::Email,
        "password_missing" | "password_wrong" => Field::Current,
        "new_password_missing"
        | "password_too_short"
        | "password_too_long"
        | "password_needs_classes"
        | "password_too_common"
        | "password_has_name"
        | "password_refused" => Field::New,
        "repeat_differs" => Field::Repeat,
        _ => return None,
    })
}
