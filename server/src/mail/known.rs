//! Every address of somebody: those of the directory, and the one the portal tells. Who keeps the passwords says which
//! of them a link may go to; news of another password, and of what the school did, goes to all.

use sqlx::AnyConnection;
use tweestap_api::Secret;

use super::{Event, address};
use crate::error::Result;
use crate::keys::Keys;
use crate::random;
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::addresses::{self, Of};
use crate::store::mails;

/// An address, by what it is compared with.
pub struct Known {
    /// Its row in the directory; `None`: the account's own.
    pub id: Option<String>,
    pub index: String,
}

/// All of them; the same one once.
pub async fn known(
    keys: &Keys,
    connection: &mut AnyConnection,
    account: &Account,
) -> Result<Vec<Known>> {
    let person = Of {
        school: &account.school,
        issuer: &account.issuer,
        subject: &account.subject,
    };
    let mut known = in_directory(connection, person).await?;
    if let Some(sealed) = account.email.as_deref() {
        // One that does not open now may do so when the mail is sent.
        let opened = address::open(keys, account, sealed).ok();
        let index = opened.map(|own| address::index(keys, &account.school, own.expose()));
        if index.is_none() || known.iter().all(|one| Some(&one.index) != index.as_ref()) {
            known.push(Known {
                id: None,
                index: index.unwrap_or_default(),
            });
        }
    }
    Ok(known)
}

/// Those that the school put on file.
pub async fn in_directory(connection: &mut AnyConnection, person: Of<'_>) -> Result<Vec<Known>> {
    let kept = addresses::of(connection, person).await?;
    let known = kept.into_iter().map(|kept| Known {
        id: Some(kept.id),
        index: kept.address_index,
    });
    Ok(known.collect())
}

/// Writes a notice down for every known address. Like [`super::notify`], in the transaction of what it tells of.
pub async fn notify_everyone(
    keys: &Keys,
    connection: &mut AnyConnection,
    account: &Account,
    event: Event,
    now: i64,
) -> Result<()> {
    for to in known(keys, connection, account).await? {
        let mail = mails::New {
            id: &random::id()?,
            account: &account.id,
            event: event.code(),
            lang: None,
            address: to.id.as_deref(),
            token: None,
        };
        mails::add(connection, mail, now).await?;
    }
    Ok(())
}

/// Where it goes; `None`: nowhere any more.
pub async fn addressee(
    app: &App,
    account: &Account,
    mail: &mails::Due,
) -> Result<Option<Result<Secret>>> {
    let Some(id) = &mail.address else {
        let own = account.email.as_ref();
        return Ok(own.map(|sealed| address::open(&app.keys, account, sealed)));
    };
    let mut connection = app.store.read().await?;
    let kept = addresses::by_id(&mut connection, id).await?;
    Ok(kept.map(|kept| address::open_kept(&app.keys, &account.school, &kept)))
}
