//! Notices: written with the change they tell of, sent at least once and never twice at once, whatever the
//! carrier does. A real mail server is in `counterparts`.

mod config;
mod words;

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tokio::sync::Semaphore;
use tweestap_server::mail::carrier::{Carrier, NotCarried, Parcel};
use tweestap_server::mail::worker::{self, Outcome};
use tweestap_server::mail::{self, Event, address};
use tweestap_server::sms::{Kind, Outbox};
use tweestap_server::store::accounts;

use crate::world::{World, demonstration, send};

const EMAIL: &str = "sam@family.example";

async fn sam(world: &World) -> String {
    world.someone("sam", "Sam", "nl", Some(EMAIL)).await
}

/// Takes letters only as long as it has room, and counts who got how many.
struct Slow {
    room: Semaphore,
    taken: Mutex<HashMap<String, usize>>,
}

impl Slow {
    fn new(room: usize) -> Arc<Self> {
        Arc::new(Self {
            room: Semaphore::new(room),
            taken: Mutex::default(),
        })
    }
}

impl Carrier for Slow {
    fn carry<'a>(
        &'a self,
        parcel: Parcel<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotCarried>> + Send + 'a>> {
        let id = parcel.id.to_owned();
        Box::pin(async move {
            *self.taken.lock().unwrap().entry(id).or_default() += 1;
            self.room.acquire().await.unwrap().forget();
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_notice_and_its_change_are_written_together_or_not_at_all() {
    let world = World::new().await;
    let sam = sam(&world).await;
    let mut tx = world.app.store.write().await.unwrap();
    mail::notify(&mut tx, &sam, Event::Erased, world.clock.now())
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(world.waiting().await, 0);
    world.notice(&sam, Event::Erased).await;
    assert_eq!(world.waiting().await, 1);
}

#[tokio::test]
async fn someone_without_an_address_gets_no_notice_and_one_who_lost_it_gets_none_either() {
    let world = World::new().await;
    let ann = world.someone("ann", "Ann", "nl", None).await;
    world.notice(&ann, Event::Erased).await;
    assert_eq!(world.waiting().await, 0);
    let sam = sam(&world).await;
    world.notice(&sam, Event::Erased).await;
    world.execute("UPDATE accounts SET email = NULL").await;
    let outbox = Outbox::default();
    assert_eq!(
        worker::next(&world.app, &outbox).await.unwrap(),
        Outcome::Dropped
    );
    assert_eq!((world.waiting().await, outbox.messages().len()), (0, 0));
}

#[tokio::test]
async fn the_address_of_today_gets_the_news_of_yesterday() {
    let world = World::new().await;
    let sam = sam(&world).await;
    world.notice(&sam, Event::NumberChanged).await;
    let mut tx = world.app.store.write().await.unwrap();
    let account = accounts::by_id(&mut tx, &sam).await.unwrap().unwrap();
    let sealed = address::seal(&world.app, &account, "new@family.example").unwrap();
    sqlx::query("UPDATE accounts SET email = $1")
        .bind(sealed)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.clock.advance(86_400);
    let outbox = Outbox::default();
    worker::all(&world.app, &outbox).await.unwrap();
    let messages = outbox.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].to, "new@family.example");
    assert_eq!(messages[0].at, "2027-01-15T08:00:00Z");
    assert!(messages[0].text.contains("15 januari 2027, 09.00 uur"));
}

#[tokio::test]
async fn a_sealed_address_opens_for_its_own_account_only_and_is_nowhere_readable() {
    let world = World::new().await;
    let (sam, ann) = (
        sam(&world).await,
        world.someone("ann", "Ann", "nl", Some(EMAIL)).await,
    );
    world.notice(&sam, Event::Reset).await;
    let mut connection = world.app.store.read().await.unwrap();
    let one = accounts::by_id(&mut connection, &sam).await.unwrap();
    let other = accounts::by_id(&mut connection, &ann).await.unwrap();
    drop(connection);
    let (one, other) = (one.unwrap(), other.unwrap());
    let sealed = one.email.clone().unwrap();
    assert_eq!(
        address::open(&world.app, &one, &sealed).unwrap().expose(),
        EMAIL
    );
    assert!(address::open(&world.app, &other, &sealed).is_err());
    if !world.is_postgres() {
        world.app.store.close().await;
        let bytes = std::fs::read(world.database()).unwrap();
        let found = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(found(sam.as_bytes()), "the search finds what is there");
        assert!(!found(b"family.example"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn workers_side_by_side_send_every_notice_once() {
    let world = World::new().await;
    let sam = sam(&world).await;
    for event in Event::ALL {
        world.notice(&sam, event).await;
    }
    let carrier = Slow::new(1_000);
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let (app, carrier) = (world.app.clone(), carrier.clone());
            tokio::spawn(async move { worker::all(&app, carrier.as_ref()).await.unwrap() })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let taken = carrier.taken.lock().unwrap().clone();
    assert_eq!(taken.len(), Event::ALL.len());
    assert!(taken.values().all(|times| *times == 1), "{taken:?}");
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_on_its_way_is_nobody_elses_and_comes_back_when_its_worker_died() {
    let world = World::new().await;
    let sam = sam(&world).await;
    world.notice(&sam, Event::SwitchedOn).await;
    let stuck = Slow::new(0);
    let dying = {
        let (app, carrier) = (world.app.clone(), stuck.clone());
        tokio::spawn(async move { worker::next(&app, carrier.as_ref()).await })
    };
    while stuck.taken.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let outbox = Outbox::default();
    let next = || async { worker::next(&world.app, &outbox).await.unwrap() };
    assert_eq!(next().await, Outcome::Idle);
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());
    world.clock.advance(119);
    assert_eq!(next().await, Outcome::Idle);
    world.clock.advance(1);
    assert_eq!(next().await, Outcome::Sent);
    assert_eq!(next().await, Outcome::Idle);
}

#[tokio::test]
async fn a_notice_that_cannot_be_opened_stands_in_nobodys_way() {
    let world = World::new().await;
    let sam = sam(&world).await;
    world.notice(&sam, Event::SwitchedOn).await;
    let ann = world
        .someone("ann", "Ann", "nl", Some("ann@family.example"))
        .await;
    // Sam's is due first, and opens with no key of ours.
    world
        .execute("UPDATE accounts SET email = 'AAAA' WHERE subject = 'sam'")
        .await;
    world.clock.advance(1);
    world.notice(&ann, Event::SwitchedOn).await;
    let outbox = Outbox::default();
    assert_eq!(
        worker::next(&world.app, &outbox).await.unwrap(),
        Outcome::Waits
    );
    assert_eq!(
        worker::all(&world.app, &outbox).await.unwrap(),
        Outcome::Idle
    );
    assert_eq!(outbox.messages()[0].to, "ann@family.example");
    assert_eq!(world.waiting().await, 1, "it waits for the right key");
}

#[tokio::test]
async fn news_of_a_week_ago_is_thrown_away_with_or_without_a_mail_server() {
    let world = World::new().await;
    let sam = sam(&world).await;
    world.notice(&sam, Event::SwitchedOn).await;
    world
        .app
        .store
        .sweep(world.clock.now() + 604_800)
        .await
        .unwrap();
    assert_eq!(world.waiting().await, 1);
    world
        .app
        .store
        .sweep(world.clock.now() + 604_801)
        .await
        .unwrap();
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn an_erased_account_takes_its_notices_along() {
    let world = World::new().await;
    let sam = sam(&world).await;
    world.notice(&sam, Event::SwitchedOn).await;
    world.execute("DELETE FROM accounts").await;
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn the_demonstration_shows_mail_in_its_outbox_as_soon_as_someone_looks() {
    let folder = tempfile::tempdir().unwrap();
    let (router, app) = demonstration(&folder).await;
    let mut tx = app.store.write().await.unwrap();
    sqlx::query(
        "INSERT INTO accounts (id, school, issuer, subject, name, mfa_epoch, remember, turn, created_at, lang) \
         VALUES ('a', 'voorbeeldcollege', 'i', 'leerling', 'Sam de Vries', 0, 'always_ask', 0, 0, 'nl')",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    let account = accounts::by_id(&mut tx, "a").await.unwrap().unwrap();
    let sealed = address::seal(&app, &account, "leerling@voorbeeldcollege.example").unwrap();
    sqlx::query("UPDATE accounts SET email = $1")
        .bind(sealed)
        .execute(&mut *tx)
        .await
        .unwrap();
    mail::notify(&mut tx, "a", Event::SwitchedOn, app.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let ask = || async {
        let request = axum::http::Request::get("/demo/outbox");
        let request = request.body(axum::body::Body::empty()).unwrap();
        send(router.clone(), request).await.ok()
    };
    let outbox = ask().await;
    assert_eq!(outbox.as_array().unwrap().len(), 1);
    assert_eq!(
        (&outbox[0]["kind"], &outbox[0]["to"], &outbox[0]["at"]),
        (
            &json!("mail"),
            &json!("leerling@voorbeeldcollege.example"),
            &json!("2027-01-15T08:00:00Z")
        )
    );
    let text = outbox[0]["text"].as_str().unwrap();
    assert!(
        text.starts_with("Je tweede stap staat aan (Voorbeeldcollege)\n\nJe tweede stap"),
        "{text}"
    );
    assert_eq!(ask().await, outbox, "it came once");
    let demo = app.demo.as_ref().unwrap();
    assert_eq!(demo.outbox.messages()[0].kind, Kind::Mail);
}
