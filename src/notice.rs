//! One sentence above the control: what happened, why if known, and the way out. Pure.

use crate::{Text, code::NotACode, failure::Failure};
use tweestap_api::{Method, Problem};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Error,
    Good,
}

/// What is offered under the sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Help {
    #[default]
    None,
    /// How to set the phone's clock right.
    Clock,
    /// Whom to ask.
    AskSchool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Stable; the `data-error` hook.
    pub code: &'static str,
    pub tone: Tone,
    pub text: Text,
    /// Fills `{n}` as it is, `{time}` and `{wait}` in words (seconds).
    pub amount: u32,
    pub attempts_left: Option<u32>,
    pub help: Help,
}

impl Notice {
    pub fn error(code: &'static str, text: Text) -> Self {
        Self {
            code,
            tone: Tone::Error,
            text,
            amount: 0,
            attempts_left: None,
            help: Help::None,
        }
    }

    pub fn good(text: Text) -> Self {
        Self {
            tone: Tone::Good,
            ..Self::error("", text)
        }
    }

    /// The connection is back; a refusal that came through since is not talked over.
    pub fn back_online(before: Option<Self>) -> Self {
        match before {
            Some(notice) if notice.code != Failure::Offline.code() => notice,
            _ => Self::good(Text::ErrorBackOnline),
        }
    }

    /// Where there is no other method to choose, the way out is the school.
    pub fn at_sign_in(self) -> Self {
        let before = self.text;
        let said = self.with_other_ways();
        match said.text == before {
            true => said,
            false => said.help(Help::AskSchool),
        }
    }

    /// The other ways stand below it, each under its own name.
    pub fn with_other_ways(self) -> Self {
        let text = match self.text {
            Text::ErrorSmsUnavailable => Text::ErrorSmsUnavailableNow,
            Text::ErrorTooManyMessages => Text::ErrorTooManyMessagesNow,
            text => text,
        };
        Self { text, ..self }
    }

    /// It is about what was typed (and the field is marked), not about the connection or the server.
    pub fn is_about_field(&self) -> bool {
        ["code_", "password_", "number_", "recovery_code_"]
            .iter()
            .any(|kind| self.code.starts_with(kind))
    }

    pub fn amount(mut self, amount: u32) -> Self {
        self.amount = amount;
        self
    }

    fn attempts_left(mut self, attempts_left: u32) -> Self {
        self.attempts_left = Some(attempts_left);
        self
    }

    pub fn help(mut self, help: Help) -> Self {
        self.help = help;
        self
    }
}

/// What cannot be a code, in words.
pub fn not_a_code(why: NotACode) -> Notice {
    match why {
        NotACode::Missing => Notice::error("code_missing", Text::ErrorCodeMissing),
        NotACode::Short(digits) => {
            Notice::error("code_too_short", Text::ErrorCodeShort).amount(digits)
        }
        NotACode::Malformed => Notice::error("code_malformed", Text::ErrorCodeMalformed),
        NotACode::NotEight => Notice::error("code_malformed", Text::ErrorCodeNotEight),
    }
}

/// What cannot be a recovery code or the reset code.
pub fn not_a_recovery_code() -> Notice {
    let malformed = Failure::Refused(Problem::RecoveryCodeMalformed);
    failed(&malformed, None)
}

