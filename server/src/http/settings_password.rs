//! Changing a password that is known: it is asked for with the new one, counted like everywhere, and a code is needed
//! where two steps are on.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{ChangePassword, Done, OwnPassword, Problem, routes};

use super::body::Body;
use super::caller::Caller;
use super::elevated::require_code;
use super::new_password;
use super::password::{self, Checked};
use crate::error::Result;
use crate::state::{App, Shared};
use crate::store::accounts::Account;
use crate::store::addresses::Of;
use crate::store::directory::{self, Entry};

/// What the view for it begins with.
pub async fn current(app: &App, caller: &Caller) -> Result<OwnPassword> {
    let mut rules = new_password::rules(&caller.school);
    // Nobody types a new password that can only be refused.
    rules.change = rules.change && entry(app, caller).await?.is_some();
    Ok(OwnPassword {
        account: caller.account.name.clone(),
        rules,
    })
}

fn person(account: &Account) -> Of<'_> {
    Of {
        school: &account.school,
        issuer: &account.issuer,
        subject: &account.subject,
    }
}

/// Where this server keeps the password.
async fn entry(app: &App, caller: &Caller) -> Result<Option<Entry>> {
    let Of {
        school,
        issuer,
        subject,
    } = person(&caller.account);
    let mut connection = app.store.read().await?;
    directory::find(&mut connection, school, issuer, subject).await
}

/// Sets another password, and ends every session of the account, this one too.
#[utoipa::path(
    post, path = routes::SETTINGS_PASSWORD_CHANGE, tag = "password",
    request_body = ChangePassword, responses((status = 200, body = Done)),
)]
pub async fn change(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Body(asked): Body<ChangePassword>,
) -> Result<Json<Done>> {
    let (now, account) = (app.clock.now(), &caller.account);
    if !caller.school.password.change {
        return Err(Problem::PasswordNotOffered.into());
    }
    let person = person(account);
    if entry(&app, &caller).await?.is_none() {
        return Err(Problem::PasswordNotOffered.into());
    }
    require_code(&caller, now)?;
    password::well_formed(&asked.current)?;
    new_password::check(&app, &caller.school, account, &asked.password).await?;

    let turn = app.store.turn_of(&account.id).await?;
    let before = match password::check(&app, turn, account, &asked.current, now).await? {
        Checked::Right { hash } => hash,
        Checked::Elsewhere => return Err(Problem::PasswordNotOffered.into()),
        Checked::Wrong { attempts_left } => {
            let session = &caller.session.token;
            return Err(password::wrong(&app, session, attempts_left).await?.into());
        }
    };
    let hash = app.hasher.password(&asked.password).await?;
    let mut tx = app.store.turn_of(&account.id).await?;
    // The one that was found right: of two at once, and of a link that was quicker, one counts.
    if !directory::set_password(&mut tx, person, Some(&before), &hash, now).await? {
        return Err(Problem::SessionExpired.into());
    }
    new_password::changed(&app, &mut tx, account, now).await?;
    tx.commit().await?;
    Ok(Json(Done {}))
}
