//! Asking for a link: one answer for everybody, and nothing behind it before it is given.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tweestap_server::mail::carrier::{Carrier, NotCarried, Parcel, Trouble};
use tweestap_server::mail::worker::Worker;
use tweestap_server::password_reset::{self, Asked};

use super::{EMAIL, PARENT, asks};
use crate::world::{Answer, World};

/// Status, headers, body.
type Seen = (u16, Vec<(String, Vec<u8>)>, Vec<u8>);

/// Everything but the id of the request, which is random.
fn seen(answer: &Answer) -> Seen {
    let headers = answer.headers.iter();
    let mut headers: Vec<_> = headers
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
        .collect();
    headers.sort();
    (answer.status, headers, answer.bytes.clone())
}

/// Questions about somebody known, and about whatever is not.
fn questions(n: usize) -> serde_json::Value {
    match n % 8 {
        0 | 2 => asks("sam", EMAIL),
        1 => asks(&format!("nobody-{n}"), EMAIL),
        3 => asks("sam", &format!("{n}@other.example")),
        4 => asks("noor", "noor@brug.example"),
        5 => {
            json!({ "school": format!("none-{n}"), "username": "sam", "email": EMAIL, "lang": "nl" })
        }
        6 => json!({ "school": "strict", "username": "sam", "email": EMAIL, "lang": "nl" }),
        _ => asks("", "no address at all"),
    }
}