/// Every failure, in words. `method`: what the person is using, where a sentence depends on it.
pub fn failed(failure: &Failure, method: Option<Method>) -> Notice {
    let error = |text| Notice::error(failure.code(), text);
    let problem = match failure {
        Failure::Offline => return error(Text::ErrorOffline),
        Failure::Unreadable => return error(Text::ErrorUnreadable),
        Failure::SignedOut => return error(Text::ErrorSignedOut),
        Failure::Refused(problem) => problem,
    };
    match *problem {
        Problem::PortalTokenInvalid
        | Problem::SessionExpired
        | Problem::ReauthenticationRequired => error(Text::ErrorSignedOut),
        Problem::SecondFactorRequired => error(Text::ErrorSecondFactor),
        // No view of people themselves meets those of administration.
        Problem::OriginNotAllowed
        | Problem::ManagerRequired
        | Problem::RoleTooHigh
        | Problem::NotYourself
        | Problem::WouldLockYouOut => error(Text::ErrorNotAllowed),
        Problem::MalformedRequest
        | Problem::NotFound
        | Problem::MethodNotAllowed
        | Problem::BodyTooLarge
        | Problem::UnsupportedMediaType
        | Problem::PersonNotFound
        | Problem::TokenNotFound
        | Problem::TokenTaken
        | Problem::TokenQuarantined { .. }
        | Problem::ImportUnreadable
        | Problem::ImportTooLarge
        | Problem::PolicyInvalid
        | Problem::NoGroup
        | Problem::Unknown => error(Text::ErrorUnreadable),
        Problem::Busy { .. } => error(Text::ErrorBusy),
        Problem::Internal => error(Text::ErrorInternal),
        Problem::MethodNotOffered => error(Text::ErrorMethodNotOffered),
        Problem::AlreadyEnrolled => error(Text::ErrorAlreadyEnrolled),
        Problem::EnrolmentNotFound => error(Text::ErrorExpired),
        Problem::WrongStep | Problem::PolicyChanged => error(Text::ErrorMovedOn),
        Problem::PasswordWrong { attempts_left } => {
            error(Text::ErrorPasswordWrong).attempts_left(attempts_left)
        }
        Problem::NumberInvalid => error(Text::ErrorNumberInvalid),
        Problem::NumberNotMobile => error(Text::ErrorNumberNotMobile),
        Problem::NumberCountryNotAllowed => error(Text::ErrorNumberCountry),
        Problem::ResendTooSoon { retry_after } => {
            error(Text::ErrorResendTooSoon).amount(retry_after)
        }
        Problem::TooManyMessages { retry_after } => {
            error(Text::ErrorTooManyMessages).amount(retry_after)
        }
        Problem::SmsUnavailable => error(Text::ErrorSmsUnavailable),
        Problem::CodeMalformed => error(Text::ErrorCodeMalformed),
        Problem::CodeMismatch {
            attempts_left,
            seconds_ago: Some(seconds),
        } => error(Text::ErrorCodeBehind)
            .amount(seconds)
            .attempts_left(attempts_left)
            .help(Help::Clock),
        Problem::CodeMismatch {
            attempts_left,
            seconds_ago: None,
        } => error(mismatch(method)).attempts_left(attempts_left),
        Problem::CodeAlreadyUsed => error(Text::ErrorCodeAlreadyUsed),
        Problem::CodeExpired => error(Text::ErrorCodeExpired),
        Problem::CodeSuperseded { attempts_left } => {
            error(Text::ErrorCodeSuperseded).attempts_left(attempts_left)
        }
        Problem::CodeExhausted => error(Text::ErrorCodeExhausted),
        Problem::TooManyAttempts { retry_after } => error(Text::ErrorTooManyAttempts)
            .amount(retry_after)
            .help(Help::AskSchool),
        Problem::ChallengeNotFound => error(Text::ChallengeRenewed),
        Problem::NotEnrolled | Problem::NeverSetUp => error(Text::ErrorNotEnrolled),
        Problem::DurationNotOffered => error(Text::ErrorDuration),
        Problem::EnrolmentRequired => error(Text::ErrorEnrolmentRequired),
        Problem::WayNotOffered => error(Text::ErrorWayNotOffered),
        Problem::Locked => error(Text::ErrorLocked).help(Help::AskSchool),
        Problem::RecoveryCodeWrong { attempts_left } => {
            error(Text::ErrorRecoveryCodeWrong).attempts_left(attempts_left)
        }
        Problem::RecoveryCodeMalformed => error(Text::ErrorRecoveryCodeMalformed),
        Problem::FactorNotFound | Problem::CodesNotFound => error(Text::ErrorGone),
        Problem::LastFactor => error(Text::ErrorLastFactor),
        Problem::RequiredBySchool => error(Text::ErrorRequiredBySchool),
        Problem::DeviceNotFound => error(Text::ErrorDeviceGone),
        // No view of today can be refused like this.
        Problem::ResetLinkInvalid
        | Problem::PasswordTooShort
        | Problem::PasswordTooLong
        | Problem::PasswordTooCommon
        | Problem::PasswordHasName
        | Problem::PasswordNeedsClasses
        | Problem::PasswordRefused
        | Problem::PasswordNotOffered => error(Text::ErrorUnreadable),
    }
}

fn mismatch(method: Option<Method>) -> Text {
    match method {
        Some(Method::Sms) => Text::ErrorCodeMismatchSms,
        _ => Text::ErrorCodeMismatch,
    }
}
