//! The classes people are in, as the portal last said.

use sqlx::AnyConnection;

use crate::error::Result;

/// In alphabetical order.
pub async fn of(connection: &mut AnyConnection, account: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT class FROM account_classes WHERE account = $1 ORDER BY class")
            .bind(account)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(class,)| class).collect())
}

/// Those of everybody of a school.
pub async fn of_school(connection: &mut AnyConnection, school: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT DISTINCT class FROM account_classes \
         WHERE account IN (SELECT id FROM accounts WHERE school = $1) ORDER BY class",
    )
    .bind(school)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(class,)| class).collect())
}

/// These, and no others. Nothing is written when nothing has changed: it is asked at every sign-in.
pub async fn keep(connection: &mut AnyConnection, account: &str, classes: &[String]) -> Result<()> {
    let mut wanted = classes.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut known = of(&mut *connection, account).await?;
    known.sort_unstable();
    if known == wanted {
        return Ok(());
    }
    sqlx::query("DELETE FROM account_classes WHERE account = $1")
        .bind(account)
        .execute(&mut *connection)
        .await?;
    for class in &wanted {
        sqlx::query("INSERT INTO account_classes (account, class) VALUES ($1, $2)")
            .bind(account)
            .bind(class)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
