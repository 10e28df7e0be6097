//! People with an address, and notices that wait for them.

use std::sync::Arc;

use tempfile::TempDir;
use tweestap_server::clock::Clock;
use tweestap_server::mail::{self, Event, address};
use tweestap_server::random;
use tweestap_server::store::accounts;

use super::{ISSUER, NOW, QUICK, World};

impl World {
    /// An account at the school of the tests; its id.
    pub async fn someone(
        &self,
        subject: &str,
        name: &str,
        lang: &str,
        email: Option<&str>,
    ) -> String {
        let id = random::id().unwrap();
        let mut tx = self.app.store.write().await.unwrap();
        sqlx::query(
            "INSERT INTO accounts (id, school, issuer, subject, name, mfa_epoch, remember, turn, created_at, lang) \
             VALUES ($1, 'school', $2, $3, $4, 0, 'always_ask', 0, $5, $6)",
        )
        .bind(&id)
        .bind(ISSUER)
        .bind(subject)
        .bind(name)
        .bind(self.clock.now())
        .bind(lang)
        .execute(&mut *tx)
        .await
        .unwrap();
        let account = accounts::by_id(&mut tx, &id).await.unwrap().unwrap();
        let sealed = email.map(|email| address::seal(&self.app, &account, email).unwrap());
        sqlx::query("UPDATE accounts SET email = $2 WHERE id = $1")
            .bind(&id)
            .bind(sealed)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Something happened to an account.
    pub async fn notice(&self, account: &str, event: Event) {
        let mut tx = self.app.store.write().await.unwrap();
        mail::notify(&mut tx, account, event, self.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Notices that have not been accepted yet.
    pub async fn waiting(&self) -> i64 {
        self.count("SELECT COUNT(*) FROM mails").await
    }

    /// On SQLite in a folder that may have been used before.
    pub async fn in_folder(folder: Arc<TempDir>) -> Self {
        let clock = Arc::new(Clock::stopped(NOW));
        Self::start(folder, clock, Arc::default(), None, QUICK, |_| {}, None).await
    }
}
