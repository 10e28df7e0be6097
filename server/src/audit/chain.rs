//! The chain of an audit trail: the hash of an entry covers the hash of the one before, and number and hash of the
//! newest are sealed. Whoever alters, removes, inserts or reorders entries breaks a hash; whoever makes all hashes anew,
//! or cuts the end off, cannot seal another head. Pure. One file with its tests, though long: writing and checking are held
//! against each other.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::seal::{Place, Sealer};

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    pub school: String,
    /// From 1, without gaps.
    pub number: i64,
    /// Unix seconds.
    pub at: i64,
    pub actor: String,
    pub subject: String,
    pub action: String,
    pub reason: String,
    /// JSON, byte for byte as it was written.
    pub details: String,
    /// SHA-256 in hexadecimal.
    pub hash: String,
}

impl Entry {
    /// The whole entry but its hash. Lengths keep the parts apart: no two entries share one text.
    fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [self.number, self.at] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        for part in [
            &self.school,
            &self.actor,
            &self.subject,
            &self.action,
            &self.reason,
            &self.details,
        ] {
            bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }

    fn hash_after(&self, before: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update(self.canonical());
        hash.finalize().into()
    }

    /// This entry with its hash, and the head that it makes.
    pub fn after(mut self, head: &Head) -> (Self, Head) {
        let hash = self.hash_after(&head.hash);
        self.hash = HEXLOWER.encode(&hash);
        let head = Head {
            number: self.number,
            hash,
        };
        (self, head)
    }
}

/// The newest entry: its number and its hash. Before the first one, nought and zeros.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub number: i64,
    pub hash: [u8; 32],
}

fn place(school: &str) -> Place<'_> {
    Place {
        school,
        account: "",
        row: "head",
        column: "audit_heads",
    }
}

impl Head {
    pub fn seal(&self, sealer: &Sealer, school: &str) -> Result<String> {
        let text = [&self.number.to_le_bytes()[..], &self.hash].concat();
        sealer.seal(place(school), &text)
    }

    /// `sealed`: empty where nothing was sealed yet.
    pub fn open(sealer: &Sealer, school: &str, sealed: &str) -> Result<Self> {
        const BROKEN: Error = Error::Internal("the head of an audit trail is unusable");
        if sealed.is_empty() {
            return Ok(Self::default());
        }
        let text = sealer.open(place(school), sealed)?;
        let (number, hash) = text.split_at_checked(8).ok_or(BROKEN)?;
        Ok(Self {
            number: i64::from_le_bytes(number.try_into().map_err(|_| BROKEN)?),
            hash: hash.try_into().map_err(|_| BROKEN)?,
        })
    }
}

/// The first entry that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub number: i64,
    pub what: &'static str,
}

/// Recomputes a chain, entry by entry in the order of their numbers.
#[derive(Default)]
pub struct Check(Head);

impl Check {
    /// Of the last entry that was read.
    pub const fn number(&self) -> i64 {
        self.0.number
    }

    pub fn read(&mut self, entry: &Entry) -> Result<(), Broken> {
        let number = self.0.number + 1;
        let broken = |what| Err(Broken { number, what });
        if entry.number > number {
            return broken("is missing");
        }
        let hash = entry.hash_after(&self.0.hash);
        if entry.number < number || entry.hash != HEXLOWER.encode(&hash) {
            return broken("is not as it was written");
        }
        self.0 = Head { number, hash };
        Ok(())
    }

