//! Encryption and sign-in at the mail server: with whom it should be, or nothing is said at all.

use tweestap_api::Secret;
use tweestap_server::config::mail::{Mail, Tls};
use tweestap_server::mail::Event;
use tweestap_server::mail::worker::Outcome;

use super::certificates::Certificates;
use super::{Server, settings, smtp};
use crate::world::World;

const PASSWORD: &str = "letterbox";

async fn world_with_a_notice() -> World {
    let world = World::new().await;
    let sam = world
        .someone("sam", "Sam", "nl", Some("sam@family.example"))
        .await;
    world.notice(&sam, Event::SwitchedOn).await;
    world
}

fn start(certificates: &Certificates, tls: &'static str, more: &[&str]) -> Server {
    let arguments = certificates.arguments(tls);
    let mut all: Vec<&str> = arguments.iter().map(String::as_str).collect();
    all.extend(more);
    Server::start(&all)
}

fn trusting(certificates: &Certificates, port: u16, tls: Tls, password: &str) -> Mail {
    Mail {
        authority: Some(certificates.authority()),
        credentials: Some(("tweestap".to_owned(), Secret::new(password))),
        ..settings(port, tls)
    }
}

#[tokio::test]
async fn a_notice_goes_encrypted_and_signed_in_by_starttls() {
    let certificates = Certificates::new();
    let world = world_with_a_notice().await;
    let mut server = start(&certificates, "starttls", &["--password", PASSWORD]);
    let mail = trusting(&certificates, server.port, Tls::Required, PASSWORD);
    assert_eq!(world.carried(&smtp(&mail)).await, Outcome::Sent);
    let message = server.message();
    assert_eq!(message.0["encrypted"], true);
    assert_eq!(message.0["signed_in"], true);
}

#[tokio::test]
async fn a_notice_goes_encrypted_from_the_first_byte() {
    let certificates = Certificates::new();
    let world = world_with_a_notice().await;
    let mut server = start(&certificates, "implicit", &[]);
    let mail = Mail {
        authority: Some(certificates.authority()),
        ..settings(server.port, Tls::Implicit)
    };
    assert_eq!(world.carried(&smtp(&mail)).await, Outcome::Sent);
    assert_eq!(server.message().header("to"), "sam@family.example");
}

#[tokio::test]
async fn nothing_is_sent_where_starttls_is_missing() {
    let certificates = Certificates::new();
    let world = world_with_a_notice().await;
    let server = Server::start(&["--password", PASSWORD]);
    let mail = trusting(&certificates, server.port, Tls::Required, PASSWORD);
    assert_eq!(world.carried(&smtp(&mail)).await, Outcome::Unreachable);
    assert_eq!(world.waiting().await, 1);
    assert!(server.rest().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_to_a_stranger() {
    let world = world_with_a_notice().await;
    for tls in [("starttls", Tls::Required), ("implicit", Tls::Implicit)] {
        let server = start(&Certificates::new(), tls.0, &["--password", PASSWORD]);
        let mail = trusting(&Certificates::new(), server.port, tls.1, PASSWORD);
        assert_eq!(world.carried(&smtp(&mail)).await, Outcome::Unreachable);
        assert!(server.rest().is_empty());
        world.clock.advance(3_600);
    }
    assert_eq!(world.waiting().await, 1);
}

#[tokio::test]
async fn a_wrong_password_of_the_server_keeps_the_notices() {
    let certificates = Certificates::new();
    let world = world_with_a_notice().await;
    let server = start(&certificates, "starttls", &["--password", PASSWORD]);
    let mail = trusting(&certificates, server.port, Tls::Required, "wrong");
    assert_eq!(world.carried(&smtp(&mail)).await, Outcome::Unreachable);
    assert_eq!(world.waiting().await, 1);
    assert!(server.rest().is_empty());
}
