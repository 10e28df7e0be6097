//! The list of people: who is in it, in which order, and what is not said of them.

use std::process::Command;

use serde_json::{Value, json};
use tweestap_api::{FindPeople, FindTokens, routes};
use tweestap_server::command::seed::seed;

use crate::world::managers::OTHER;
use crate::world::policies::{must, with, with_grace};
use crate::world::{ISSUER, Person, World};

/// Somebody with this name, and a manager's view of it.
async fn named(world: &World, subject: &str, name: &str, role: &str, classes: Value) -> Person {
    let mut claims = crate::world::tokens::claims(world.clock.now(), subject);
    claims["name"] = json!(name);
    claims["ts_role"] = json!(role);
    claims["ts_classes"] = classes;
    let (person, answer) = world.open(&claims, "enrolment").await;
    answer.ok();
    person
}

async fn names(manager: &Person, query: &str) -> Vec<String> {
    let page = manager.get(&format!("/admin/people{query}")).await.ok();
    let people = page["people"].as_array().unwrap();
    people
        .iter()
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect()
}

/// Page after page.
async fn everyone(manager: &Person, query: &str) -> Vec<Value> {
    let mut people = Vec::new();
    let mut after = String::new();
    loop {
        let address = format!("/admin/people?{query}&after={after}");
        let page = manager.get(&address).await.ok();
        let found = page["people"].as_array().unwrap();
        assert!(found.len() <= 50);
        people.extend(found.iter().cloned());
        match page["next"].as_str() {
            Some(next) => {
                assert_eq!(found.len(), 50);
                after = next.to_owned();
            }
            None => return people,
        }
    }
}

#[tokio::test]
async fn people_are_found_by_the_beginnings_of_their_names_by_class_role_and_state() {
    let world = World::new().await;
    named(&world, "a", "Zoë de Vries", "pupil", json!(["2B", "3A"])).await;
    named(&world, "b", "sam de vries", "pupil", json!(["2B"])).await;
    named(&world, "c", "Noor  van Dévrient", "teacher", json!(["2B"])).await;
    named(&world, "d", "100% _Jan", "parent", json!([])).await;
    let joke = world.manager("joke").await;
    let all = [
        "100% _Jan",
        "Name of joke",
        "Noor  van Dévrient",
        "sam de vries",
        "Zoë de Vries",
    ];
    assert_eq!(names(&joke, "").await, all);
    assert_eq!(
        names(&joke, "?query=&class=&role=&state=&after=").await,
        all
    );
    for (query, expected) in [
        ("?query=zoe", &["Zoë de Vries"][..]),
        ("?query=ZO%C3%8B%20vr", &["Zoë de Vries"]),
        ("?query=vri", &["sam de vries", "Zoë de Vries"]),
        ("?query=de+vri", &["sam de vries", "Zoë de Vries"]),
        ("?query=devr", &["Noor  van Dévrient"]),
        ("?query=ries", &[]),
        ("?query=vries+sam", &[]),
        ("?query=%25", &[]),
        ("?query=100%25", &["100% _Jan"]),
        ("?query=_", &["100% _Jan"]),
        ("?query=%5C", &[]),
        ("?query='%20OR%201=1%20--", &[]),
        (
            "?class=2B",
            &["Noor  van Dévrient", "sam de vries", "Zoë de Vries"],
        ),
        ("?class=2b", &[]),
        ("?class=2", &[]),
        ("?class=2B&role=pupil&query=sam", &["sam de vries"]),
        ("?role=teacher", &["Noor  van Dévrient"]),
        ("?role=client", &[]),
        ("?state=active", &["Name of joke"]),
        ("?state=none&class=3A", &["Zoë de Vries"]),
    ] {
        assert_eq!(names(&joke, query).await, expected, "{query}");
    }
    let long = format!("?query={}", "x".repeat(101));
    for query in [
        "?role=boss",
        "?state=on",
        "?page=2",
        "?role=pupil&role=pupil",
        &long,
    ] {
        let refused = joke.get(&format!("/admin/people{query}")).await;
        refused.refused(400, "malformed_request");
    }
    let zoe = &joke.get("/admin/people?query=zoe").await.ok()["people"][0];
    assert_eq!(
        (&zoe["role"], &zoe["classes"]),
        (&json!("pupil"), &json!(["2B", "3A"]))
    );
}

