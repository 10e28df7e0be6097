//! The queue's worker: takes what is due, writes the letter, hands it to the carrier, and forgets it once it
//! was accepted. At least once: what is not known to be accepted is sent again.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::carrier::{Carrier, NotCarried, Parcel};
use super::{Event, address, addressee, letter};
use crate::error::Result;
use crate::password_reset;
use crate::sms::text::Language;
use crate::state::{App, Shared};
use crate::store::{accounts, mails};

/// Seconds until the second attempt. Longer than any conversation with a mail server may take, so that a
/// letter on its way is nobody else's.
const FIRST_WAIT: i64 = 120;
/// Seconds between later attempts at most.
const LONGEST_WAIT: i64 = 86_400;
/// How often the queue is looked at.
const GLANCE: Duration = Duration::from_secs(2);
/// How long a server that is away is left alone.
const PAUSE: Duration = Duration::from_secs(60);

/// What became of the notice that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was due.
    Idle,
    Sent,
    /// It will never be sent.
    Dropped,
    /// It is tried again later, or somebody else has it.
    Waits,
    /// The carrier takes nothing now.
    Unreachable,
}

/// Seconds to wait after so many attempts before: 2 minutes, 4, 8, …, a day.
fn wait(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(0, 20)).unwrap_or_default();
    (FIRST_WAIT << doublings).min(LONGEST_WAIT)
}

/// Sends the notice that waits longest.
pub async fn next(app: &App, carrier: &dyn Carrier) -> Result<Outcome> {
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let Some(mail) = mails::due(&mut connection, now).await? else {
        return Ok(Outcome::Idle);
    };
    drop(connection);
    let mut tx = app.store.write().await?;
    let mine = mails::claim(&mut tx, &mail, now + wait(mail.attempts)).await?;
    tx.commit().await?;
    if !mine {
        return Ok(Outcome::Waits);
    }
    // A notice that fails here is tried again like any other: its turn is pushed ahead already.
    let outcome = send(app, carrier, &mail, now).await?;
    if matches!(outcome, Outcome::Sent | Outcome::Dropped) {
        let mut tx = app.store.write().await?;
        mails::remove(&mut tx, &mail.id).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

async fn send(app: &App, carrier: &dyn Carrier, mail: &mails::Due, now: i64) -> Result<Outcome> {
    let mut connection = app.store.read().await?;
    let account = accounts::by_id(&mut connection, &mail.account).await?;
    drop(connection);
    // The account, its address, its school or the kind of event may have gone meanwhile.
    let Some(account) = account else {
        return Ok(Outcome::Dropped);
    };
    let Some(school) = app.config.school(&account.school) else {
        return Ok(Outcome::Dropped);
    };
    let opened = match addressee(app, &account, mail).await? {
        Some(Ok(opened)) => opened,
        // A key that is missing may come back; the other notices do not wait for it.
        Some(Err(_)) => {
            tracing::error!(mail = %mail.id, "a sealed address does not open; its notice waits");
            return Ok(Outcome::Waits);
        }
        None => return Ok(Outcome::Dropped),
    };
    let Some(to) = address::parse(opened.expose()) else {
        tracing::warn!(mail = %mail.id, "a notice was dropped: its address is none");
        return Ok(Outcome::Dropped);
    };
    let language = Language::nearest(&mail.lang);
    let (person, at) = (account.name.as_str(), mail.created_at);
    let letter = match (&mail.token, Event::from_code(&mail.event)) {
        (Some(token), _) => match password_reset::link(app, &account, school, mail, token).await? {
            Some(link) => letter::link(language, school, person, &link, at),
            // An hour later, or after a newer one, it would only mislead.
            None => return Ok(Outcome::Dropped),
        },
        (None, Some(event)) => letter::notice(event, language, school, person, at),
        (None, None) => return Ok(Outcome::Dropped),
    };
    let parcel = Parcel {
        id: &mail.id,
        school,
        to: &to,
        letter: &letter,
        at: mail.created_at,
        now,
    };
    Ok(match carrier.carry(parcel).await {
        Ok(()) => Outcome::Sent,
        Err(NotCarried::Never(trouble)) => {
            tracing::warn!(mail = %mail.id, %trouble, "a notice was refused for good and is dropped");
            Outcome::Dropped
        }
        Err(NotCarried::Later(trouble)) => {
            tracing::info!(mail = %mail.id, %trouble, "a notice waits");
            Outcome::Waits
        }
        Err(NotCarried::Unreachable(trouble)) => {
            tracing::warn!(mail = %mail.id, %trouble, "the mail server takes nothing now; notices wait");
            Outcome::Unreachable
        }
    })
}

/// Looks at who forgot a password, and sends everything that is due, until the carrier takes nothing.
pub async fn all(app: &App, carrier: &dyn Carrier) -> Result<Outcome> {
    while password_reset::next(app).await? {}
    loop {
        let outcome = next(app, carrier).await?;
        if matches!(outcome, Outcome::Idle | Outcome::Unreachable) {
            return Ok(outcome);
        }
    }
}

/// The worker of a running server.
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Worker {
    pub fn start(app: Shared, carrier: Arc<dyn Carrier>) -> Self {
        let (stop, told) = watch::channel(false);
        let task = tokio::spawn(work(app, carrier, told));
        Self { stop, task }
    }

    /// Lets a letter that is on its way arrive, if that takes no longer than `grace`.
    pub async fn stop(self, grace: Duration) {
        self.stop.send_replace(true);
        let abort = self.task.abort_handle();
        if tokio::time::timeout(grace, self.task).await.is_err() {
            abort.abort();
        }
    }
}

async fn work(app: Shared, carrier: Arc<dyn Carrier>, mut told: watch::Receiver<bool>) {
    while !*told.borrow() {
        if let Err(error) = requests(&app, &told).await {
            tracing::error!(?error, "who forgot a password could not be looked at");
        }
        let pause = match next(&app, carrier.as_ref()).await {
            Ok(Outcome::Idle) => GLANCE,
            Ok(Outcome::Unreachable) => PAUSE,
            Ok(_) => continue,
            Err(error) => {
                tracing::error!(?error, "the notices could not be looked at");
                PAUSE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = told.changed() => return,
        }
    }
}

async fn requests(app: &App, told: &watch::Receiver<bool>) -> Result<()> {
    while !*told.borrow() && password_reset::next(app).await? {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn every_attempt_waits_twice_as_long_as_the_one_before_up_to_a_day() {
        let waits: Vec<i64> = (0..12).map(wait).collect();
        assert_eq!(waits[..4], [120, 240, 480, 960]);
        assert_eq!((waits[9], waits[10], waits[11]), (61_440, 86_400, 86_400));
        assert_eq!(wait(i64::MAX), 86_400);
    }
}
