//! Notices: written with the change they tell of, sent at least once and never twice at once, whatever the
//! carrier does. A real mail server is in `counterparts`.

mod config;
mod demo;
mod words;
mod workers;

use tweestap_server::mail::worker::{self, Outcome};
use tweestap_server::mail::{self, Event, address};
use tweestap_server::sms::Outbox;
use tweestap_server::store::accounts;

use crate::world::World;

const EMAIL: &str = "sam@family.example";

async fn sam(world: &World) -> String {
    world.someone("sam", "Sam", "nl", Some(EMAIL)).await
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
        address::open(&world.app.keys, &one, &sealed)
            .unwrap()
            .expose(),
        EMAIL
    );
    assert!(address::open(&world.app.keys, &other, &sealed).is_err());
    if !world.is_postgres() {
        world.app.store.close().await;
        let bytes = std::fs::read(world.database()).unwrap();
        let found = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(found(sam.as_bytes()), "the search finds what is there");
        assert!(!found(b"family.example"));
    }
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