#[tokio::test]
async fn every_page_goes_on_where_the_one_before_ended_and_nobody_is_there_twice() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let (store, now) = (&world.app.store, world.clock.now());
    assert!(
        seed(store, &world.app.keys, "school", 330, None, true, now)
            .await
            .unwrap()
    );
    // More people at another school than here: nothing of them.
    assert!(
        seed(store, &world.app.keys, "other", 400, None, false, now)
            .await
            .unwrap()
    );
    let all = everyone(&joke, "").await;
    assert_eq!(all.len(), 331);
    let mut ids: Vec<&str> = all.iter().map(|one| one["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 331);
    let plain =
        |one: &Value| tweestap_server::store::accounts::plain(one["name"].as_str().unwrap());
    assert!(all.windows(2).all(|two| plain(&two[0]) <= plain(&two[1])));
    // The same rows, whoever filters them.
    for (member, value) in [
        ("state", "none"),
        ("state", "pending"),
        ("state", "active"),
        ("state", "suspended"),
        ("state", "locked"),
        ("role", "pupil"),
        ("role", "teacher"),
    ] {
        let expected: Vec<_> = all
            .iter()
            .filter(|one| one[member] == value)
            .cloned()
            .collect();
        assert!(!expected.is_empty(), "{value}");
        assert_eq!(
            everyone(&joke, &format!("{member}={value}")).await,
            expected,
            "{value}"
        );
    }
    let class = all
        .iter()
        .find_map(|one| one["classes"][0].as_str())
        .unwrap();
    let in_class = |one: &&Value| one["classes"].as_array().unwrap().contains(&json!(class));
    let expected: Vec<_> = all.iter().filter(in_class).cloned().collect();
    assert_eq!(everyone(&joke, &format!("class={class}")).await, expected);
}

#[tokio::test]
async fn the_state_is_the_one_that_the_person_sees_themselves() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let none = world.person("none").await;
    let mut pending = world.person("pending").await;
    pending.choose_app().await;
    let active = world.enrolled("active").await;
    let suspended = world
        .again(&world.enrolled("suspended").await, "suspended")
        .await;
    suspended.tell("/settings/switch-off").await.ok();
    let locked = world.enrolled("locked").await;
    world
        .execute(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
             SELECT id, 'code', 10, 1900000000, 100 FROM accounts WHERE subject = 'locked'",
        )
        .await;
    let joke = world.again(&joke, "joke").await;
    for (person, name, own) in [
        (&none, "none", "off"),
        (&pending, "pending", "pending"),
        (&active, "active", "on"),
        (&suspended, "suspended", "suspended"),
        (&locked, "locked", "locked"),
    ] {
        let settings = person.get("/settings").await.ok();
        assert_eq!(settings["status"], own);
        let file = joke.file(&world.account(name).await).await;
        assert_eq!(file["person"]["state"], name);
        if name != "pending" {
            assert_eq!(file["person"]["since"], settings["since"], "{name}");
        }
        let found = names(&joke, &format!("?state={name}&query=name+of+{name}")).await;
        assert_eq!(found, [format!("Name of {name}")]);
    }
    // What is pending ends by itself.
    world.clock.advance(1_800);
    let joke = world.again(&joke, "joke").await;
    let file = joke.file(&world.account("pending").await).await;
    assert_eq!(file["person"]["state"], "none");
}

#[tokio::test]
async fn where_two_steps_are_required_nobody_is_off_for_a_while() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    joke.act(&id, "switch-off").await.ok();
    let world = world.with_school(|school| school.required = true).await;
    let mut joke = joke;
    joke.move_to(&world);
    assert_eq!(joke.file(&id).await["person"]["state"], "active");
    assert_eq!(names(&joke, "?state=suspended").await, Vec::<String>::new());
}

