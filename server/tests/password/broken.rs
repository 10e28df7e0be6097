//! RT-20 for passwords: whatever is broken below a link or a change, no password is set by it, and what was there stays;
//! nor is one taken for right that cannot be looked at.

use serde_json::json;

use super::{EMAIL, NEW};
use crate::world::{Answer, PASSWORD, World};

#[tokio::test]
async fn rt_20_a_link_that_cannot_be_looked_up_used_up_or_followed_up_sets_nothing() {
    for broken in [
        "DROP TABLE password_links",
        "UPDATE password_links SET token = ''",
        "UPDATE password_links SET expires_at = 0",
        "UPDATE password_links SET claim = 'other', claimed_at = 2000000000",
        // What follows a change: notices, sessions, the trail.
        "DROP TABLE mails",
        "DROP TABLE audit_entries",
        "UPDATE audit_heads SET sealed = 'AAAA'",
        "DROP TABLE addresses",
    ] {
        let world = World::with_sam().await;
        world.enrolled("sam").await;
        let token = world.token_for("sam", EMAIL).await;
        world.execute(broken).await;
        let answer = world.reset(&token, NEW).await;
        assert!(answer.status >= 400, "{broken}: {}", answer.status);
        assert!(!world.takes("sam", NEW).await, "{broken}");
        assert!(world.takes("sam", PASSWORD).await, "{broken}");
    }
}

/// What a password that is right, or a new one, could have changed. Attempts are not among it: they are counted first.
async fn state(world: &World) -> (Vec<i64>, String) {
    let mut seen = Vec::new();
    for query in [
        "SELECT COUNT(*) FROM sessions",
        "SELECT COUNT(*) FROM sessions WHERE password_at IS NOT NULL",
        "SELECT CAST(SUM(password_changed_at) AS BIGINT) FROM accounts",
    ] {
        seen.push(world.count(query).await);
    }
    let mut connection = world.app.store.read().await.unwrap();
    let (stored,): (String,) =
        sqlx::query_as("SELECT password || '/' || COALESCE(password_changed_at, 0) FROM directory")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
    (seen, stored)
}

#[track_caller]
fn fails_closed(broken: &str, answer: &Answer) {
    assert!(
        answer.status >= 500 && ["internal", "busy"].contains(&answer.code().as_str()),
        "{broken}: {} {}",
        answer.status,
        answer.json()
    );
    assert!(answer.cookies().is_empty(), "{broken}");
}

const BROKEN_HASHES: [&str; 5] = [
    "UPDATE directory SET password = ''",
    "UPDATE directory SET password = '8,1,1$AA$AA'",
    "UPDATE directory SET password = 'correct horse battery'",
    "DROP TABLE limits",
    "DROP TABLE password_links",
];

#[tokio::test]
async fn rt_20_a_password_in_the_settings_that_cannot_be_looked_at_is_never_right() {
    for broken in BROKEN_HASHES {
        let world = World::with_sam().await;
        let sam = world.earlier("sam").await;
        world.execute(broken).await;
        let before = state(&world).await;
        for password in [PASSWORD, ""] {
            let body = json!({ "password": password });
            let answer = sam.post("/settings/password", body).await;
            // A wrong one needs no more than its count and its hash.
            if password.is_empty() && broken == "DROP TABLE password_links" {
                answer.refused(422, "password_wrong");
            } else {
                fails_closed(broken, &answer);
            }
        }
        assert_eq!(state(&world).await, before, "{broken}");
        let erased = sam.tell("/settings/erase").await;
        erased.refused(403, "reauthentication_required");
    }
}

#[tokio::test]
async fn rt_20_a_change_that_cannot_be_checked_written_down_or_told_changes_nothing() {
    let after = [
        "DROP TABLE mails",
        "DROP TABLE addresses",
        "DROP TABLE audit_entries",
        "DROP TABLE audit_heads",
        "UPDATE audit_heads SET sealed = 'AAAA'",
    ];
    for broken in BROKEN_HASHES.into_iter().chain(after) {
        let world = World::with_sam().await;
        let sam = world.enrolled("sam").await;
        world.execute(broken).await;
        let before = state(&world).await;
        let body = json!({ "current": PASSWORD, "password": NEW });
        fails_closed(broken, &sam.post("/settings/password/change", body).await);
        assert_eq!(state(&world).await, before, "{broken}");
    }
}
