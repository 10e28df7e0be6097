//! RT-20 for links: whatever is broken below one, no password is set by it, and what was there stays.

use super::{EMAIL, NEW};
use crate::world::{PASSWORD, World};

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
