//! T9: whatever a gateway does, the person hears within ten seconds, gets at most one message too many, and
//! nothing leaks.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tweestap_server::sms::{Gateway as _, NotSent};

use super::injector::{Does, Injector};
use super::{ACCOUNT, KEY, NOW, entry, gateways, message};
use crate::world::World;

fn taken() -> Does {
    Does::json(201, &json!({ "sid": "SM0123456789abcdef" }))
}

/// One message through these gateways, and that it took less than ten seconds.
async fn sent(through: &[&Injector]) -> Result<(), NotSent> {
    let entries: Vec<_> = through
        .iter()
        .enumerate()
        .map(|(n, injector)| entry("twilio", injector.address, &format!("name = \"g{n}\"")))
        .collect();
    let begun = Instant::now();
    let outcome = gateways(&entries).send(&message(), NOW).await;
    assert!(begun.elapsed() < Duration::from_secs(10));
    for injector in through {
        injector.is_left_alone().await;
    }
    outcome
}

async fn nobody() -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}

#[tokio::test]
async fn t9_a_gateway_that_is_not_there_sends_nothing_and_the_next_one_takes_over() {
    let gone = entry("twilio", nobody().await, "name = \"gone\"");
    let alone = gateways(std::slice::from_ref(&gone))
        .send(&message(), NOW)
        .await;
    assert_eq!(alone, Err(NotSent::Certainly));
    let good = Injector::that(taken()).await;
    let both = gateways(&[gone, entry("twilio", good.address, "")]);
    assert_eq!(both.send(&message(), NOW).await, Ok(()));
    assert_eq!(good.count(), 1);
}

#[tokio::test]
async fn t9_a_gateway_that_hangs_is_not_asked_again_and_the_message_counts_as_perhaps_sent() {
    for does in [
        Does::Hangs,
        Does::HangsUp,
        Does::Trickles(Duration::from_secs(1)),
        Does::answer(504, "", ""),
        Does::answer(201, "", "not JSON"),
        Does::json(201, &json!({ "other": 1 })),
    ] {
        let bad = Injector::that(does).await;
        assert_eq!(sent(&[&bad]).await, Err(NotSent::Perhaps));
        assert_eq!(bad.count(), 1, "once, and not again");
    }
}

#[tokio::test]
async fn t9_after_one_that_hangs_one_more_gets_the_message_and_after_two_nobody_does() {
    let (hangs, good) = (
        Injector::that(Does::Hangs).await,
        Injector::that(taken()).await,
    );
    assert_eq!(sent(&[&hangs, &good]).await, Ok(()));
    assert_eq!((hangs.count(), good.count()), (1, 1));

    let second = Injector::that(Does::HangsUp).await;
    let third = Injector::that(taken()).await;
    let first = Injector::that(Does::HangsUp).await;
    assert_eq!(
        sent(&[&first, &second, &third]).await,
        Err(NotSent::Perhaps)
    );
    assert_eq!(
        (first.count(), second.count(), third.count()),
        (1, 1, 0),
        "one message too many at most"
    );
}

#[tokio::test]
async fn t9_an_error_of_the_gateway_is_not_repeated_there() {
    for status in [400, 401, 403, 404, 422, 500] {
        let bad = Injector::that(Does::answer(status, "", "")).await;
        assert_eq!(sent(&[&bad]).await, Err(NotSent::Certainly), "{status}");
        assert_eq!(bad.count(), 1, "{status}");
        let good = Injector::that(taken()).await;
        assert_eq!(sent(&[&bad, &good]).await, Ok(()), "{status}");
    }
}

#[tokio::test]
async fn t9_a_busy_gateway_is_asked_once_more_when_it_says_soon() {
    for status in [429, 503] {
        let busy = move |wait: &'static str| move |_: usize, _: &_| Does::answer(status, wait, "");
        let soon = Injector::scripted(move |place, _| match place {
            0 => Does::answer(status, "retry-after: 1\r\n", ""),
            _ => taken(),
        })
        .await;
        let begun = Instant::now();
        assert_eq!(sent(&[&soon]).await, Ok(()));
        assert_eq!(soon.count(), 2);
        assert!(
            begun.elapsed() >= Duration::from_secs(1),
            "its wait is honoured"
        );

        let always = Injector::scripted(busy("retry-after: 0\r\n")).await;
        assert_eq!(sent(&[&always]).await, Err(NotSent::Certainly));
        assert_eq!(always.count(), 2, "once more, and not again");

        for late in [
            "retry-after: 6\r\n",
            "retry-after: Fri, 15 Jan 2027 08:00:01 GMT\r\n",
        ] {
            let late = Injector::scripted(busy(late)).await;
            assert_eq!(sent(&[&late]).await, Err(NotSent::Certainly));
            assert_eq!(late.count(), 1);
        }
        // With another gateway there is nothing to wait for.
        let (always, good) = (
            Injector::scripted(busy("retry-after: 1\r\n")).await,
            Injector::that(taken()).await,
        );
        assert_eq!(sent(&[&always, &good]).await, Ok(()));
        assert_eq!((always.count(), good.count()), (1, 1));
    }
}

#[tokio::test]
async fn t9_a_good_status_with_a_rejected_recipient_is_no_success() {
    let rejected = json!({ "messages": [{ "status": "Rejected", "messageDetails": "unknown" }] });
    let cm = Injector::that(Does::json(200, &rejected)).await;
    let alone = gateways(&[entry("cm", cm.address, "")]);
    assert_eq!(alone.send(&message(), NOW).await, Err(NotSent::Certainly));
    let good = Injector::that(taken()).await;
    let both = gateways(&[
        entry("cm", cm.address, ""),
        entry("twilio", good.address, ""),
    ]);
    assert_eq!(both.send(&message(), NOW).await, Ok(()));
    assert_eq!((cm.count(), good.count()), (2, 1));
}

