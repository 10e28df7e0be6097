//! RT-20: calls that are good in every way, where the database refuses one of the things that they would keep. None of
//! them is done by half, and none is answered as if it had been done.

use std::collections::BTreeSet;

use sqlx::AssertSqlSafe;

use super::{kept, texts, trials};
use crate::world::World;

/// A text message goes out between two things that are kept: first the way that was chosen, and only after it the
/// number. The next call goes on from there.
const AROUND_A_MESSAGE: [(&str, &str); 2] = [
    ("/challenge/choose", "messages"),
    ("/enrolment/phone", "factors"),
];

/// Without these cells.
fn without(names: &[&str], rows: &[String]) -> Vec<String> {
    let left = |row: &String| {
        let cells = row.split(' ');
        let cells = cells.filter(|cell| !names.iter().any(|name| cell.starts_with(name)));
        cells.collect::<Vec<_>>().join(" ")
    };
    rows.iter().map(left).collect()
}

/// The tables in which something of Sam's is another thing than before. When somebody was last there is no part of what
/// they did.
fn changed(before: &[String], after: &[String]) -> BTreeSet<String> {
    let [before, after] = [before, after].map(|rows| without(&["seen_at="], rows));
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let one = these.iter().filter(|row| !those.contains(row));
        one.map(|row| row.split(':').next().unwrap().to_owned())
            .collect()
    };
    let mut tables: BTreeSet<_> = only(&before, &after).into_iter().collect();
    tables.extend(only(&after, &before));
    tables
}

/// Without what is counted before anything is looked at, and stays counted.
fn uncounted(mut rows: Vec<String>) -> Vec<String> {
    rows.retain(|row| !row.starts_with("limits:"));
    let counts = [
        "seen_at=",
        "turn=",
        "attempts=",
        "checks=",
        "failures=",
        "window_ends=",
    ];
    without(&counts, &rows)
}

/// Nothing is written into this table any more.
async fn stop(world: &World, table: &str) {
    for act in ["INSERT", "UPDATE", "DELETE"] {
        let trigger = format!(
            "CREATE TRIGGER stop_{act} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        );
        sqlx::raw_sql(AssertSqlSafe(trigger))
            .execute(world.app.store.writer())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn rt_20_what_a_call_cannot_keep_in_every_one_of_its_tables_it_does_not_do() {
    if std::env::var("TWEESTAP_TEST_POSTGRES").is_ok() {
        // Its triggers are written otherwise; the statements are the same.
        return;
    }
    let mut tried = 0;
    for (path, member) in texts() {
        let world = World::new().await;
        let Some(trial) = trials::of(&world, &path, &member).await else {
            continue;
        };
        world.reachable().await;
        let before = kept(&world, "sam").await;
        trial.own.made().await.ok();
        for table in changed(&before, &kept(&world, "sam").await) {
            let world = World::new().await;
            let trial = trials::of(&world, &path, &member).await.unwrap();
            world.reachable().await;
            stop(&world, &table).await;
            let (before, sent) = (kept(&world, "sam").await, world.post.count());
            let answer = trial.own.made().await;
            let what = format!("{path} without {table}: {}", answer.json());
            let codes = [(500, "internal"), (503, "busy")];
            assert!(codes.contains(&(answer.status, &*answer.code())), "{what}");
            assert!(answer.cookies().is_empty(), "{what}");
            tried += 1;
            if AROUND_A_MESSAGE.contains(&(&*path, &*table)) {
                continue;
            }
            let after = kept(&world, "sam").await;
            assert_eq!(uncounted(after), uncounted(before), "{what}");
            assert_eq!(world.post.count(), sent, "{what}");
        }
    }
    assert!(tried >= 60, "only {tried} were tried");
}