    /// After the last entry: whether it is the one that was sealed.
    pub fn end(self, head: &Head) -> Result<Head, Broken> {
        let broken = |number, what| Err(Broken { number, what });
        match self.0.number.cmp(&head.number) {
            std::cmp::Ordering::Less => broken(self.0.number + 1, "was cut off"),
            std::cmp::Ordering::Greater => broken(head.number + 1, "was not written by the server"),
            std::cmp::Ordering::Equal if self.0.hash != head.hash => {
                broken(head.number, "has another hash than the one that was sealed")
            }
            std::cmp::Ordering::Equal => Ok(self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: i64, reason: &str) -> Entry {
        Entry {
            school: "s".to_owned(),
            number,
            at: 1_800_000_000,
            actor: "system".to_owned(),
            subject: "a".to_owned(),
            action: "reset".to_owned(),
            reason: reason.to_owned(),
            details: "{}".to_owned(),
            hash: String::new(),
        }
    }

    fn chain(reasons: &[&str]) -> (Vec<Entry>, Head) {
        let mut head = Head::default();
        let mut entries = Vec::new();
        for (number, reason) in (1..).zip(reasons) {
            let (written, next) = entry(number, reason).after(&head);
            entries.push(written);
            head = next;
        }
        (entries, head)
    }

    fn check(entries: &[Entry], head: &Head) -> Result<Head, Broken> {
        let mut check = Check::default();
        for entry in entries {
            check.read(entry)?;
        }
        check.end(head)
    }

    fn first_broken(entries: &[Entry], head: &Head) -> i64 {
        check(entries, head).unwrap_err().number
    }

    #[test]
    fn whatever_is_changed_of_an_entry_breaks_it() {
        let (entries, head) = chain(&["a", "b", "c"]);
        assert_eq!(check(&entries, &head), Ok(head.clone()));
        let changes: [fn(&mut Entry); 8] = [
            |entry| entry.at += 1,
            |entry| entry.actor.push('x'),
            |entry| entry.subject.push('x'),
            |entry| entry.action = "unlocked".to_owned(),
            |entry| entry.reason.clear(),
            |entry| entry.details = "{} ".to_owned(),
            |entry| entry.school = "t".to_owned(),
            |entry| entry.hash = "0".repeat(64),
        ];
        for (which, change) in changes.iter().enumerate() {
            let mut altered = entries.clone();
            change(&mut altered[1]);
            assert_eq!(first_broken(&altered, &head), 2, "{which}");
        }
        // A letter that moves from one member to the next.
        let mut moved = entries.clone();
        moved[1].actor = "syste".to_owned();
        moved[1].subject = "ma".to_owned();
        assert_eq!(first_broken(&moved, &head), 2);
    }

    #[test]
    fn what_is_removed_inserted_reordered_or_cut_off_is_found_where_it_begins() {
        let (entries, head) = chain(&["a", "b", "c", "d"]);
        let without = |number: usize| {
            let mut left = entries.clone();
            left.remove(number - 1);
            left
        };
        assert_eq!(first_broken(&without(1), &head), 1);
        assert_eq!(first_broken(&without(2), &head), 2);
        assert_eq!(first_broken(&without(4), &head), 4);
        assert_eq!(first_broken(&entries[..2], &head), 3);
        assert_eq!(first_broken(&[], &head), 1);
        let mut swapped = entries.clone();
        swapped.swap(1, 2);
        swapped[1].number = 2;
        swapped[2].number = 3;
        assert_eq!(first_broken(&swapped, &head), 2);
        let mut inserted = entries.clone();
        inserted.insert(2, entry(3, "new"));
        inserted[3].number = 4;
        inserted[4].number = 5;
        assert_eq!(first_broken(&inserted, &head), 3);
        // With the right hash, behind the end.
        let (more, _) = entry(5, "new").after(&head);
        let longer = [entries.clone(), vec![more]].concat();
        assert_eq!(first_broken(&longer, &head), 5);
    }

    #[test]
    fn a_chain_that_was_made_anew_as_a_whole_is_not_the_sealed_one() {
        let (_, head) = chain(&["a", "b"]);
        let (forged, _) = chain(&["a", "x"]);
        assert_eq!(first_broken(&forged, &head), 2);
        assert_eq!(check(&[], &Head::default()), Ok(Head::default()));
    }

    #[test]
    fn a_head_opens_at_its_own_school_only() {
        let sealer = Sealer::new(&[7; 32]);
        let (_, head) = chain(&["a"]);
        let sealed = head.seal(&sealer, "s").unwrap();
        assert_eq!(Head::open(&sealer, "s", &sealed).unwrap(), head);
        assert!(Head::open(&sealer, "t", &sealed).is_err());
        assert_eq!(Head::open(&sealer, "s", "").unwrap(), Head::default());
    }
}
