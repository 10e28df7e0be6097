//! The machine that decides about enrolment: given where an account is and what is asked, what changes.
//! Pure: time, elevation and proofs are arguments; it stores nothing and draws no secrets.

mod terms;

use tweestap_api::{EnrolmentAction as Action, Method, Problem, Reauthentication};

use crate::elevation::Access;

pub use terms::{Change, Pending, Request, Situation, Stage};

/// Seconds a pending enrolment lives: people install an app meanwhile.
pub const PENDING_LIFETIME: i64 = 30 * 60;
/// Seconds that unacknowledged recovery codes can be seen again.
pub const CONFIRMED_LIFETIME: i64 = 24 * 3600;

/// Decides a call. `access`: what the caller has shown within five minutes (`elevation.rs`).
pub fn decide(
    access: Access,
    offered: &[Method],
    situation: &Situation,
    request: Request<'_>,
) -> Result<Change, Problem> {
    match situation {
        Situation::NotNeeded => not_needed(request),
        Situation::Nothing => nothing_pending(access, offered, request),
        Situation::Pending(pending) => pending_one(access, offered, pending, request),
        Situation::Active(ids) => already_active(access, offered, ids, request),
    }
}

/// Single sign-on is the second step: there is nothing to begin.
fn not_needed(request: Request<'_>) -> Result<Change, Problem> {
    match request {
        Request::Read | Request::Cancel => Ok(Change::Stay),
        Request::Choose(_) | Request::GivePassword => Err(Problem::WrongStep),
        Request::GivePhone(_)
        | Request::Resend(_)
        | Request::Confirm(_)
        | Request::Acknowledge(_)
        | Request::Back(_) => Err(Problem::EnrolmentNotFound),
    }
}

fn nothing_pending(
    access: Access,
    offered: &[Method],
    request: Request<'_>,
) -> Result<Change, Problem> {
    match request {
        Request::Read | Request::Cancel => Ok(Change::Stay),
        Request::Choose(method) => begin(access, offered, method, false),
        Request::GivePassword => Err(Problem::WrongStep),
        Request::GivePhone(_)
        | Request::Resend(_)
        | Request::Confirm(_)
        | Request::Acknowledge(_)
        | Request::Back(_) => Err(Problem::EnrolmentNotFound),
    }
}

fn begin(
    access: Access,
    offered: &[Method],
    method: Method,
    had_password: bool,
) -> Result<Change, Problem> {
    if !offered.contains(&method) {
        return Err(Problem::MethodNotOffered);
    }
    let stage = match access {
        Access::Open => Stage::first(method),
        Access::Password => Stage::Password,
        Access::Refused => return Err(Problem::ReauthenticationRequired),
    };
    // Someone who gave the password on the way keeps counting the same steps.
    Ok(Change::Begin {
        method,
        stage,
        with_password: had_password || stage == Stage::Password,
    })
}

fn pending_one(
    access: Access,
    offered: &[Method],
    pending: &Pending,
    request: Request<'_>,
) -> Result<Change, Problem> {
    let elevated = access == Access::Open;
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
            begin(access, offered, method, pending.with_password)
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

/// Two steps are on and nothing is under way. A method beside or instead of one in force may be begun by whoever
/// has shown enough; the factors in force are never touched before its end (KeeperHub PR 1523).
fn already_active(
    access: Access,
    offered: &[Method],
    active: &[String],
    request: Request<'_>,
) -> Result<Change, Problem> {
    let is_active = |id: &str| active.iter().any(|one| one == id);
    match request {
        Request::Read | Request::Cancel => Ok(Change::Stay),
        Request::Choose(method) => begin(access, offered, method, false),
        Request::GivePassword => Err(Problem::WrongStep),
        // The answer to the first acknowledgement was lost: it is on, and that is the answer.
        Request::Acknowledge(id) if is_active(id) => Ok(Change::Stay),
        Request::GivePhone(id) | Request::Resend(id) | Request::Confirm(id) | Request::Back(id)
            if is_active(id) =>
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
pub fn actions(
    access: Access,
    situation: &Situation,
    reauthentication: Reauthentication,
) -> Vec<Action> {
    match situation {
        // Beside a factor in force another one cannot be begun before everything was shown.
        Situation::Active(_) if access == Access::Refused => Vec::new(),
        _ => of_situation(situation, reauthentication),
    }
}

fn of_situation(situation: &Situation, reauthentication: Reauthentication) -> Vec<Action> {
    let pending = match situation {
        Situation::NotNeeded => return Vec::new(),
        Situation::Nothing | Situation::Active(_) => return vec![Action::ChooseMethod],
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