#[tokio::test]
async fn s_b_81_a_manager_sees_no_secret_no_code_and_no_whole_number() {
    let world = World::new().await;
    let mut sam = world.person("sam").await;
    let codes = sam.enrol_by_app().await;
    world.also_by_sms("sam", "+31687654321").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    let file = joke.file(&id).await;
    assert_eq!(file["person"]["masked_number"], "+31 6 •••• ••21");
    let mut members: Vec<&String> = file["person"].as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(
        members,
        ["classes", "id", "masked_number", "name", "since", "state"]
    );
    assert_eq!(file["methods"].as_array().unwrap().len(), 2);
    let list = joke.get("/admin/people").await.ok();
    assert_eq!(list["people"][1], file["person"]);
    let trail = joke.get("/admin/audit").await.ok();
    let mut secrets = vec![sam.key.clone(), "87654321".to_owned(), sam.bearer.clone()];
    secrets.extend(codes);
    for text in [file.to_string(), list.to_string(), trail.to_string()] {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{text}");
        }
    }
}

#[tokio::test]
async fn the_command_fills_a_school_beside_a_running_server_and_refuses_where_people_are() {
    let world = World::new().await;
    world.person("sam").await;
    let address = world.address().map(|url| format!("--database-url={url}"));
    let program = |school: &str, count: &str| {
        Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
            .args(["people", "seed", "--school", school, "--count", count])
            .arg("--data")
            .arg(world.folder.path())
            .env_remove("TWEESTAP_DATABASE_URL")
            .args(&address)
            .output()
            .unwrap()
    };
    assert!(program("firm", "7").status.success());
    for (school, count) in [("school", "7"), ("firm", "7"), ("single", "0")] {
        assert!(!program(school, count).status.success(), "{school} {count}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM accounts").await, 8);
    if world.is_postgres() {
        // It would plan by an empty table until it counts by itself, which a large school would notice.
        let counted = "SELECT COUNT(*) FROM pg_stat_user_tables WHERE schemaname = current_schema() \
                       AND relname IN ('accounts', 'factors', 'grace', 'limits') AND last_analyze IS NOT NULL";
        assert_eq!(world.count(counted).await, 4);
        return;
    }
    // The folder of a demonstration.
    std::fs::write(world.folder.path().join("demo-portal.pem"), "").unwrap();
    assert!(program("school", "7").status.success());
    assert_eq!(world.count("SELECT COUNT(*) FROM accounts").await, 15);
}