#[tokio::test]
async fn s_b_70_two_thousand_questions_about_known_and_unknown_people_get_one_answer() {
    let world = World::with_sam().await;
    // Noor is known, and has no address.
    world.local("noor").await;
    let mut answers = HashSet::new();
    for n in 0..2_000 {
        let answer = world.forgot_from("203.0.113.7", None, &questions(n)).await;
        answers.insert(seen(&answer));
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
    let (status, _, body) = answers.into_iter().next().unwrap();
    assert_eq!((status, body.as_slice()), (202, &b"{}"[..]));
    // Each of them left one row, and nothing else was written for any.
    let rows = "SELECT COUNT(*) FROM password_requests";
    assert_eq!(world.count(rows).await, 2_000);
    for others in [
        "SELECT COUNT(*) FROM accounts",
        "SELECT COUNT(*) FROM mails",
        "SELECT COUNT(*) FROM password_links",
        "SELECT COUNT(*) FROM password_asks",
    ] {
        assert_eq!(world.count(others).await, 0, "{others}");
    }
}

/// The proof that nothing is looked up: there is nothing to look it up in.
#[tokio::test]
async fn s_b_70_the_answer_needs_no_table_but_the_queue_whoever_it_is_about() {
    let world = World::with_sam().await;
    for away in [
        "ALTER TABLE accounts RENAME TO accounts_away",
        "ALTER TABLE directory RENAME TO directory_away",
        "ALTER TABLE addresses RENAME TO addresses_away",
        "ALTER TABLE mails RENAME TO mails_away",
        "ALTER TABLE password_links RENAME TO password_links_away",
        "ALTER TABLE password_asks RENAME TO password_asks_away",
    ] {
        world.execute(away).await;
    }
    for n in 0..8 {
        let answer = world.forgot_from("203.0.113.7", None, &questions(n)).await;
        assert_eq!(answer.status, 202, "{n}");
    }
    assert_eq!(
        world.count("SELECT COUNT(*) FROM password_requests").await,
        8
    );
}

#[tokio::test]
async fn rt_56_the_second_and_the_tenth_question_are_answered_like_the_first_and_three_links_are_sent()
 {
    let world = World::with_sam().await;
    let first = seen(&world.forgot("nobody", EMAIL).await);
    let mut arrived = 0;
    for n in 1..=10 {
        assert_eq!(seen(&world.forgot("sam", EMAIL).await), first, "{n}");
        assert_eq!(seen(&world.forgot("nobody", EMAIL).await), first, "{n}");
        // To Sam and to the parent.
        arrived += world.arrives().await.len() / 2;
        if n == 5 {
            assert_eq!(arrived, 3);
            world.clock.advance(3_599);
        }
        if n == 6 {
            assert_eq!(arrived, 3, "a second before the hour is over");
            world.clock.advance(1);
        }
    }
    assert_eq!(arrived, 6);
}

#[tokio::test]
async fn a_stranger_who_does_not_know_an_address_cannot_use_up_what_an_account_may_ask() {
    let world = World::with_sam().await;
    for n in 0..10 {
        world.forgot("sam", &format!("{n}@other.example")).await;
    }
    assert!(world.arrives().await.is_empty());
    world.forgot("sam", EMAIL).await;
    assert_eq!(world.arrives().await.len(), 2);
}

#[tokio::test]
async fn s_b_70_twenty_an_hour_from_one_place_are_looked_at_and_others_go_on() {
    let world = World::with_sam().await;
    for n in 0..20 {
        world.forgot(&format!("nobody-{n}"), EMAIL).await;
    }
    assert!(world.arrives().await.is_empty());
    let twenty_first = world.forgot("sam", EMAIL).await;
    assert_eq!(
        (twenty_first.status, twenty_first.bytes.as_slice()),
        (202, &b"{}"[..])
    );
    assert!(world.arrives().await.is_empty());
    // What a caller writes into a header is believed by nobody; what the proxy writes is.
    let sam = asks("sam", EMAIL);
    world
        .forgot_from("203.0.113.7", Some("198.51.100.9"), &sam)
        .await;
    assert!(world.arrives().await.is_empty());
    world
        .forgot_from("192.0.2.1", Some("203.0.113.7"), &sam)
        .await;
    assert!(world.arrives().await.is_empty());
    world
        .forgot_from("192.0.2.1", Some("198.51.100.9"), &sam)
        .await;
    assert_eq!(world.arrives().await.len(), 2);
    world.clock.advance(3_600);
    world.forgot("sam", EMAIL).await;
    assert_eq!(world.arrives().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_no_more_are_counted_in_than_the_limit() {
    let world = Arc::new(World::with_sam().await);
    for _ in 0..12 {
        world.forgot("sam", EMAIL).await;
    }
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let world = world.clone();
            tokio::spawn(async move { world.arrives().await.len() })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    world.arrives().await;
    let asks = "SELECT COUNT(*) FROM password_asks WHERE who LIKE 'account %'";
    assert!(world.count(asks).await <= 3);
    assert!(world.count(asks).await >= 1);
    assert_eq!(
        world.count("SELECT COUNT(*) FROM password_requests").await,
        0
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM password_links").await, 1);
}

/// A mail server that never answers, or always says no.
struct Bad {
    hangs: bool,
    asked: AtomicUsize,
}

impl Carrier for Bad {
    fn carry<'a>(
        &'a self,
        _: Parcel<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotCarried>> + Send + 'a>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.hangs {
            return Box::pin(std::future::pending());
        }
        let trouble = Trouble {
            step: "connecting",
            code: None,
            cause: "away",
            said: tweestap_api::Secret::new(""),
        };
        Box::pin(std::future::ready(Err(NotCarried::Unreachable(trouble))))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rt_55_a_mail_server_that_hangs_or_is_away_shows_in_no_answer_and_the_link_comes_later() {
    for hangs in [true, false] {
        let world = World::with_sam().await;
        let usual = seen(&world.forgot("sam", EMAIL).await);
        let asked = AtomicUsize::new(0);
        let carrier = Arc::new(Bad { hangs, asked });
        let worker = Worker::start(world.app.clone(), carrier.clone());
        while carrier.asked.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        for n in 0..8 {
            let answer = world.forgot_from("203.0.113.7", None, &questions(n)).await;
            assert_eq!(seen(&answer), usual, "hangs: {hangs}, {n}");
        }
        worker.stop(Duration::ZERO).await;
        // Whatever of the first link did not go out yet is replaced by that of the newest.
        world.clock.advance(600);
        let arrived = world.arrives().await;
        let to: HashSet<_> = arrived.iter().map(|sent| sent.to.as_str()).collect();
        assert_eq!(to, HashSet::from([EMAIL, PARENT]), "hangs: {hangs}");
    }
}

#[tokio::test]
async fn nobody_fills_the_disk_with_questions() {
    let world = World::with_sam().await;
    world
        .execute(
            "INSERT INTO password_requests (id, request, created_at) \
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 9999) \
             SELECT 'r' || n, '', 1 FROM n",
        )
        .await;
    for _ in 0..3 {
        assert_eq!(world.forgot("sam", EMAIL).await.status, 202);
    }
    let rows = "SELECT COUNT(*) FROM password_requests";
    assert_eq!(world.count(rows).await, 10_000);
    world.app.store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(world.count(rows).await, 1);
}

#[tokio::test]
async fn a_question_of_an_hour_ago_is_dropped_and_what_waits_is_sealed() {
    let world = World::with_sam().await;
    world.forgot("sam", EMAIL).await;
    // Signs of an address, of a place and of JSON; what is sealed has none of them, whatever it is.
    let readable = "SELECT COUNT(*) FROM password_requests \
                    WHERE request LIKE '%@%' OR request LIKE '%203.0%' OR request LIKE '%{%'";
    assert_eq!(world.count(readable).await, 0);
    world.clock.advance(3_600);
    assert!(world.arrives().await.is_empty());
    assert_eq!(
        world.count("SELECT COUNT(*) FROM password_requests").await,
        0
    );
}

#[tokio::test]
async fn what_is_longer_than_any_name_is_refused_whoever_it_is_about() {
    let world = World::with_sam().await;
    let long = "x".repeat(256);
    for body in [asks(&long, EMAIL), asks("sam", &long)] {
        let answer = world.forgot_from("203.0.113.7", None, &body).await;
        answer.refused(400, "malformed_request");
    }
    let mut more = asks("sam", EMAIL);
    more["token"] = json!("x");
    world
        .forgot_from("203.0.113.7", None, &more)
        .await
        .refused(400, "malformed_request");
}

#[tokio::test]
async fn the_page_is_told_what_a_password_must_hold_to_and_whom_to_ask() {
    let world = World::new()
        .await
        .with_school(|school| school.password.help = "Balie, lokaal 12".to_owned())
        .await;
    let person = world.person("sam").await;
    assert_eq!(
        person.get("/schools/school/password").await.ok(),
        json!({
            "school": "De Brug", "forgotten": true, "change": true, "minimum": 15, "maximum": 256,
            "classes": false, "help": "Balie, lokaal 12",
        })
    );
    let firm = person.get("/schools/firm/password").await.ok();
    assert_eq!(firm["minimum"], 8, "everybody there has a second step");
    let strict = person.get("/schools/strict/password").await.ok();
    assert_eq!(
        (&strict["forgotten"], &strict["change"]),
        (&json!(false), &json!(false))
    );
    let nowhere = person.get("/schools/nowhere/password").await;
    nowhere.refused(404, "not_found");
}

/// PostgreSQL would refuse them (SQLSTATE 22021) each time that the worker looks, and everybody behind would wait.
#[tokio::test]
async fn a_question_that_no_database_can_look_up_is_not_kept() {
    let world = World::with_sam().await;
    for name in ["school", "username", "email", "lang"] {
        let mut body = asks("sam", EMAIL);
        body[name] = json!(format!("{}\0", body[name].as_str().unwrap()));
        world
            .forgot_from("203.0.113.7", None, &body)
            .await
            .refused(400, "malformed_request");
    }
    assert_eq!(
        world.count("SELECT COUNT(*) FROM password_requests").await,
        0
    );
}

#[tokio::test]
async fn one_question_that_cannot_be_dealt_with_holds_nobody_up() {
    let world = World::with_sam().await;
    // Each database has something of which it makes nothing: a text that is no UTF-8, or one with a NUL.
    let asked = Asked {
        school: "school".to_owned(),
        username: if world.is_postgres() { "kim\0" } else { "kim" }.to_owned(),
        email: "kim@family.example".to_owned(),
        lang: "nl".to_owned(),
        place: "somewhere".to_owned(),
    };
    let now = world.clock.now();
    password_reset::keep(&world.app, &asked, now).await.unwrap();
    world.on_file("kim", &[&asked.email]).await;
    if !world.is_postgres() {
        world
            .execute("UPDATE directory SET name = CAST(x'ff' AS TEXT) WHERE subject = 'kim'")
            .await;
    }
    world.clock.advance(1);
    world.forgot("sam", EMAIL).await;
    let mails = world.arrives().await;
    let mut to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [PARENT, EMAIL]);
    assert_eq!(
        world.count("SELECT COUNT(*) FROM password_requests").await,
        0
    );
}
