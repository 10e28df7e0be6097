//! S-B-72 where the portal keeps the passwords: whatever fails on our side once it has a new one, nothing is left that
//! trusted the old one.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::task::JoinHandle;

use super::after::remembered;
use super::hook::{Portal, with_portal};
use super::{EMAIL, NEW};
use crate::world::{Answer, Person, World};

const DEVICES: &str = "SELECT COUNT(*) FROM devices";
const SESSIONS: &str = "SELECT COUNT(*) FROM sessions";
const CLAIMED: &str = "SELECT COUNT(*) FROM password_links WHERE claim IS NOT NULL";
const EPOCH: &str = "SELECT mfa_epoch FROM accounts";

/// Sam, whose browser is known; the portal, which thinks as long as it is not told to go on.
struct Scene {
    world: Arc<World>,
    portal: Arc<Portal>,
    sam: Person,
    cookie: String,
    token: String,
}

impl Scene {
    async fn new() -> Self {
        let (world, portal) = with_portal().await;
        let (sam, cookie) = remembered(&world).await;
        assert_eq!(asks(&world, &cookie).await, "passed");
        world.clock.advance(1);
        let token = world.token_for("sam", EMAIL).await;
        portal.is_slow.store(true, Ordering::SeqCst);
        let world = Arc::new(world);
        Self {
            world,
            portal,
            sam,
            cookie,
            token,
        }
    }

    /// A new password, of which the portal thinks now.
    async fn asked(&self) -> JoinHandle<Answer> {
        let (world, token) = (self.world.clone(), self.token.clone());
        let call = tokio::spawn(async move { world.reset(&token, NEW).await });
        while self.portal.calls.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        call
    }

    /// Somebody with the old password and a code comes in meanwhile, and has the browser remembered.
    async fn meanwhile(&self) -> (Person, String) {
        let (person, challenge) = self.world.at_challenge("sam", "").await;
        let id = challenge["id"].as_str().unwrap();
        let answer = person.verify(id, &self.sam.code(0), true).await;
        let cookie = answer.cookies()[0].split(';').next().unwrap().to_owned();
        answer.ok();
        (person, cookie)
    }

    async fn goes_on(&self, call: JoinHandle<Answer>) -> Answer {
        self.portal.room.add_permits(1);
        call.await.unwrap()
    }

    async fn sweep(&self) {
        let now = self.world.clock.now();
        self.world.app.store.sweep(now).await.unwrap();
    }
}

/// What a browser with this cookie is asked after the password.
async fn asks(world: &World, cookie: &str) -> String {
    let (_, challenge) = world.at_challenge("sam", cookie).await;
    challenge["step"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_b_72_what_fails_here_after_the_portal_took_the_password_leaves_no_device_and_no_session()
{
    for broken in [
        "DROP TABLE audit_entries",
        "UPDATE audit_heads SET sealed = 'AAAA'",
        "DROP TABLE addresses",
    ] {
        let scene = Scene::new().await;
        let world = &scene.world;
        let call = scene.asked().await;
        // Before the portal has answered, and so whatever it answers.
        assert_eq!(world.count(DEVICES).await, 0, "{broken}");
        assert_eq!(world.count(SESSIONS).await, 0, "{broken}");
        let (late, late_cookie) = scene.meanwhile().await;
        world.execute(broken).await;
        let answer = scene.goes_on(call).await;
        assert_eq!(answer.status, 500, "{broken}");
        let taken = scene.portal.passwords.lock().unwrap().clone();
        assert_eq!(taken, [("sam".to_owned(), NEW.to_owned())], "{broken}");

        for cookie in [&scene.cookie, &late_cookie] {
            assert_eq!(asks(world, cookie).await, "code", "{broken}");
        }
        world.clock.advance(60);
        scene.sweep().await;
        late.get("/settings").await.refused(401, "session_expired");
        assert_eq!(world.count(DEVICES).await, 0, "{broken}");
        assert_eq!(world.count(SESSIONS).await, 0, "{broken}");
        assert_eq!(world.count(CLAIMED).await, 0, "{broken}");
        for cookie in [&scene.cookie, &late_cookie] {
            assert_eq!(asks(world, cookie).await, "code", "{broken}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_b_72_an_answer_that_is_lost_may_have_been_a_yes() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let call = scene.asked().await;
    let (late, late_cookie) = scene.meanwhile().await;
    scene.portal.answer.store(500, Ordering::SeqCst);
    scene.goes_on(call).await.refused(503, "busy");
    assert_eq!(world.count(CLAIMED).await, 0, "the link is given back");
    late.get("/settings").await.refused(401, "session_expired");
    assert_eq!(world.count(DEVICES).await, 0);
    assert_eq!(asks(world, &late_cookie).await, "code");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_b_72_a_refusal_leaves_alone_who_came_in_meanwhile() {
    let scene = Scene::new().await;
    let call = scene.asked().await;
    let (late, late_cookie) = scene.meanwhile().await;
    scene.portal.answer.store(422, Ordering::SeqCst);
    scene.goes_on(call).await.refused(422, "password_refused");
    late.get("/settings").await.ok();
    assert_eq!(asks(&scene.world, &late_cookie).await, "passed");
    // With the old password, which the portal still takes: the link is not needed any more.
    let again = scene.world.reset(&scene.token, NEW).await;
    again.refused(410, "reset_link_invalid");
}

#[tokio::test]
async fn s_b_72_a_call_whose_end_nobody_knows_is_taken_for_a_new_password() {
    let scene = Scene::new().await;
    let world = &scene.world;
    world
        .execute("UPDATE password_links SET claim = 'dead', claimed_at = 1800000061")
        .await;
    assert_eq!(world.clock.now(), 1_800_000_061);
    let epoch = world.count(EPOCH).await;
    assert_eq!(asks(world, &scene.cookie).await, "code");
    // Neither another link nor a sign-in makes it forgotten.
    world.token_for("sam", EMAIL).await;
    assert_eq!(asks(world, &scene.cookie).await, "code");
    world.clock.advance(59);
    scene.sweep().await;
    assert_eq!(
        (world.count(CLAIMED).await, world.count(DEVICES).await),
        (1, 1)
    );
    assert_eq!(asks(world, &scene.cookie).await, "code");
    // Nor does the end of the link.
    world.clock.advance(3_600);
    scene.sweep().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM password_links").await, 0);
    assert_eq!(
        (world.count(SESSIONS).await, world.count(DEVICES).await),
        (0, 0)
    );
    assert_eq!(world.count(EPOCH).await, epoch + 1);
    assert_eq!(asks(world, &scene.cookie).await, "code");
}
