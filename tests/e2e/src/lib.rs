//! What the journeys are made of: `find`, `act` and `see` drive a browser as a person would, `judges` are
//! programs that are not ours. A journey waits for conditions and moves the server's clock; it never sleeps.
// Everything here is a test: what cannot go on says why and stops.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access;
mod act;
mod audit;
mod clipboard;
mod engine;
mod escort;
mod find;
mod frame;
mod judges;
mod keyboard;
mod log;
mod notice;
pub mod package;
mod portal;
pub mod portals;
mod process;
mod scene;
mod see;
mod server;
pub mod signer;
mod site;
mod storage;
pub mod tiny;
mod world;

pub use access::Spoken;
pub use engine::Engine;
pub use judges::{Authenticator, qr_in};
pub use scene::{Scene, scene};
pub use server::{Message, Server, binary, target_folder};
pub use site::{Page, Site};
pub use thirtyfour::Key;
pub use world::World;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "tweestap-demo-wachtwoord";

/// Runs a journey with a server, a data folder and a browser of its own. Both end with it, and whatever the
/// browser complained of meanwhile fails it.
pub fn journey(scene: Scene, body: impl AsyncFnOnce(&mut World)) {
    let engine = Engine::of_this_run();
    let name = thread::current().name().unwrap_or_default().to_owned();
    if let Some(reason) = engine.passes_over(&name) {
        eprintln!("{name} was passed over in {engine:?}: {reason}");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut world = runtime.block_on(World::begin(engine, scene));
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            body(&mut world).await;
            world.nothing_went_wrong_behind_the_scenes().await;
        });
    }));
    runtime.block_on(world.end(outcome.is_err()));
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}
