//! Mail on the demonstration's phone.

use serde_json::json;
use tweestap_server::mail::{self, Event, address};
use tweestap_server::sms::Kind;
use tweestap_server::store::accounts;

use crate::world::{demonstration, send};

#[tokio::test]
async fn the_demonstration_shows_mail_in_its_outbox_as_soon_as_someone_looks() {
    let folder = tempfile::tempdir().unwrap();
    let (router, app) = demonstration(&folder).await;
    let mut tx = app.store.write().await.unwrap();
    sqlx::query(
        "INSERT INTO accounts (id, school, issuer, subject, name, mfa_epoch, remember, turn, created_at, lang) \
         VALUES ('a', 'voorbeeldcollege', 'i', 'leerling', 'Sam de Vries', 0, 'always_ask', 0, 0, 'nl')",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    let account = accounts::by_id(&mut tx, "a").await.unwrap().unwrap();
    let sealed = address::seal(&app, &account, "leerling@voorbeeldcollege.example").unwrap();
    sqlx::query("UPDATE accounts SET email = $1")
        .bind(sealed)
        .execute(&mut *tx)
        .await
        .unwrap();
    mail::notify(&mut tx, "a", Event::SwitchedOn, app.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let ask = || async {
        let request = axum::http::Request::get("/demo/outbox");
        let request = request.body(axum::body::Body::empty()).unwrap();
        send(router.clone(), request).await.ok()
    };
    let outbox = ask().await;
    assert_eq!(outbox.as_array().unwrap().len(), 1);
    assert_eq!(
        (&outbox[0]["kind"], &outbox[0]["to"], &outbox[0]["at"]),
        (
            &json!("mail"),
            &json!("leerling@voorbeeldcollege.example"),
            &json!("2027-01-15T08:00:00Z")
        )
    );
    let text = outbox[0]["text"].as_str().unwrap();
    assert!(
        text.starts_with("Je tweede stap staat aan (Voorbeeldcollege)\n\nJe tweede stap"),
        "{text}"
    );
    assert_eq!(ask().await, outbox, "it came once");
    let demo = app.demo.as_ref().unwrap();
    assert_eq!(demo.outbox.messages()[0].kind, Kind::Mail);
}
