//! What the preview counts is what comes of asking for each person by themselves, in plain steps.

use serde_json::{Value, json};
use tweestap_api::{Method, Named, Policy, PolicyPreview, Role, Scope};
use tweestap_server::command::seed::seed;
use tweestap_server::policy::{Kept, Rules};
use tweestap_server::store::limits::HARD_STOP;
use tweestap_server::store::policies;

use crate::world::World;
use crate::world::policies::{DAY, must, with, with_grace};

const EVERYBODY: [&str; 6] = ["pupil", "parent", "teacher", "staff", "client", "manager"];

#[derive(PartialEq, Debug, Default)]
struct Counts {
    must: u32,
    ready: u32,
    later: u32,
    at_next_sign_in: u32,
    stuck: u32,
    who: Vec<Named>,
}

/// One person as they are stored, in the order of names.
type Row = (String, String, Option<String>, Option<i64>, Option<i64>);

/// One person after the other, by the rules that hold at their sign-in.
async fn plainly(world: &World, rules: &Rules, now: i64) -> Counts {
    let mut connection = world.app.store.read().await.unwrap();
    let people: Vec<Row> = sqlx::query_as(
        "SELECT a.id, a.name, a.role, g.since, g.until FROM accounts a LEFT JOIN grace g ON g.account = a.id \
         WHERE a.school = 'school' ORDER BY a.sort_name, a.id",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let mut counts = Counts::default();
    for (id, name, role, since, until) in people {
        let kept = since.zip(until).map(|(since, until)| Kept { since, until });
        let in_force = rules.in_force(role.as_deref().and_then(Role::from_code), kept, now);
        if in_force.demand.is_none() {
            continue;
        }
        counts.must += 1;
        let methods: Vec<(String,)> =
            sqlx::query_as("SELECT method FROM factors WHERE account = $1 AND state = 'active'")
                .bind(&id)
                .fetch_all(&mut *connection)
                .await
                .unwrap();
        let wrong: Option<(i64,)> =
            sqlx::query_as("SELECT consecutive FROM limits WHERE account = $1 AND kind = 'code'")
                .bind(&id)
                .fetch_optional(&mut *connection)
                .await
                .unwrap();
        let mut methods = methods.iter().filter_map(|(code,)| Method::from_code(code));
        let count = if wrong.is_some_and(|(wrong,)| wrong >= HARD_STOP) {
            &mut counts.stuck
        } else if methods.any(|method| in_force.allows(method)) {
            counts.ready += 1;
            continue;
        } else if in_force.later_until.is_some() {
            counts.later += 1;
            continue;
        } else {
            &mut counts.at_next_sign_in
        };
        *count += 1;
        if counts.who.len() < 20 {
            counts.who.push(Named { id, name });
        }
    }
    counts
}

/// Everything that can be true of somebody's grace and factors, of one person in seven or so each.
async fn a_crowd() -> World {
    let world = World::new().await;
    let (store, now) = (&world.app.store, world.clock.now());
    seed(store, &world.app.keys, "school", 300, None, true, now)
        .await
        .unwrap();
    seed(
        store,
        &world.app.keys,
        "other",
        40,
        Some(now - 20 * DAY),
        true,
        now,
    )
    .await
    .unwrap();
    for statement in [
        // Begun from now to thirteen days ago, and up today, or in a month, for two of three.
        "INSERT INTO grace (account, since, until) \
         SELECT id, $1 - 86400 * (length(name) % 14), $1 + 86400 * 30 * (length(name) % 2) FROM accounts \
         WHERE school = 'school' AND length(subject || sort_name) % 3 > 0",
        // As a clock that was moved back leaves it.
        "UPDATE grace SET since = $1 + 86400 WHERE account IN (SELECT id FROM accounts WHERE sort_name LIKE 'em%')",
        "UPDATE accounts SET role = NULL WHERE sort_name LIKE 'lu%' AND created_at < $1",
        "UPDATE factors SET method = 'hardware' WHERE created_at < $1 AND account IN \
         (SELECT id FROM accounts WHERE sort_name LIKE 'daan %')",
        // Stuck with nothing set up, one wrong code short of it, and by something else.
        "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
         SELECT id, 'code', 0, $1, 99 + length(name) % 2 FROM accounts WHERE sort_name LIKE 'zoe d%'",
        "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
         SELECT id, 'recovery', 0, $1, 100 FROM accounts WHERE sort_name LIKE 'noa%'",
    ] {
        sqlx::query(statement)
            .bind(now)
            .execute(world.app.store.writer())
            .await
            .unwrap();
    }
    // A second method for some.
    world
        .execute(
            "INSERT INTO factors (id, account, method, state, stage, with_password, proved, last_step, created_at) \
             SELECT 'more-' || account, account, 'app', 'active', stage, 0, 1, 0, created_at FROM factors \
             WHERE method = 'sms' AND state = 'active' AND account < '8'",
        )
        .await;
    world
}

/// Each of them twice: with grace that has begun for most, and before anybody began.
#[tokio::test]
async fn every_count_is_that_of_one_person_after_the_other() {
    let world = a_crowd().await;
    let group = with(
        with_grace(&["teacher", "pupil"], 3),
        "methods",
        json!(["app"]),
    );
    let mut joke = world.manager("joke").await;
    let app_only = |policy| with(policy, "methods", json!(["app"]));
    let starts =
        |policy, days: i64| with(policy, "starts_at", json!(world.clock.now() + days * DAY));
    let asked: Vec<(&str, Value)> = vec![
        ("nobody", must(&[])),
        ("one role", must(&["teacher"])),
        ("managers alone", must(&["manager"])),
        ("two roles", must(&["pupil", "parent"])),
        ("everybody", must(&EVERYBODY)),
        ("by app", app_only(must(&EVERYBODY))),
        ("a day of grace", with_grace(&EVERYBODY, 1)),
        ("a week of grace", with_grace(&EVERYBODY, 7)),
        (
            "two weeks by app",
            app_only(with_grace(&["pupil", "staff"], 14)),
        ),
        ("from tomorrow", starts(must(&EVERYBODY), 1)),
        (
            "since five days with a week",
            starts(with_grace(&EVERYBODY, 7), -5),
        ),
    ];
    for (stage, layer) in [
        ("alone", None),
        ("in a group", Some(&group)),
        ("nobody has begun", None),
    ] {
        if let Some(policy) = layer {
            world.ask("group", policy).await;
        } else if stage == "nobody has begun" {
            world.execute("DELETE FROM grace").await;
        }
        joke = world.again(&joke, "joke").await;
        for (what, policy) in &asked {
            let answer = joke.preview_policy("school", policy).await.ok();
            let said: PolicyPreview = serde_json::from_value(answer).unwrap();
            let now = world.clock.now();
            let expected = plainly(&world, &rules(&world, policy).await, now).await;
            let said = Counts {
                must: said.must,
                ready: said.ready,
                later: said.later,
                at_next_sign_in: said.at_next_sign_in,
                stuck: said.stuck,
                who: said.who,
            };
            assert_eq!(said, expected, "{what}, {stage}");
        }
    }
}

/// As if this were the school's policy.
async fn rules(world: &World, policy: &Value) -> Rules {
    let policy: Policy = serde_json::from_value(policy.clone()).unwrap();
    let mut connection = world.app.store.read().await.unwrap();
    let config = &world.app.config;
    let found = policies::of(&mut connection, config, "school")
        .await
        .unwrap();
    found
        .with(Scope::School, &policy)
        .rules(config.school("school").unwrap())
}
