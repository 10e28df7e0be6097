//! The database: one implementation of every query for SQLite and PostgreSQL (portable SQL through sqlx's
//! `Any` driver). Decides nothing; a compare-and-swap says by its row count whether it won.

pub mod accounts;
pub mod addresses;
pub mod audit;
pub mod challenges;
pub mod classes;
pub mod demo;
pub mod devices;
pub mod directory;
pub mod factors;
pub mod grace;
pub mod hardware;
pub mod limits;
pub mod mails;
pub mod messages;
pub mod password_links;
pub mod password_requests;
pub mod people;
pub mod policies;
pub mod readiness;
pub mod recovered;
pub mod recovery_codes;
pub mod recovery_sets;
pub mod references;
pub mod sessions;
pub mod support_codes;
pub mod tokens;
pub mod traffic;
pub mod trust;
pub mod two_steps;

use std::path::Path;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Transaction};

use crate::error::Result;

pub type Tx = Transaction<'static, Any>;

/// What tests turn down.
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// How long a writer waits while another process holds SQLite's lock.
    pub lock_wait: Duration,
    /// How long a request waits for a connection.
    pub patience: Duration,
    /// Whether a commit waits for the disk: power loss must not bring back a spent code.
    pub durable: bool,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            lock_wait: Duration::from_secs(5),
            patience: Duration::from_secs(5),
            durable: true,
        }
    }
}

pub struct Store {
    reader: AnyPool,
    /// SQLite: a single connection, so that writers queue fairly instead of polling the file's lock.
    writer: AnyPool,
    begin: &'static str,
}

impl Store {
    /// A database in one file, made when it is missing, readable by its owner only.
    pub async fn sqlite(path: &Path, tuning: Tuning) -> Result<Self, String> {
        sqlx::any::install_default_drivers();
        let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        match crate::keys::create_private(path) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&error)),
        }
        let name = path
            .to_str()
            .ok_or_else(|| failed(&"the path is not valid Unicode"))?;
        let escaped = name
            .replace('%', "%25")
            .replace('?', "%3F")
            .replace('#', "%23");
        let url = format!("sqlite://{escaped}?mode=rw");
        let writer = sqlite_pool(1, tuning)
            .connect(&url)
            .await
            .map_err(|error| failed(&error))?;
        sqlx::migrate!()
            .run(&writer)
            .await
            .map_err(|error| failed(&error))?;
        let reader = sqlite_pool(4, tuning)
            .connect(&url)
            .await
            .map_err(|error| failed(&error))?;
        // Takes the write lock at once: a transaction that reads first could otherwise fail half-way.
        Ok(Self {
            reader,
            writer,
            begin: "BEGIN IMMEDIATE",
        })
    }

    /// A PostgreSQL database by its address.
    pub async fn postgres(url: &str, tuning: Tuning) -> Result<Self, String> {
        sqlx::any::install_default_drivers();
        let pool = AnyPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(tuning.patience)
            .after_connect(|connection, _| Box::pin(for_long_lists(connection)))
            .connect(url)
            .await
            // The address may hold a password: it is not repeated.
            .map_err(|error| format!("PostgreSQL: {error}"))?;
        sqlx::migrate!()
            .run(&pool)
            .await
            .map_err(|error| format!("PostgreSQL: {error}"))?;
        Ok(Self {
            reader: pool.clone(),
            writer: pool,
            begin: "BEGIN",
        })
    }

    pub async fn read(&self) -> Result<PoolConnection<Any>> {
        Ok(self.reader.acquire().await?)
    }

    pub async fn write(&self) -> Result<Tx> {
        Ok(self.writer.begin_with(self.begin).await?)
    }

    /// A writing transaction in which no other one of this account can be in between.
    pub async fn turn_of(&self, account: &str) -> Result<Tx> {
        let mut tx = self.write().await?;
        sqlx::query("UPDATE accounts SET turn = turn + 1 WHERE id = $1")
            .bind(account)
            .execute(&mut *tx)
            .await?;
        Ok(tx)
    }

    /// Removes what is over. Nothing relies on it: every query looks at the time itself.
    pub async fn sweep(&self, now: i64) -> Result<()> {
        let mut tx = self.write().await?;
        for statement in [
            "DELETE FROM used_tokens WHERE expires_at < $1",
            "DELETE FROM factors WHERE state <> 'active' AND expires_at <= $1",
            "DELETE FROM assertion_references WHERE expires_at <= $1",
            "DELETE FROM challenges WHERE expires_at <= $1",
            "DELETE FROM devices WHERE expires_at <= $1",
            "DELETE FROM recovery_sets WHERE expires_at <= $1",
            "DELETE FROM support_codes WHERE expires_at <= $1",
            "DELETE FROM messages WHERE sent_at < $1 - 86400",
            "DELETE FROM sessions WHERE created_at < $1 - 3600",
            "DELETE FROM password_requests WHERE created_at <= $1 - 3600",
            "DELETE FROM password_asks WHERE at <= $1 - 3600",
            // Stale news helps nobody.
            "DELETE FROM mails WHERE created_at < $1 - 604800",
        ] {
            sqlx::query(statement).bind(now).execute(&mut *tx).await?;
        }
        password_links::sweep(&mut tx, now).await?;
        Ok(tx.commit().await?)
    }

    /// After very many rows at once. PostgreSQL plans by what it counted last, and would count again only in a while.
    pub async fn take_stock(&self) {
        let counted = "VACUUM (ANALYZE) accounts, factors, grace, limits";
        if self.begin == "BEGIN"
            && let Err(error) = sqlx::raw_sql(counted).execute(&self.writer).await
        {
            tracing::debug!(%error, "PostgreSQL counts when it wants to");
        }
    }

    /// Ends all connections; with SQLite this also folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// For tests that need the database itself.
    pub fn writer(&self) -> &AnyPool {
        &self.writer
    }
}

fn sqlite_pool(connections: u32, tuning: Tuning) -> AnyPoolOptions {
    let busy = format!("PRAGMA busy_timeout = {}", tuning.lock_wait.as_millis());
    let synchronous = if tuning.durable { "FULL" } else { "OFF" };
    let settings = format!(
        "{busy}; PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON; \
         PRAGMA secure_delete = ON"
    );
    AnyPoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(tuning.patience)
        .after_connect(move |connection, _| {
            let settings = settings.clone();
            Box::pin(async move { set_up(connection, settings).await })
        })
}

/// PostgreSQL compiles a query that it thinks is dear, and thinks so of a page of people: that takes longer than the page. A set
/// that it thinks too large for its memory (by default that of a server with some hundred thousand people) it goes through anew
/// for each person: minutes. One that knows no such setting does no such thing.
async fn for_long_lists(connection: &mut AnyConnection) -> sqlx::Result<()> {
    for setting in ["SET jit = off", "SET work_mem = '64MB'"] {
        if let Err(error) = sqlx::raw_sql(setting).execute(&mut *connection).await {
            tracing::debug!(%error, setting, "PostgreSQL has no such setting");
        }
    }
    Ok(())
}

async fn set_up(connection: &mut AnyConnection, settings: String) -> sqlx::Result<()> {
    // Two numbers and a word of our own; nothing from outside.
    sqlx::raw_sql(sqlx::AssertSqlSafe(settings))
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether a compare-and-swap won.
pub(crate) fn won(result: &sqlx::any::AnyQueryResult) -> bool {
    result.rows_affected() == 1
}
