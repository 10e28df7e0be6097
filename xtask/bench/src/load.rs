//! What the server carries: enrolments and challenges per second over loopback, by a bounded number of
//! connections for a bounded time. The client runs on the same processors, so a real server does better.

use crate::Effort;
use crate::account::{Api, Enrolled, enrol};
use crate::portal::Portal;
use crate::server::Server;
use crate::stats::{median, milliseconds, percentile};
use anyhow::{Result, bail};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Connections that are busy at the same time.
const CONNECTIONS: usize = 16;

struct World {
    api: Api,
    portal: Portal,
    next: AtomicUsize,
    until: Duration,
}

/// The markdown table.
pub async fn measure(effort: &Effort) -> Result<String> {
    let portal = Portal::new()?;
    let server = Server::for_school(|folder| portal.configure(folder, "")).await?;
    let world = Arc::new(World {
        api: Api {
            client: reqwest::Client::new(),
            base: format!("{}/api/v1", server.base),
        },
        portal,
        next: AtomicUsize::new(0),
        until: Duration::from_secs(effort.seconds),
    });
    let (enrolments, people) = enrolments(&world).await?;
    let challenges = challenges(&world, people).await?;
    Ok(format!(
        "Server over loopback, {CONNECTIONS} connections, client on the same {} processors\n\n\
         | what | calls | done | per second | p50 ms | p99 ms |\n\
         | --- | ---: | ---: | ---: | ---: | ---: |\n{}{}",
        std::thread::available_parallelism().map_or(0, usize::from),
        enrolments.row("enrolment with an app", 4),
        challenges.row("challenge", 2),
    ))
}

/// How long each of them took, and all of them together.
struct Measured {
    each: Vec<Duration>,
    all: Duration,
}

impl Measured {
    fn row(&self, name: &str, calls: u32) -> String {
        format!(
            "| {name} | {calls} | {} | {:.1} | {} | {} |\n",
            self.each.len(),
            self.each.len() as f64 / self.all.as_secs_f64(),
            milliseconds(median(&self.each)),
            milliseconds(percentile(&self.each, 0.99)),
        )
    }
}

/// New people until the time is up.
async fn enrolments(world: &Arc<World>) -> Result<(Measured, Vec<Enrolled>)> {
    let begun = Instant::now();
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let world = Arc::clone(world);
        connections.spawn(async move {
            let mut mine = Vec::new();
            while begun.elapsed() < world.until {
                let number = world.next.fetch_add(1, Ordering::Relaxed);
                let one = Instant::now();
                let enrolled = enrol(&world.api, &world.portal, format!("person-{number}")).await?;
                mine.push((one.elapsed(), enrolled));
            }
            Ok::<_, anyhow::Error>(mine)
        });
    }
    let (each, people): (Vec<_>, Vec<_>) = gather(connections).await?.into_iter().unzip();
    Ok((
        Measured {
            each,
            all: begun.elapsed(),
        },
        people,
    ))
}

/// Each person once (a code is good once), until the time is up or everybody has been.
async fn challenges(world: &Arc<World>, people: Vec<Enrolled>) -> Result<Measured> {
    let people = Arc::new(people);
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (world, people, next) = (Arc::clone(world), Arc::clone(&people), Arc::clone(&next));
        connections.spawn(async move {
            let mut mine = Vec::new();
            while begun.elapsed() < world.until {
                let Some(person) = people.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                let one = Instant::now();
                person.sign_in(&world.api, &world.portal).await?;
                mine.push(one.elapsed());
            }
            Ok::<_, anyhow::Error>(mine)
        });
    }
    let each = gather(connections).await?;
    Ok(Measured {
        each,
        all: begun.elapsed(),
    })
}

async fn gather<T: 'static>(mut connections: JoinSet<Result<Vec<T>>>) -> Result<Vec<T>> {
    let mut all = Vec::new();
    while let Some(mine) = connections.join_next().await {
        all.extend(mine??);
    }
    if all.is_empty() {
        bail!("nothing was finished in the time given");
    }
    Ok(all)
}
