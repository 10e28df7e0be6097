//! Several workers on one queue, and one that dies.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use tokio::sync::Semaphore;
use tweestap_server::mail::Event;
use tweestap_server::mail::carrier::{Carrier, NotCarried, Parcel};
use tweestap_server::mail::worker::{self, Outcome};
use tweestap_server::sms::Outbox;

use super::sam;
use crate::world::World;

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
