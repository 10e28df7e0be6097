//! A new password for an account whose password this server (or the portal's hook) takes: whether it will do, and what
//! follows from it, however it was set.

use tweestap_api::{PasswordRules, Secret};

use crate::audit;
use crate::config::School;
use crate::error::Result;
use crate::mail::{Event, notify_everyone};
use crate::password_rules::{self, Context, LONGEST};
use crate::state::App;
use crate::store::accounts::{self, Account};
use crate::store::limits::{self, Kind};
use crate::store::{Tx, challenges, devices, directory, factors, password_links, sessions};

/// What one must hold to, in the words of the contract.
pub fn rules(school: &School) -> PasswordRules {
    let passwords = &school.password;
    let rules = passwords.rules(school.required);
    PasswordRules {
        school: school.name.clone(),
        forgotten: passwords.forgotten,
        change: passwords.change,
        minimum: rules.minimum,
        maximum: LONGEST,
        classes: rules.classes,
        help: passwords.help.clone(),
    }
}

/// Refuses one that will not do, with the reason.
pub async fn check(app: &App, school: &School, account: &Account, password: &Secret) -> Result<()> {
    let mut connection = app.store.read().await?;
    let (issuer, subject) = (&account.issuer, &account.subject);
    let entry = directory::find(&mut connection, &school.id, issuer, subject).await?;
    let listed = entry.map_or(String::new(), |entry| entry.name);
    let context = Context {
        username: subject,
        names: &[&account.name, &listed],
        school: &school.name,
    };
    let rules = school.password.rules(school.required);
    Ok(password_rules::check(password, rules, context)?)
}

/// One transaction with the new password: nobody is signed in any more, no browser is known, and everybody with an
/// address is told. Methods and codes stay as they are: the second step is asked for as before.
pub async fn changed(app: &App, tx: &mut Tx, account: &Account, now: i64) -> Result<()> {
    accounts::password_changed(tx, &account.id, now).await?;
    everybody_out(tx, account).await?;
    limits::clear(tx, &account.id, Kind::Password).await?;
    password_links::kill(tx, &account.id).await?;
    notify_everyone(&app.keys, tx, account, Event::PasswordChanged, now).await?;
    audit::note(app, tx, account, Event::PasswordChanged, None, now).await
}

/// Nobody is signed in any more, no browser is known, and no setting up goes on: whoever knew the old password may have
/// begun it, and has its secret.
pub async fn everybody_out(tx: &mut Tx, account: &Account) -> Result<()> {
    factors::discard(tx, &account.id).await?;
    accounts::next_epoch(tx, &account.id).await?;
    sessions::close_all(tx, &account.id).await?;
    devices::forget_all(tx, &account.id).await?;
    challenges::end(tx, &account.id).await
}