#[tokio::test]
async fn t9_sixty_four_megabytes_are_not_read() {
    let flood = Injector::that(Does::Floods).await;
    assert_eq!(sent(&[&flood]).await, Err(NotSent::Perhaps));
    // What the two sockets hold between them, and no more.
    assert!(flood.written() < 16 << 20, "{} bytes", flood.written());
}

#[tokio::test]
async fn t9_a_redirect_is_not_followed_wherever_it_leads() {
    let elsewhere = Injector::that(taken()).await;
    for target in [
        "http://169.254.169.254/".to_owned(),
        format!("http://{}/", elsewhere.address),
    ] {
        for status in [301, 302, 303, 307, 308] {
            let leads = Does::answer(status, &format!("location: {target}\r\n"), "");
            let redirecting = Injector::that(leads).await;
            assert_eq!(sent(&[&redirecting]).await, Err(NotSent::Certainly));
            assert_eq!(redirecting.count(), 1);
        }
    }
    assert_eq!(elsewhere.count(), 0);
}

/// A TLS server whose certificate nobody vouches for; says whether it was ever given a byte of a request.
fn self_signed() -> (std::net::SocketAddr, std::thread::JoinHandle<bool>) {
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use std::io::Read as _;

    let certificate =
        CertificateDer::from_pem_slice(include_bytes!("../fixture/tls/self-signed.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../fixture/tls/self-signed.key.pem"))
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let served = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut session = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let mut tls = rustls::Stream::new(&mut session, &mut stream);
        tls.read(&mut [0; 1]).is_ok_and(|count| count > 0)
    });
    (address, served)
}

#[tokio::test]
async fn t9_a_certificate_that_nobody_vouches_for_gets_no_request() {
    let (address, served) = self_signed();
    let entry = entry("twilio", address, "").replace("http://", "https://");
    let outcome = gateways(&[entry]).send(&message(), NOW).await;
    assert_eq!(outcome, Err(NotSent::Certainly));
    assert!(!served.join().unwrap(), "nothing was said to it");
}

#[tokio::test]
async fn t9_many_failures_leave_no_connection_behind() {
    let injector = Injector::scripted(|place, _| match place % 4 {
        0 => Does::answer(500, "", ""),
        1 => Does::HangsUp,
        2 => Does::answer(201, "", "x"),
        _ => Does::Floods,
    })
    .await;
    let gateways = gateways(&[entry("twilio", injector.address, "")]);
    for _ in 0..40 {
        assert!(gateways.send(&message(), NOW).await.is_err());
    }
    // The gateways are still there; their connections are not.
    injector.is_left_alone().await;
    assert_eq!(injector.count(), 40);
}

#[tokio::test]
async fn t9_a_person_hears_that_no_message_went_out_and_a_late_one_still_counts() {
    let hangs = Injector::scripted(|place, _| match place {
        0 => Does::Hangs,
        _ => taken(),
    })
    .await;
    let entry = entry("twilio", hangs.address, "");
    let world = World::through(Arc::new(gateways(&[entry]))).await;
    let person = world.person("sam").await;
    let id = person.at_phone().await;
    let begun = Instant::now();
    person
        .give_phone(&id, "0612345678")
        .await
        .refused(503, "sms_unavailable");
    assert!(begun.elapsed() < Duration::from_secs(10));
    // The message was on its way after all: with the same number the person gets on, and sends no second one.
    assert_eq!(
        person.give_phone(&id, "0612345678").await.ok()["step"],
        "confirm"
    );
    assert_eq!(hangs.count(), 1);
    let body = String::from_utf8(hangs.heard()[0].body.clone()).unwrap();
    let text = body
        .split('&')
        .find_map(|pair| pair.strip_prefix("Body="))
        .unwrap();
    person.confirm(&id, &text[..6]).await.ok();
}

#[tokio::test]
async fn t9_nothing_of_a_message_or_a_key_reaches_the_log() {
    let log = crate::secrecy::log();
    let echo = |_: usize, heard: &super::injector::Heard| {
        let body = String::from_utf8_lossy(&heard.body).into_owned();
        let said = format!("no: {KEY} +31612345678 482913 {body} {}", super::TEXT);
        Does::json(400, &json!({ "message": said, "sid": said }))
    };
    let (echoes, taken) = (
        Injector::scripted(echo).await,
        Injector::scripted(move |_, _| {
            Does::json(
                201,
                &json!({ "sid": format!("SM {KEY}"), "message": super::TEXT }),
            )
        })
        .await,
    );
    let kannel = Injector::that(Does::answer(403, "", "Authorization failed")).await;
    let gateways = gateways(&[
        entry("kannel", kannel.address, ""),
        entry("twilio", echoes.address, ""),
        entry("twilio", taken.address, "name = \"second\""),
    ]);
    gateways.send(&message(), NOW).await.unwrap();
    assert!(log.has("text message refused") && log.has("text message taken"));
    for secret in [
        KEY,
        ACCOUNT,
        "31612345678",
        "#482913",
        "je code voor \\\"De",
        "je code voor \"De",
        "is+je+code+voor+%22De",
        "is%20je%20code%20voor%20%22De",
    ] {
        assert!(!log.has(secret), "{secret} is in the log");
    }
}
