//! RT-20 in administration: whatever is broken below an act, nothing of it is done, and nobody gets in by it.

use crate::world::World;

/// Everything that an act could have changed.
async fn state(world: &World) -> Vec<i64> {
    let mut seen = Vec::new();
    for query in [
        "SELECT COUNT(*) FROM factors",
        "SELECT COUNT(*) FROM recovery_codes",
        "SELECT COUNT(*) FROM sessions",
        "SELECT COUNT(*) FROM accounts WHERE suspended_at IS NOT NULL",
        "SELECT CAST(SUM(mfa_epoch) AS BIGINT) FROM accounts",
        "SELECT COUNT(*) FROM support_codes",
        "SELECT COUNT(*) FROM limits WHERE consecutive >= 100",
    ] {
        seen.push(world.count(query).await);
    }
    seen
}

#[tokio::test]
async fn rt_20_what_cannot_be_written_down_is_not_done() {
    for broken in [
        "DROP TABLE audit_entries",
        "DROP TABLE audit_heads",
        "UPDATE audit_heads SET sealed = 'AAAA'",
    ] {
        let world = World::new().await;
        world.enrolled("sam").await;
        world
            .execute(
                "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
                 SELECT id, 'code', 10, 1900000000, 100 FROM accounts WHERE subject = 'sam'",
            )
            .await;
        let joke = world.manager("joke").await;
        let sam = world.account("sam").await;
        world.execute(broken).await;
        let before = state(&world).await;
        for what in ["reset", "switch-off", "unlock"] {
            let answer = joke.act(&sam, what).await;
            assert!(answer.status >= 500, "{broken}, {what}: {}", answer.status);
        }
        let made = joke.support_code(&sam).await;
        assert!(
            made.status >= 500
                && !made.json()["code"]
                    .as_str()
                    .is_some_and(|code| code.contains("-")),
            "{broken}: {} {}",
            made.status,
            made.json()
        );
        assert_eq!(state(&world).await, before, "{broken}");
    }
}

#[tokio::test]
async fn rt_20_a_notice_that_cannot_be_kept_undoes_the_act() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    world.reachable().await;
    let sam = world.account("sam").await;
    world.execute("DROP TABLE mails").await;
    let (before, entries) = (state(&world).await, world.actions().await);
    for what in ["reset", "switch-off"] {
        assert!(joke.act(&sam, what).await.status >= 500, "{what}");
    }
    assert!(joke.support_code(&sam).await.status >= 500);
    assert_eq!(state(&world).await, before);
    assert_eq!(world.actions().await, entries);
}

#[tokio::test]
async fn rt_20_a_help_code_that_cannot_be_checked_lets_nobody_in() {
    for broken in [
        "UPDATE support_codes SET salt = ''",
        "UPDATE support_codes SET salt = 'zz'",
        "UPDATE support_codes SET hash = ''",
        "UPDATE support_codes SET hash = 'zz'",
    ] {
        let world = World::new().await;
        world.enrolled("sam").await;
        let joke = world.manager("joke").await;
        let made = joke.support_code(&world.account("sam").await).await.ok();
        let code = made["code"].as_str().unwrap();
        let (person, challenge) = world.at_challenge("sam", "").await;
        let chosen = person.choose(&challenge, "recovery_code").await.ok();
        world.execute(broken).await;
        let answer = person.recover(&chosen, code).await;
        assert!(answer.status >= 400, "{broken}: {}", answer.status);
        assert!(answer.json().get("assertion").is_none(), "{broken}");
        person
            .get("/settings")
            .await
            .refused(403, "second_factor_required");
    }
}

#[tokio::test]
async fn rt_20_a_role_that_nobody_knows_is_none() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    for role in ["'Manager'", "'manager '", "''", "NULL", "'headmaster'"] {
        let lost: &'static str =
            format!("UPDATE accounts SET role = {role} WHERE subject = 'joke'").leak();
        world.execute(lost).await;
        let answer = joke.get("/admin/people").await;
        assert!(answer.status >= 400, "{role}");
        assert!(answer.json().get("people").is_none(), "{role}");
    }
}