#[tokio::test]
async fn a_school_that_has_people_is_not_filled_with_made_up_ones_unless_it_is_a_demonstration() {
    let world = World::new().await;
    world.person("sam").await;
    world.person_of(OTHER, "kim").await;
    let (store, keys, now) = (&world.app.store, &world.app.keys, world.clock.now());
    assert!(
        !seed(store, keys, "school", 3, None, false, now)
            .await
            .unwrap()
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM accounts").await, 2);
    assert!(
        seed(store, keys, "firm", 3, None, false, now)
            .await
            .unwrap()
    );
    assert!(
        !seed(store, keys, "firm", 3, None, false, now)
            .await
            .unwrap()
    );
    let since = Some(now - 86_400);
    assert!(
        seed(store, keys, "firm", 3, since, true, now)
            .await
            .unwrap()
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM accounts").await, 8);
    let begun = "SELECT COUNT(*) FROM grace WHERE until - since = 14 * 86400";
    assert_eq!(world.count(begun).await, 6);
    // No portal can hand one of them over.
    let by_portal = "SELECT COUNT(*) FROM accounts WHERE school = 'firm' AND issuer LIKE '%.test%'";
    assert_eq!(world.count(by_portal).await, 0);
    assert!(ISSUER.contains(".test"));
}

#[tokio::test]
async fn what_is_searched_for_is_measured_in_characters_as_the_document_says() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let letters = |count: usize| "%C3%A9".repeat(count);
    for (query, status) in [
        (
            format!("people?query={}", letters(FindPeople::LONGEST_QUERY)),
            200,
        ),
        (
            format!("people?query={}", letters(FindPeople::LONGEST_QUERY + 1)),
            400,
        ),
        (
            format!("people?class={}", letters(FindPeople::LONGEST_CLASS)),
            200,
        ),
        (
            format!("people?class={}", letters(FindPeople::LONGEST_CLASS + 1)),
            400,
        ),
        (
            format!("people?after={}", letters(FindPeople::LONGEST_AFTER)),
            404,
        ),
        (
            format!("people?after={}", letters(FindPeople::LONGEST_AFTER + 1)),
            400,
        ),
        (
            format!("tokens?query={}", letters(FindTokens::LONGEST_QUERY)),
            200,
        ),
        (
            format!("tokens?query={}", letters(FindTokens::LONGEST_QUERY + 1)),
            400,
        ),
        (
            format!("tokens?after={}", letters(FindTokens::LONGEST_AFTER)),
            404,
        ),
        (
            format!("tokens?after={}", letters(FindTokens::LONGEST_AFTER + 1)),
            400,
        ),
    ] {
        assert_eq!(
            joke.get(&format!("/admin/{query}")).await.status,
            status,
            "{query}"
        );
    }
    let document = joke.get("/openapi.json").await.ok();
    for (route, name, longest) in [
        (routes::ADMIN_PEOPLE, "query", FindPeople::LONGEST_QUERY),
        (routes::ADMIN_PEOPLE, "class", FindPeople::LONGEST_CLASS),
        (routes::ADMIN_PEOPLE, "after", FindPeople::LONGEST_AFTER),
        (routes::ADMIN_TOKENS, "query", FindTokens::LONGEST_QUERY),
        (routes::ADMIN_TOKENS, "after", FindTokens::LONGEST_AFTER),
    ] {
        let parameters = document["paths"][route]["get"]["parameters"]
            .as_array()
            .unwrap();
        let named = parameters.iter().find(|one| one["name"] == name).unwrap();
        assert_eq!(named["schema"]["maxLength"], longest, "{route} {name}");
    }
}

#[tokio::test]
async fn whoever_has_only_what_counts_no_more_is_not_active_where_two_steps_are_required() {
    let world = World::new().await;
    for (subject, role, app) in [
        ("a", "pupil", false),
        ("b", "pupil", true),
        ("c", "teacher", false),
    ] {
        let mut person = named(&world, subject, subject, role, json!([])).await;
        if app {
            person.enrol_by_app().await;
        }
        world.also_by_sms(subject, "+31612345678").await;
    }
    let stands = async |manager: &Person, role: &str| {
        let page = manager
            .get(&format!("/admin/people?role={role}"))
            .await
            .ok();
        let people = page["people"].as_array().unwrap().iter();
        let states: Vec<_> = people
            .map(|one| {
                (
                    one["state"].as_str().unwrap().to_owned(),
                    one["since"].is_i64(),
                )
            })
            .collect();
        states
    };
    let said = |states: &[(&str, bool)]| -> Vec<_> {
        states
            .iter()
            .map(|(state, since)| ((*state).to_owned(), *since))
            .collect()
    };
    let joke = world.manager("joke").await;
    let active = said(&[("active", true), ("active", true)]);
    assert_eq!(stands(&joke, "pupil").await, active);

    let app_only = |policy| with(policy, "methods", json!(["app"]));
    world.ask("school", &app_only(must(&["pupil"]))).await;
    let joke = world.manager("other").await;
    assert_eq!(
        stands(&joke, "pupil").await,
        said(&[("none", false), ("active", true)])
    );
    assert_eq!(stands(&joke, "teacher").await, active[..1]);
    assert_eq!(names(&joke, "?role=pupil&state=active").await, ["b"]);
    assert_eq!(names(&joke, "?role=pupil&state=none").await, ["a"]);
    // With time left, from the sign-in on.
    world
        .ask("school", &app_only(with_grace(&["pupil"], 7)))
        .await;
    world.signs_in("a", None).await;
    let joke = world.manager("third").await;
    assert_eq!(
        names(&joke, "?role=pupil&state=in_grace").await,
        ["Name of a"]
    );
    // Required of nobody: what is set up is on.
    world.ask("school", &app_only(must(&["manager"]))).await;
    let joke = world.manager("fourth").await;
    assert_eq!(stands(&joke, "pupil").await, active);
}
