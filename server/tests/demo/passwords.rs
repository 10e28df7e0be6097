//! A forgotten password at the demonstration: the mail is in the outbox, and its link works.

use serde_json::{Value, json};
use tweestap_server::hash::{Cost, Hasher};

use super::browser::Browser;
use super::{PASSWORD, folder};
use crate::world::demonstration;

const NEW: &str = "vier gele muizen op de kade";

async fn mails(browser: &mut Browser) -> Vec<Value> {
    let outbox = browser.call("GET", "/demo/outbox", None).await.ok();
    let all = outbox.as_array().unwrap().iter();
    all.filter(|sent| sent["kind"] == "mail").cloned().collect()
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_the_link_in_the_outbox() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    browser.in_through("leerling").await;
    state.clock.advance(60);
    let body = json!({
        "school": "voorbeeldcollege", "username": "leerling",
        "email": "leerling@voorbeeldcollege.example", "lang": "nl",
    });
    let mut stranger = Browser::new(&router);
    let answer = stranger.post("/api/v1/password/forgot", body).await;
    assert_eq!((answer.status, answer.json()), (202, json!({})));
    let sent = mails(&mut browser).await;
    let mut to: Vec<_> = sent
        .iter()
        .map(|mail| mail["to"].as_str().unwrap())
        .collect();
    to.sort_unstable();
    assert_eq!(
        to,
        ["leerling@voorbeeldcollege.example", "ouders@gezin.example"]
    );
    let text = sent[0]["text"].as_str().unwrap();
    let (_, behind) = text
        .split_once("http://127.0.0.1:8080/?password&school=voorbeeldcollege#t=")
        .unwrap();
    let token = behind.split_whitespace().next().unwrap();
    assert_eq!(
        browser.state().await["state"],
        "signed-in",
        "nothing has changed yet"
    );
    let body = json!({ "token": token, "password": NEW });
    stranger.post("/api/v1/password/reset", body).await.ok();
    assert_eq!(stranger.state().await["state"], "signed-out");
    assert_eq!(
        browser.state().await["state"],
        "signed-out",
        "by the old password"
    );
    assert_eq!(mails(&mut browser).await.len(), 4, "both are told");
    for (password, status) in [(PASSWORD, 401), (NEW, 200)] {
        let body = json!({ "username": "leerling", "password": password });
        let answer = stranger.post("/demo/portal/sign-in", body).await;
        assert_eq!(answer.status, status, "{password}");
    }
    // The reset of the demonstration brings the old one back.
    browser.post("/demo/reset", json!({})).await.ok();
    browser.in_through("leerling").await;
}

#[tokio::test]
async fn s_b_73_the_sign_in_of_the_demonstration_renews_a_dated_hash_too() {
    const DATED: &str =
        "SELECT COUNT(*) FROM directory WHERE subject = 'leerling' AND password LIKE '8,1,1$%'";
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    drop(router);
    let mut app = std::sync::Arc::try_unwrap(state).unwrap_or_else(|_| panic!("still held"));
    app.hasher = Hasher::new(Cost {
        memory: 16,
        passes: 2,
        lanes: 1,
    });
    let state = std::sync::Arc::new(app);
    let router = tweestap_server::app(state.clone());
    let count = || async {
        let mut connection = state.store.read().await.unwrap();
        let counted: (i64,) = sqlx::query_as(DATED)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        counted.0
    };
    let mut browser = Browser::new(&router);
    let mut sign_in = async |password: &str| {
        let body = json!({ "username": "leerling", "password": password });
        browser.post("/demo/portal/sign-in", body).await.status
    };
    assert_eq!(sign_in(NEW).await, 401);
    assert_eq!(count().await, 1);
    for _ in 0..2 {
        assert_eq!(sign_in(PASSWORD).await, 200);
        assert_eq!(count().await, 0);
    }
}
