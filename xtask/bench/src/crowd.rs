//! How long a school of 50 000 people takes: the preview of a policy and pages of the list of people, each case in turn.
//! Everybody was asked two days ago, which is the most there is to look at. With `TWEESTAP_DATABASE_URL`, an empty
//! PostgreSQL database, there instead of in a file.

use crate::Effort;
use crate::account::{Api, enrol, get, post, put};
use crate::portal::{Portal, now};
use crate::server::Server;
use crate::stats::{median, milliseconds, percentile};
use anyhow::{Result, bail};
use std::time::{Duration, Instant};
use tweestap_api::{
    Method, People, PersonState, Policy, PolicyFile, PolicyPreview, ProposePolicy, Recovery,
    RememberDuration, Role, RolePolicy, RoleRule, SavePolicy, Scope, Secret, routes,
};

const PEOPLE: &str = "50000";
const DAY: i64 = 86_400;
/// Pages that are gone through to a deep one.
const DEEP: usize = 300;

/// The markdown table.
pub async fn measure(effort: &Effort) -> Result<String> {
    let portal = Portal::of_managers()?;
    let server = Server::for_school(|folder| portal.configure(folder, "")).await?;
    let seed = ["people", "seed", "--school", "bench", "--count", PEOPLE];
    let begun = ["--asked-days-ago", "2"];
    server.run(&[seed.as_slice(), &begun].concat()).await?;
    let api = Api {
        client: reqwest::Client::new(),
        base: format!("{}/api/v1", server.base),
    };
    let manager = enrol(&api, &portal, "manager".to_owned()).await?.token;
    let kept = std::env::var_os("TWEESTAP_DATABASE_URL").map_or("SQLite", |_| "PostgreSQL");
    let mut table = format!(
        "{PEOPLE} people at one school ({kept}), each {} times in turn\n\n\
         | what | p50 ms | p95 ms | found |\n| --- | ---: | ---: | --- |\n",
        effort.pages
    );
    table += &previews(&api, &manager, effort).await?;
    let save = SavePolicy {
        scope: Scope::School,
        policy: policy(&Role::ALL, 14),
        version: 0,
    };
    put::<PolicyFile>(&api, &manager, routes::ADMIN_POLICY, &save).await?;
    table += &lists(&api, &manager, effort).await?;
    Ok(table)
}

/// At once, or with so many days of grace.
fn policy(must: &[Role], grace_days: u8) -> Policy {
    let rule = |role| match must.contains(&role) {
        true => RoleRule::Must,
        false => RoleRule::May,
    };
    Policy {
        roles: Role::ALL
            .map(|role| RolePolicy {
                role,
                rule: rule(role),
            })
            .to_vec(),
        methods: vec![Method::App],
        longest_remember: RememberDuration::TwelveHours,
        recovery: Recovery::Codes,
        starts_at: None,
        grace_days,
    }
}

async fn previews(api: &Api, manager: &Secret, effort: &Effort) -> Result<String> {
    let later = Policy {
        starts_at: Some(now() + DAY),
        ..policy(&Role::ALL, 0)
    };
    let cases = [
        ("nobody", policy(&[], 0)),
        ("teachers at once", policy(&[Role::Teacher], 0)),
        ("everybody at once", policy(&Role::ALL, 0)),
        ("everybody, their time is up", policy(&Role::ALL, 1)),
        ("everybody, they have time", policy(&Role::ALL, 14)),
        ("everybody from tomorrow", later),
    ];
    let mut times = vec![Vec::new(); cases.len()];
    let mut found = vec![String::new(); cases.len()];
    for _ in 0..effort.pages {
        for (place, (_, policy)) in cases.iter().enumerate() {
            let question = ProposePolicy {
                scope: Scope::School,
                policy: policy.clone(),
            };
            let begun = Instant::now();
            let said: PolicyPreview =
                post(api, manager, routes::ADMIN_POLICY_PREVIEW, &question).await?;
            times[place].push(begun.elapsed());
            found[place] = format!(
                "{} ready, {} later, {} at next sign-in, {} stuck",
                said.ready, said.later, said.at_next_sign_in, said.stuck
            );
        }
    }
    let names = cases.iter().map(|(name, _)| format!("preview: {name}"));
    Ok(rows(names, &times, &found))
}

async fn lists(api: &Api, manager: &Secret, effort: &Effort) -> Result<String> {
    let mut deep = String::new();
    for _ in 0..DEEP {
        let path = format!("{}?after={deep}", routes::ADMIN_PEOPLE);
        let page: People = get(api, manager, &path).await?;
        match page.next {
            Some(next) => deep = next,
            None => bail!("there is no deep page"),
        }
    }
    let mut cases = vec![
        ("first page".to_owned(), String::new()),
        ("deep page".to_owned(), format!("after={deep}")),
        ("a name that many have".to_owned(), "query=jan".to_owned()),
        ("a name that nobody has".to_owned(), "query=qqq".to_owned()),
        ("one class".to_owned(), "class=1A1".to_owned()),
        ("managers".to_owned(), "role=manager".to_owned()),
    ];
    let states = PersonState::ALL.map(PersonState::code);
    cases.extend(states.map(|state| (format!("state {state}"), format!("state={state}"))));
    let mut times = vec![Vec::new(); cases.len()];
    let mut found = vec![String::new(); cases.len()];
    for _ in 0..effort.pages {
        for (place, (_, query)) in cases.iter().enumerate() {
            let path = format!("{}?{query}", routes::ADMIN_PEOPLE);
            let begun = Instant::now();
            let page: People = get(api, manager, &path).await?;
            times[place].push(begun.elapsed());
            found[place] = page.people.len().to_string();
        }
    }
    let names = cases.into_iter().map(|(name, _)| format!("list: {name}"));
    Ok(rows(names, &times, &found))
}

fn rows(names: impl Iterator<Item = String>, times: &[Vec<Duration>], found: &[String]) -> String {
    let measured = names.zip(times).zip(found);
    let rows = measured.map(|((name, times), found)| {
        format!(
            "| {name} | {} | {} | {found} |\n",
            milliseconds(median(times)),
            milliseconds(percentile(times, 0.95)),
        )
    });
    rows.collect()
}
