//! `tweestap-server policy`: what is asked at a school or a group, as it is stored, and taking it away: for a policy that
//! cannot be read, or that no manager can get at any more. Works beside a running server.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use tweestap_api::{AuditAction, AuditDetails, Scope};

use super::Kept;
use crate::audit::{self, Actor, Happened, SYSTEM, reason};
use crate::config::{Config, Group};
use crate::error::{Error, Result as Stored};
use crate::keys::Keys;
use crate::seal::Sealer;
use crate::store::{Store, policies};

#[derive(Subcommand)]
pub enum Policy {
    /// Print a policy as it is stored.
    Show(Show),
    /// Take a policy away: what the configuration asks holds from then on, and what is left of the others'.
    Clear(Clear),
}

/// Whose policy.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Whose {
    /// The policy of this school, by its id in the configuration.
    #[arg(long, value_name = "ID")]
    school: Option<String>,
    /// The policy of this group, by its id in the configuration.
    #[arg(long, value_name = "ID")]
    group: Option<String>,
}

#[derive(Args)]
pub struct Show {
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    place: Kept,
}

#[derive(Args)]
pub struct Clear {
    #[command(flatten)]
    whose: Whose,
    /// Why, on one line: for the audit trail of each school that it is for.
    #[arg(long)]
    reason: String,
    /// The configuration, in TOML: it says which schools a group has.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A school that was in a group which the configuration has no more; as often as there are schools.
    #[arg(long, value_name = "ID")]
    of: Vec<String>,
    #[command(flatten)]
    place: Kept,
}

impl Whose {
    fn named(&self) -> (Scope, &str) {
        match (&self.school, &self.group) {
            (Some(school), _) => (Scope::School, school),
            (None, group) => (Scope::Group, group.as_deref().unwrap_or_default()),
        }
    }

    fn none(&self) -> String {
        let (scope, id) = self.named();
        format!("the {} {id:?} has no policy", scope.code())
    }
}

/// What is stored, or what was done, in a sentence. Refused in a sentence as well.
pub async fn run(asked: Policy, now: i64) -> Result<String, String> {
    match asked {
        Policy::Show(asked) => {
            let store = asked.place.store().await?;
            let found = show(&store, asked.whose.named()).await;
            store.close().await;
            match found {
                Ok(Some((version, text))) => Ok(format!("version {version}\n{text}")),
                Ok(None) => Err(asked.whose.none()),
                Err(error) => Err(error.problem().to_string()),
            }
        }
        Policy::Clear(asked) => {
            let reason = reason(&asked.reason)
                .ok_or_else(|| "--reason must be one line of 1 to 500 characters".to_owned())?;
            let schools = asked.schools()?;
            let store = asked.place.store().await?;
            let keys = Keys::existing(&asked.place.data)?;
            let named = asked.whose.named();
            let done = clear(&store, &keys.sealer, named, &schools, reason, now).await;
            store.close().await;
            match done {
                Ok(true) => Ok(format!(
                    "The policy is gone, and the trail of {} says so.",
                    schools.join(", ")
                )),
                Ok(false) => Err(asked.whose.none()),
                Err(error) => Err(format!("nothing was changed: {}", error.problem())),
            }
        }
    }
}

impl Clear {
    /// In whose trail it is written down.
    fn schools(&self) -> Result<Vec<String>, String> {
        let group = match (&self.whose.school, &self.whose.group) {
            (Some(school), _) => return Ok(vec![school.clone()]),
            (None, group) => group.as_deref().unwrap_or_default(),
        };
        let known = match &self.config {
            Some(path) => members(path, group)?,
            None => None,
        };
        match known {
            Some(schools) => Ok(schools),
            None if !self.of.is_empty() => Ok(self.of.clone()),
            None => Err(
                "name the schools that the group is for: with --config, or each with --of where the configuration has \
                 the group no more"
                    .to_owned(),
            ),
        }
    }
}

fn members(config: &Path, group: &str) -> Result<Option<Vec<String>>, String> {
    let config = Config::read(config, true)?;
    let mut groups = config.groups.iter();
    let found = groups.find(|one| one.id == group);
    Ok(found.map(|group| group.schools.clone()))
}

/// Version and text.
pub async fn show(
    store: &Store,
    (scope, id): (Scope, &str),
) -> Result<Option<(i64, String)>, Error> {
    let mut connection = store.read().await?;
    policies::as_stored(&mut connection, scope, id).await
}

/// One transaction: the policy goes and every trail says so, or nothing happens. `false`: there is none.
pub async fn clear(
    store: &Store,
    sealer: &Sealer,
    (scope, id): (Scope, &str),
    schools: &[String],
    reason: &str,
    now: i64,
) -> Result<bool, Error> {
    let mut tx = store.write().await?;
    if !policies::clear(&mut tx, scope, id).await? {
        return Ok(false);
    }
    // In the order in which managers' changes are written down: neither waits for the other.
    let mut schools: Vec<&String> = schools.iter().collect();
    schools.sort_unstable();
    schools.dedup();
    for school in schools {
        let happened = Happened {
            school,
            actor: Actor::System,
            // It is about nobody's account.
            subject: SYSTEM,
            action: AuditAction::PolicyChanged,
            reason,
            details: AuditDetails {
                scope: Some(scope),
                version: Some(0),
                ..AuditDetails::default()
            },
        };
        audit::record(sealer, &mut tx, &happened, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Refuses to serve while a group has a policy that no school is in any more: under another id its schools would be asked
/// less, and nobody would notice. All schools wait for it, as for any other fault of the file: whoever has just edited it
/// reads this sentence, and a warning in a log stays unread for as long as everything seems to work.
pub async fn every_group_is_known(store: &Store, known: &[Group]) -> Result<(), String> {
    let failed = |error: Error| format!("the policies could not be read: {}", error.problem());
    let stored = groups(store).await.map_err(failed)?;
    let mut stored = stored.into_iter();
    let lost = stored.find(|id| known.iter().all(|group| group.id != *id));
    lost.map_or(Ok(()), |id| {
        Err(format!(
            "there is a policy of the group {id:?}, and the configuration has no such group: its schools would be asked \
             less than before. Give the group that id again, or take the policy away: tweestap-server policy clear \
             --group {id:?} --reason WHY --of SCHOOL"
        ))
    })
}

async fn groups(store: &Store) -> Stored<Vec<String>> {
    let mut connection = store.read().await?;
    policies::groups(&mut connection).await
}
