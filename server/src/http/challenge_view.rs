//! A challenge as it is answered.

use tweestap_api::{Challenge, ChallengeStep, Method, Problem, Way};

use super::assertion::assertion;
use super::caller::Caller;
use super::enrolment_view::number_of;
use super::redeem::refer;
use crate::challenge::{Open, Settled, others};
use crate::error::{Error, Result};
use crate::sms;
use crate::state::App;
use crate::store::factors::Factor;
use crate::store::recovered;

/// A step with nothing to show.
pub fn blank(caller: &Caller, step: ChallengeStep, now: i64) -> Challenge {
    Challenge {
        id: None,
        step,
        method: None,
        digits: None,
        masked_number: None,
        resend_at: None,
        not_sent: None,
        ways: Vec::new(),
        codes_left: None,
        later_until: caller
            .later_until()
            .filter(|_| step == ChallengeStep::Enrol),
        remember: caller.remember_choice(),
        assertion: None,
        school: caller.school.name.clone(),
        server_time: now,
    }
}

/// The end of a sign-in: with the assertion for the portal's server. The frame gets no more than a reference to it,
/// because all that it knows it tells the page around it.
pub async fn passed(app: &App, caller: &Caller, settled: &Settled, now: i64) -> Result<Challenge> {
    let assertion = assertion(app, caller, settled, now)?;
    let assertion = match caller.session.framed {
        true => refer(app, caller, &assertion, now).await?,
        false => assertion,
    };
    Ok(Challenge {
        assertion: Some(assertion),
        ..blank(caller, ChallengeStep::Passed, now)
    })
}

/// What is asked, and in which other ways it may be answered.
pub async fn view(
    app: &App,
    caller: &Caller,
    open: &Open,
    not_sent: Option<Problem>,
    now: i64,
) -> Result<Challenge> {
    let step = match open.way {
        Way::App | Way::Sms | Way::Hardware => ChallengeStep::Code,
        Way::RecoveryCode => ChallengeStep::RecoveryCode,
        Way::ResetCode => ChallengeStep::ResetCode,
    };
    let mut challenge = Challenge {
        id: Some(open.id.clone()),
        not_sent,
        ..blank(caller, step, now)
    };
    let mut connection = app.store.read().await?;
    let back = recovered::back(&mut connection, &caller.account, now).await?;
    let methods = caller.answering().map(|factor| factor.method);
    challenge.ways = others(methods, back, open.way);
    if let Some(factor) = factor_of(caller, open)? {
        challenge.method = Some(factor.method);
        challenge.digits = u32::try_from(factor.digits).ok();
        if factor.method == Method::Sms {
            let number = number_of(app, caller, factor)?;
            let index = sms::number_index(app, &number);
            let account = &caller.account.id;
            challenge.masked_number = Some(number.masked());
            challenge.resend_at =
                Some(sms::resend_at(&mut connection, account, &index, now).await?);
        }
    }
    Ok(challenge)
}

/// The factor that a challenge asks for; `None` for a way back in.
pub fn factor_of<'a>(caller: &'a Caller, open: &Open) -> Result<Option<&'a Factor>> {
    let Some(method) = open.way.method() else {
        return Ok(None);
    };
    // Replaced, taken away or forbidden: the challenge has nothing left to ask.
    let factor = caller
        .answering_by(method)
        .filter(|factor| factor.id == open.factor);
    factor
        .map(Some)
        .ok_or(Error::Problem(Problem::ChallengeNotFound))
}
