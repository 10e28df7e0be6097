//! Schools that share a policy. A manager of any of them may set it; the people of each stay its own.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Config;
use super::report::Report;
use super::source::Source;

/// Schools that share a policy: a manager of any of them may set it for all.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Stable: the policy is stored under it.
    pub id: String,
    /// The name managers know.
    pub name: String,
    /// Ids of the schools in it. A school is in one group at most.
    pub schools: Vec<String>,
}

/// Those of a file.
pub(super) fn read(source: &Source<'_>, report: &mut Report) -> Vec<Group> {
    // What does not fit the schema has been told of.
    let places = 0..source.entries("groups").len();
    let entry = |place| source.read(&format!("/groups/{place}"), &mut Report::default());
    let read: Vec<Group> = places.clone().filter_map(entry).collect();
    if source
        .get("/groups")
        .is_some_and(|groups| groups.get_ref().as_array().is_none())
    {
        let said = "write [[groups]], with two brackets on each side";
        source.fault("/groups", said, report);
    }
    // A place in the list would be another one in the file.
    match read.len() == places.len() {
        true => read,
        false => Vec::new(),
    }
}

impl Config {
    /// The group of a school.
    pub fn group_of(&self, school: &str) -> Option<&Group> {
        let has = |group: &&Group| group.schools.iter().any(|id| id == school);
        self.groups.iter().find(has)
    }

    /// With the pointer of each in the file.
    pub(super) fn faults_of_groups(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        for (place, group) in self.groups.iter().enumerate() {
            let mut fault =
                |key: &str, said: String| faults.push((format!("/groups/{place}/{key}"), said));
            let earlier = &self.groups[..place];
            for (key, text) in [("id", &group.id), ("name", &group.name)] {
                if text.trim().is_empty() || text.chars().any(char::is_control) {
                    fault(key, format!("{key} must be one line, and not empty"));
                }
            }
            if earlier.iter().any(|other| other.id == group.id) {
                let said = format!(
                    "two groups have the id {:?}; give this one an id of its own",
                    group.id
                );
                fault("id", said);
            }
            if group.schools.is_empty() {
                let said = "schools names no school; name the ids of those in the group";
                fault("schools", said.to_owned());
            }
            for (at, id) in group.schools.iter().enumerate() {
                let before = group.schools[..at].iter();
                let others = earlier.iter().flat_map(|other| &other.schools);
                let said = if self.school(id).is_none() {
                    format!("there is no school {id:?}; write the id of a [[school]]")
                } else if others.chain(before).any(|other| other == id) {
                    format!("the school {id:?} is in a group already; it can be in one at most")
                } else {
                    continue;
                };
                fault(&format!("schools/{at}"), said);
            }
        }
        faults
    }
}
