//! The machine that decides about enrolment: given where an account is and what is asked, what changes.
//! Pure: time, elevation and proofs are arguments; it stores nothing and draws no secrets.

mod terms;

use tweestap_api::{EnrolmentAction as Action, Method, Problem, Reauthentication};

pub use terms::{Change, Pending, Request, Situation, Stage};

/// Seconds a pending enrolment lives: people install an app meanwhile.
pub const PENDING_LIFETIME: i64 = 30 * 60;
/// Seconds that unacknowledged recovery codes can be seen again.
pub const CONFIRMED_LIFETIME: i64 = 24 * 3600;

/// Decides a call. `elevated`: the password was given to this session or its portal within five minutes.
pub fn decide(
    elevated: bool,
    offered: &[Method],
    situation: &Situation,
    request: Request<'_>,
) -> Result<Change, Problem> {
    match situation {
        Situation::Nothing => nothing_pending(elevated, offered, request),
        Situation::Pending(pending) => pending_one(elevated, offered, pending, request),
        Situation::Active(id) => already_active(id, request),
    }
}

fn nothing_pending(
    elevated: bool,
    offered: &[Method],
    request: Request<'_>,
) -> Result<Change, Problem> {
    match request {
        Request::Read | Request::Cancel => Ok(Change::Stay),
        Request::Choose(method) => begin(elevated, offered, method, false),
        Request::GivePassword => Err(Problem::WrongStep),
        Request::GivePhone(_)
        | Request::Resend(_)
        | Request::Confirm(_)
        | Request::Acknowledge(_)
        | Request::Back(_) => Err(Problem::EnrolmentNotFound),
    }
}

fn begin(
    elevated: bool,
    offered: &[Method],
    method: Method,
    had_password: bool,
) -> Result<Change, Problem> {
    if !offered.contains(&method) {
        return Err(Problem::MethodNotOffered);
    }
    let stage = if elevated {
        Stage::first(method)
    } else {
        Stage::Password
    };
    // Someone who gave the password on the way keeps counting the same steps.
    Ok(Change::Begin {
        method,
        stage,
        with_password: had_password || !elevated,
    })
}

fn pending_one(
    elevated: bool,
    offered: &[Method],
    pending: &Pending,
    request: Request<'_>,
) -> Result<Change, Problem> {
    let first = Stage::first(pending.method);
    let mine = |id: &str| {
        if id == pending.id {
            Ok(())
        } else {
            Err(Problem::EnrolmentNotFound)
        }
    };
    match (request, pending.stage) {
        (Request::Read, Stage::Password) if elevated => Ok(Change::Move {
            stage: first,
            proved: true,
        }),
        (Request::Read, _) => Ok(Change::Stay),
        (Request::Cancel, _) => Ok(Change::Discard),

        (Request::Choose(_), Stage::RecoveryCodes) => Err(Problem::WrongStep),
        (Request::Choose(method), _) if method != pending.method => {
            begin(elevated, offered, method, pending.with_password)
        }
        // The same again: the secret stays, so that a scanned QR goes on working.
        (Request::Choose(_), Stage::Method) if pending.proved || elevated => Ok(Change::Move {
            stage: first,
            proved: true,
        }),
        (Request::Choose(_), Stage::Method) => Ok(Change::Move {
            stage: Stage::Password,
            proved: false,
        }),
        (Request::Choose(_), Stage::Password) if elevated => Ok(Change::Move {
            stage: first,
            proved: true,
        }),
        (Request::Choose(_), _) => Ok(Change::Stay),

        (Request::GivePassword, Stage::Password) => Ok(Change::Move {
            stage: first,
            proved: true,
        }),
        (Request::GivePassword, _) => Err(Problem::WrongStep),

        (Request::GivePhone(id), stage) => mine(id).and(match stage {
            Stage::Phone => Ok(Change::Move {
                stage: Stage::Confirm,
                proved: true,
            }),
            _ => Err(Problem::WrongStep),
        }),
        (Request::Resend(id), stage) => mine(id).and(match stage {
            Stage::Confirm => Ok(Change::Stay),
            _ => Err(Problem::WrongStep),
        }),
        (Request::Confirm(id), stage) => mine(id).and(match stage {
            Stage::Scan | Stage::Confirm => Ok(Change::Confirm),
            Stage::RecoveryCodes => Ok(Change::AlreadyConfirmed),
            _ => Err(Problem::WrongStep),
        }),
        (Request::Acknowledge(id), stage) => mine(id).and(match stage {
            Stage::RecoveryCodes => Ok(Change::SwitchOn),
            _ => Err(Problem::WrongStep),
        }),
        (Request::Back(id), stage) => mine(id).and(match stage {
            Stage::Password | Stage::Phone | Stage::Scan => Ok(Change::Move {
                stage: Stage::Method,
                proved: pending.proved,
            }),
            Stage::Confirm => Ok(Change::Move {
                stage: Stage::Phone,
                proved: true,
            }),
            Stage::Method | Stage::RecoveryCodes => Err(Problem::WrongStep),
        }),
    }
}

/// The active factor is never touched from here (KeeperHub PR 1523).
fn already_active(active: &str, request: Request<'_>) -> Result<Change, Problem> {
    match request {
        Request::Read | Request::Cancel => Ok(Change::Stay),
        Request::Choose(_) => Err(Problem::AlreadyEnrolled),
        Request::GivePassword => Err(Problem::WrongStep),
        // The answer to the first acknowledgement was lost: it is on, and that is the answer.
        Request::Acknowledge(id) if id == active => Ok(Change::Stay),
        Request::GivePhone(id) | Request::Resend(id) | Request::Confirm(id) | Request::Back(id)
            if id == active =>
        {
            Err(Problem::WrongStep)
        }
        Request::GivePhone(_)
        | Request::Resend(_)
        | Request::Confirm(_)
        | Request::Acknowledge(_)
        | Request::Back(_) => Err(Problem::EnrolmentNotFound),
    }
}

/// What is accepted next, besides reading.
pub fn actions(situation: &Situation, reauthentication: Reauthentication) -> Vec<Action> {
    let pending = match situation {
        Situation::Nothing => return vec![Action::ChooseMethod],
        Situation::Active(_) => return Vec::new(),
        Situation::Pending(pending) => pending,
    };
    match pending.stage {
        Stage::Method => vec![Action::ChooseMethod, Action::Cancel],
        Stage::Password => {
            let mut actions = vec![Action::ChooseMethod, Action::Back, Action::Cancel];
            if reauthentication == Reauthentication::Password {
                actions.insert(0, Action::GivePassword);
            }
            actions
        }
        Stage::Phone => vec![
            Action::GivePhone,
            Action::ChooseMethod,
            Action::Back,
            Action::Cancel,
        ],
        Stage::Scan => vec![
            Action::Confirm,
            Action::ChooseMethod,
            Action::Back,
            Action::Cancel,
        ],
        Stage::Confirm => {
            vec![
                Action::Confirm,
                Action::Resend,
                Action::ChooseMethod,
                Action::Back,
                Action::Cancel,
            ]
        }
        Stage::RecoveryCodes => vec![Action::Acknowledge, Action::Cancel],
    }
}

#[cfg(test)]
mod tests;
