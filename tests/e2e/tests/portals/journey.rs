//! Sign in, set up, sign out, sign in with a code; and what a page's own scripts can only pretend.

use serde_json::{Value, json};
use std::fs;
use tweestap_e2e::portals::{Installation, Portal, Runtime, free_address, wall_clock};
use tweestap_e2e::{World, journey, scene};

#[test]
fn the_portal_in_node_takes_somebody_through_everything() {
    through_everything(Runtime::Node);
}

#[test]
fn the_portal_in_python_takes_somebody_through_everything() {
    through_everything(Runtime::Python);
}

#[test]
fn the_portal_in_php_takes_somebody_through_everything() {
    through_everything(Runtime::Php);
}

const PORTAL_STEP: &str = "[data-portal=challenge]";

fn through_everything(runtime: Runtime) {
    journey(scene("en", "light", 1024), async |w| {
        let folder = w.file("portal");
        fs::create_dir(&folder).unwrap();
        let address = free_address();
        let tweestap = Installation::start(&address, &folder);
        let portal = Portal::start(runtime, &address, &tweestap.address, &folder);

        // Nobody with a wrong password, and straight through without a second step.
        signs_in(w, &portal, "wachtwoord-van-bram").await;
        w.reads("Your name or password is not right.").await;
        signs_in(w, &portal, "wachtwoord-van-anna").await;
        w.is_signed_in().await;

        w.presses("open-enrolment").await;
        w.comes_to("method").await;
        w.presses("choose-app").await;
        w.comes_to("scan").await;
        let app = w.scans_into_an_app().await;
        let now = wall_clock();
        w.types("code", &app.code_at(now)).await;
        w.presses("confirm").await;
        w.comes_to("recovery-codes").await;
        w.presses("acknowledge").await;
        w.comes_to("done").await;
        w.presses("finish").await;
        w.is_signed_in().await;

        w.signs_out().await;
        signs_in(w, &portal, "wachtwoord-van-anna").await;
        w.find(PORTAL_STEP).await;
        w.comes_to("code").await;
        what_scripts_pretend_is_not_believed(w, &portal).await;

        // The code of the next step: this one has done its work already.
        takes_down_the_assertion(w).await;
        w.types("code", &app.code_at(now + 30)).await;
        w.presses("verify").await;
        w.is_signed_in().await;
        let assertion = w.value("sessionStorage.getItem('assertion')").await;

        // Neither the settings nor anything else asks again in this sign-in.
        w.presses("open-settings").await;
        w.comes_to("overview").await;
        w.presses("open-dashboard").await;

        w.signs_out().await;
        signs_in(w, &portal, "wachtwoord-van-anna").await;
        w.comes_to("code").await;
        assert_eq!(offers(w, &json!({ "assertion": assertion })).await, 403);
        still_waits(w, &portal).await;
    });
}

async fn signs_in(w: &World, portal: &Portal, password: &str) {
    w.browser.goto(&portal.address).await.unwrap();
    w.types("username", "anna").await;
    w.types("password", password).await;
    w.presses("sign-in").await;
}

/// Events of the console, and calls without a real assertion.
async fn what_scripts_pretend_is_not_believed(w: &World, portal: &Portal) {
    for forged in [
        json!({}),
        json!({ "assertion": null }),
        json!({ "assertion": "" }),
        json!({ "assertion": "a.b.c" }),
        json!({ "assertion": ["a"] }),
        json!("assertion"),
        Value::Null,
    ] {
        assert_eq!(offers(w, &forged).await, 403, "{forged}");
    }
    let event = "document.querySelector('tweestap-challenge').dispatchEvent(\
                 new CustomEvent('tweestap:verified', { detail: { assertion: 'a.b.c' } }))";
    w.value(event).await;
    // The page asks its server, is refused, and shows the form.
    w.find("[data-portal=signed-out] [data-field=username]")
        .await;
    still_waits(w, portal).await;
}

/// What the portal's server says of it.
async fn offers(w: &World, body: &Value) -> u64 {
    let call = format!(
        "fetch('/tweestap-verified', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, \
         body: JSON.stringify({body}) }}).then((answer) => answer.status)"
    );
    w.promised(&call).await.as_u64().unwrap()
}

async fn still_waits(w: &World, portal: &Portal) {
    for path in ["/settings", "/enrolment", "/"] {
        w.browser
            .goto(format!("{}{path}", portal.address))
            .await
            .unwrap();
        w.find(PORTAL_STEP).await;
    }
    w.comes_to("code").await;
}

async fn takes_down_the_assertion(w: &World) {
    let listen = "document.addEventListener('tweestap:verified', \
                  ({ detail }) => sessionStorage.setItem('assertion', detail.assertion))";
    w.value(listen).await;
}
