//! A mail server that is slow, full, away or unwilling: what waits, what is dropped, and that nobody gets the
//! same letter twice.

use std::net::TcpListener;

use tweestap_server::config::mail::Tls;
use tweestap_server::mail::Event;
use tweestap_server::mail::worker::{self, Outcome};

use super::{Server, hasty, settings, smtp};
use crate::world::World;

async fn world_with_a_notice() -> World {
    let world = World::new().await;
    let sam = world
        .someone("sam", "Sam", "nl", Some("sam@family.example"))
        .await;
    world.notice(&sam, Event::SwitchedOn).await;
    world
}

#[tokio::test]
async fn a_greylisted_notice_is_accepted_at_a_later_attempt_and_comes_once() {
    let world = world_with_a_notice().await;
    let mut server = Server::start(&["--fault", "rcpt", "451 4.7.1 Come back later", "2"]);
    let carrier = server.plain();
    assert_eq!(world.carried(&carrier).await, Outcome::Waits);
    world.clock.advance(119);
    assert_eq!(world.carried(&carrier).await, Outcome::Idle);
    world.clock.advance(1);
    assert_eq!(world.carried(&carrier).await, Outcome::Waits);
    world.clock.advance(239);
    assert_eq!(world.carried(&carrier).await, Outcome::Idle);
    world.clock.advance(1);
    assert_eq!(world.carried(&carrier).await, Outcome::Sent);
    for _ in 0..2 {
        assert_eq!(server.next()["fault"], "rcpt");
    }
    assert_eq!(server.message().header("to"), "sam@family.example");
    assert!(server.rest().is_empty());
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn a_notice_that_is_refused_for_good_is_dropped() {
    for (step, answer) in [
        ("rcpt", "550 5.1.1 No such person"),
        ("data", "554 5.6.0 Not wanted"),
    ] {
        let world = world_with_a_notice().await;
        let server = Server::start(&["--fault", step, answer, "9"]);
        assert_eq!(
            world.carried(&server.plain()).await,
            Outcome::Dropped,
            "{step}"
        );
        assert_eq!(world.waiting().await, 0, "{step}");
        assert_eq!(server.rest().len(), 1, "it was tried once");
    }
}

/// Our own mistake, or the server's: it says nothing about the letter.
#[tokio::test]
async fn a_server_that_refuses_us_keeps_every_notice_waiting() {
    for (step, answer) in [
        ("ehlo", "554 5.3.2 No service here"),
        ("mail", "550 5.7.1 You may not send"),
        ("rcpt", "530 5.7.0 Sign in first"),
        ("data", "421 4.3.0 Closing"),
    ] {
        let world = world_with_a_notice().await;
        let server = Server::start(&["--fault", step, answer, "9"]);
        assert_eq!(
            world.carried(&server.plain()).await,
            Outcome::Unreachable,
            "{step}"
        );
        assert_eq!(world.waiting().await, 1, "{step}");
    }
}

#[tokio::test]
async fn an_outage_ends_in_exactly_one_delivery_of_each_notice() {
    let world = world_with_a_notice().await;
    let ann = world
        .someone("ann", "Ann", "en", Some("ann@family.example"))
        .await;
    world.notice(&ann, Event::Suspended).await;
    // A port that nobody listens on.
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let carrier = smtp(&settings(port, Tls::None));
    // The first failure ends the round: a server that is away is not asked for every letter.
    for _ in 0..5 {
        let outcome = worker::all(&world.app, &carrier).await.unwrap();
        assert_eq!(outcome, Outcome::Unreachable);
        world.clock.advance(600);
    }
    assert_eq!(world.waiting().await, 2);
    world.clock.advance(86_400);
    let server = Server::start(&["--port", &port.to_string()]);
    assert_eq!(
        worker::all(&world.app, &carrier).await.unwrap(),
        Outcome::Idle
    );
    world.clock.advance(86_400);
    assert_eq!(
        worker::all(&world.app, &carrier).await.unwrap(),
        Outcome::Idle
    );
    let mut to: Vec<String> = server
        .rest()
        .iter()
        .map(|message| message["envelope"]["to"][0].as_str().unwrap().to_owned())
        .collect();
    to.sort();
    assert_eq!(to, ["ann@family.example", "sam@family.example"]);
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_and_the_notice_kept() {
    for step in ["ehlo", "mail", "rcpt", "data"] {
        let world = world_with_a_notice().await;
        let server = Server::start(&["--fault", step, "hang", "9"]);
        let carrier = hasty(&settings(server.port, Tls::None));
        assert_eq!(
            world.carried(&carrier).await,
            Outcome::Unreachable,
            "{step}"
        );
        assert_eq!(world.waiting().await, 1, "{step}");
    }
    // Not even a greeting.
    let world = world_with_a_notice().await;
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let carrier = hasty(&settings(silent.local_addr().unwrap().port(), Tls::None));
    assert_eq!(world.carried(&carrier).await, Outcome::Unreachable);
    assert_eq!(world.waiting().await, 1);
}
