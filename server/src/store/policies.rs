//! Policies that managers have set, one for a school and one for a group. What they mean is `policy.rs`.

use sqlx::AnyConnection;
use tweestap_api::{Policy, Scope};

use super::won;
use crate::config::{Config, School};
use crate::error::{Error, Result};
use crate::policy::{Rules, operators};

/// A policy, and which one it is.
#[derive(Clone, Debug)]
pub struct Stored {
    pub version: i64,
    pub policy: Policy,
}

/// What is stored for a school; `None` where nobody has set anything.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub group: Option<Stored>,
    pub school: Option<Stored>,
}

impl Found {
    /// With the operator's settings.
    pub fn rules(self, school: &School) -> Rules {
        let stored = [self.group, self.school].into_iter().flatten();
        Rules::of(operators(school), stored.map(|one| one.policy))
    }
}

/// As they are now. One that cannot be read is not left out: less would be asked.
pub async fn of(connection: &mut AnyConnection, config: &Config, school: &str) -> Result<Found> {
    let group = config
        .group_of(school)
        .map_or("", |group| group.id.as_str());
    let rows: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT scope, version, policy FROM policies WHERE scope = 'school' AND id = $1 \
         UNION ALL SELECT scope, version, policy FROM policies WHERE scope = 'group' AND id = $2",
    )
    .bind(school)
    .bind(group)
    .fetch_all(connection)
    .await?;
    let mut found = Found::default();
    for (scope, version, text) in rows {
        let policy = serde_json::from_str(&text)
            .map_err(|_| Error::Internal("a stored policy cannot be read"))?;
        let stored = Some(Stored { version, policy });
        match Scope::from_code(&scope) {
            Some(Scope::School) => found.school = stored,
            Some(Scope::Group) => found.group = stored,
            None => return Err(Error::Internal("a policy has an unknown scope")),
        }
    }
    Ok(found)
}

/// Groups that have a policy.
pub async fn groups(connection: &mut AnyConnection) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT id FROM policies WHERE scope = 'group' ORDER BY id")
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Version and text of a policy as they are stored, also where it cannot be read.
pub async fn as_stored(
    connection: &mut AnyConnection,
    scope: Scope,
    id: &str,
) -> Result<Option<(i64, String)>> {
    Ok(
        sqlx::query_as("SELECT version, policy FROM policies WHERE scope = $1 AND id = $2")
            .bind(scope.code())
            .bind(id)
            .fetch_optional(connection)
            .await?,
    )
}

/// Takes a policy away; `false`: there is none.
pub async fn clear(connection: &mut AnyConnection, scope: Scope, id: &str) -> Result<bool> {
    let cleared = sqlx::query("DELETE FROM policies WHERE scope = $1 AND id = $2")
        .bind(scope.code())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(won(&cleared))
}

/// Everything that is asked at a school.
pub async fn rules(
    connection: &mut AnyConnection,
    config: &Config,
    school: &School,
) -> Result<Rules> {
    Ok(of(connection, config, &school.id).await?.rules(school))
}

/// Keeps a policy in the place of that version (0: of none); `false` when it is another one by now.
pub async fn keep(
    connection: &mut AnyConnection,
    scope: Scope,
    id: &str,
    policy: &Policy,
    version: i64,
) -> Result<bool> {
    let text =
        serde_json::to_string(policy).map_err(|_| Error::Internal("a policy cannot be written"))?;
    let statement = match version {
        0 => {
            "INSERT INTO policies (scope, id, version, policy) VALUES ($1, $2, $3 + 1, $4) ON CONFLICT DO NOTHING"
        }
        _ => {
            "UPDATE policies SET version = version + 1, policy = $4 WHERE scope = $1 AND id = $2 AND version = $3"
        }
    };
    let kept = sqlx::query(statement)
        .bind(scope.code())
        .bind(id)
        .bind(version)
        .bind(text)
        .execute(connection)
        .await?;
    Ok(won(&kept))
}
