//! An enrolment as it is answered: the whole state, with what only its step may show.

use tweestap_api::{
    Enrolment, EnrolmentAction, EnrolmentStep, Method, Reauthentication, Secret, SmsSetup,
};

use super::caller::Caller;
use super::codes;
use super::elevated::{enrolment_access, is_local};
use crate::elevation::Access;
use crate::enrolment::{Situation, Stage, actions};
use crate::error::{Error, Result};
use crate::phone::Mobile;
use crate::state::App;
use crate::store::factors::Factor;
use crate::store::messages;
use crate::{proof, sms, totp};

/// The state of `caller`, as `caller.factors` have it.
pub async fn view(app: &App, caller: &Caller, now: i64) -> Result<Enrolment> {
    let situation = caller.situation();
    let access = enrolment_access(caller, now);
    // Whoever came in by a way back in sets up anew, whatever is in force: it may be what was lost. And what is in force may
    // be offered no more.
    let anew = caller.account.must_enrol || caller.session.recovered_at.is_some() || caller.lacks();
    let mut enrolment = Enrolment {
        id: None,
        step: EnrolmentStep::Method,
        actions: Vec::new(),
        offered: caller.in_force().methods.clone(),
        method: None,
        reauthentication: None,
        app: None,
        sms: None,
        recovery_codes: None,
        remember: None,
        with_password: access == Access::Password,
        with_codes: with_codes(app, caller).await?,
        change: !caller.factors.active.is_empty() && !anew,
        recovery: caller.in_force().recovery,
        required: caller.in_force().required || caller.account.must_enrol,
        later_until: caller.later_until(),
        school: caller.school.name.clone(),
        account: caller.account.name.clone(),
        expires_at: None,
        server_time: now,
    };
    let reauthentication = if is_local(app, caller).await? {
        Reauthentication::Password
    } else {
        Reauthentication::Portal
    };
    enrolment.actions = actions(access, &situation, reauthentication);
    if enrolment.later_until.is_some() {
        enrolment.actions.push(EnrolmentAction::Later);
    }
    match (
        &situation,
        &caller.factors.pending,
        // What was set up last is what the person has just done.
        caller.factors.active.iter().max_by_key(|one| one.since),
    ) {
        (Situation::Active(_), _, Some(active)) if !anew => {
            enrolment.step = EnrolmentStep::Done;
            enrolment.method = Some(active.method);
            enrolment.remember = Some(caller.remember_choice());
            enrolment.with_password = false;
        }
        (Situation::NotNeeded, _, _) => {
            enrolment.step = EnrolmentStep::NotNeeded;
            enrolment.with_password = false;
            enrolment.with_codes = false;
        }
        (Situation::Pending(pending), Some(factor), _) => {
            enrolment.id = Some(pending.id.clone());
            enrolment.step = pending.stage.step();
            enrolment.method = Some(pending.method);
            enrolment.with_password = pending.with_password;
            enrolment.expires_at = factor.expires_at;
            if pending.stage == Stage::Password {
                enrolment.reauthentication = Some(reauthentication);
            }
            show_step(app, caller, factor, &mut enrolment, now).await?;
        }
        _ => {}
    }
    Ok(enrolment)
}

/// What was decided when it began, unless new codes have become needed since.
pub async fn with_codes(app: &App, caller: &Caller) -> Result<bool> {
    let mut connection = app.store.read().await?;
    let begun = caller.factors.pending.as_ref();
    Ok(begun.is_some_and(|pending| pending.with_codes)
        || codes::are_needed(&mut connection, caller).await?)
}

/// Secrets appear at their own step and nowhere else.
async fn show_step(
    app: &App,
    caller: &Caller,
    factor: &Factor,
    enrolment: &mut Enrolment,
    now: i64,
) -> Result<()> {
    match factor.stage {
        Stage::Scan => {
            let secret = proof::open_secret(app, &caller.account, factor)?;
            enrolment.app = Some(totp::setup(
                &secret,
                &caller.school.name,
                &caller.account.name,
            )?);
        }
        Stage::Phone if factor.number.is_some() => {
            let number = number_of(app, caller, factor)?.spaced();
            enrolment.sms = Some(SmsSetup {
                number,
                resend_at: None,
                code_expires_at: None,
            });
        }
        Stage::Confirm => enrolment.sms = Some(sms_setup(app, caller, factor, now).await?),
        Stage::RecoveryCodes => enrolment.recovery_codes = Some(codes_of(app, caller, factor)?),
        Stage::Method | Stage::Password | Stage::Phone => {}
    }
    Ok(())
}

async fn sms_setup(app: &App, caller: &Caller, factor: &Factor, now: i64) -> Result<SmsSetup> {
    let number = number_of(app, caller, factor)?;
    let index = sms::number_index(app, &number);
    let mut connection = app.store.read().await?;
    let account = &caller.account.id;
    let latest =
        messages::latest(&mut connection, account, sms::Purpose::Enrol.name(), &index).await?;
    Ok(SmsSetup {
        number: number.spaced(),
        resend_at: Some(sms::resend_at(&mut connection, account, &index, now).await?),
        code_expires_at: latest.first().map(|sent| sent.expires_at),
    })
}

/// The number of a factor, opened.
pub fn number_of(app: &App, caller: &Caller, factor: &Factor) -> Result<Mobile> {
    const BROKEN: Error = Error::Internal("a stored number is unusable");
    debug_assert_eq!(factor.method, Method::Sms);
    let sealed = factor.number.as_deref().ok_or(BROKEN)?;
    let opened = app
        .keys
        .sealer
        .open(proof::place(&caller.account, factor, "number"), sealed)?;
    std::str::from_utf8(&opened)
        .ok()
        .and_then(Mobile::from_e164)
        .ok_or(BROKEN)
}

/// The codes that wait to be acknowledged, one a line.
pub fn codes_of(app: &App, caller: &Caller, factor: &Factor) -> Result<Vec<Secret>> {
    const MISSING: Error = Error::Internal("a confirmed factor has no codes");
    let sealed = factor.codes.as_deref().ok_or(MISSING)?;
    codes::open(app, proof::place(&caller.account, factor, "codes"), sealed)
}
