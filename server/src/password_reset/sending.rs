//! The link itself: made with its mails, and written into each of them when it is sent. The token is nowhere in between
//! but sealed.

use tweestap_api::Secret;

use super::{Asked, PER_ACCOUNT, Person};
use crate::config::School;
use crate::error::{Error, Result};
use crate::random;
use crate::seal::Place;
use crate::state::App;
use crate::store::accounts::{self, Account};
use crate::store::mails::{self, Due};
use crate::store::password_requests as requests;
use crate::store::{Tx, password_links};

/// The name of the mail in the queue; it is no event of the account.
const MAIL: &str = "password_link";

/// A new link instead of any earlier one, to every address. Only who knows one of them comes this far: a stranger
/// cannot use up what an account may ask.
pub(super) async fn send(
    app: &App,
    tx: &mut Tx,
    school: &School,
    person: Person,
    asked: &Asked,
    now: i64,
) -> Result<()> {
    let account = match person.account {
        Some(account) => account,
        None => {
            let (subject, name) = (&person.subject, &person.name);
            accounts::of(tx, &school.id, &school.issuer, subject, name, now).await?
        }
    };
    let who = format!("account {}", account.id);
    if !requests::charge(tx, &who, PER_ACCOUNT, now).await? {
        return Ok(());
    }
    let token = random::token()?;
    password_links::put(tx, &account.id, token.expose(), now).await?;
    for to in &person.addresses {
        let id = random::id()?;
        let place = place_of_token(&account, &id);
        let sealed = app.keys.sealer.seal(place, token.expose().as_bytes())?;
        let mail = mails::New {
            id: &id,
            account: &account.id,
            event: MAIL,
            lang: Some(&asked.lang),
            address: to.id.as_deref(),
            token: Some(&sealed),
        };
        mails::add(tx, mail, now).await?;
    }
    Ok(())
}

fn place_of_token<'a>(account: &'a Account, mail: &'a str) -> Place<'a> {
    Place {
        school: &account.school,
        account: &account.id,
        row: mail,
        column: "link",
    }
}

/// The link in a mail; `None` when it would open nothing any more.
pub async fn link(
    app: &App,
    account: &Account,
    school: &School,
    mail: &Due,
    sealed: &str,
) -> Result<Option<Secret>> {
    let opened = app
        .keys
        .sealer
        .open(place_of_token(account, &mail.id), sealed)?;
    let token =
        std::str::from_utf8(&opened).map_err(|_| Error::Internal("a sealed token is no text"))?;
    let mut connection = app.store.read().await?;
    let live = password_links::account_of(&mut connection, token, app.clock.now()).await?;
    let works = live.as_deref() == Some(&account.id) && school.password.forgotten;
    Ok(works.then(|| Secret::new(format!("{}#t={token}", school.password.link))))
}
