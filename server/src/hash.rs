//! Argon2id for passwords and recovery codes, off the async threads and never more at once than there are
//! places: each hash takes 19 MiB.

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::BASE64_NOPAD;
use subtle::ConstantTimeEq as _;
use tokio::sync::Semaphore;
use tweestap_api::{Problem, Secret};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::random;

/// Memory in KiB, passes, lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    pub memory: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// OWASP Password Storage Cheat Sheet, minimum for Argon2id.
    pub const OWASP: Self = Self {
        memory: 19_456,
        passes: 2,
        lanes: 1,
    };
    /// For tests, which hash by the thousand.
    pub const CHEAP: Self = Self {
        memory: 8,
        passes: 1,
        lanes: 1,
    };

    /// Less of something, and more of nothing. Lanes make no guess dearer.
    fn is_below(self, other: Self) -> bool {
        let no_more = self.memory <= other.memory && self.passes <= other.passes;
        no_more && (self.memory, self.passes) != (other.memory, other.passes)
    }
}

#[derive(Clone)]
pub struct Hasher {
    cost: Cost,
    /// Hashes at work at once: one a core.
    places: Arc<Semaphore>,
    /// Those and the ones that wait; whoever finds no room is told to come back.
    queue: Arc<Semaphore>,
}

const LENGTH: usize = 32;
/// Hashes that may wait for a place: a second of work at most.
const WAITING: usize = 32;
const BROKEN: Error = Error::Internal("Argon2 failed");

impl Hasher {
    pub fn new(cost: Cost) -> Self {
        let places = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            cost,
            places: Arc::new(Semaphore::new(places)),
            queue: Arc::new(Semaphore::new(places + WAITING)),
        }
    }

    /// A text of its own: `19456,2,1$salt$hash`, so that the cost can rise later ([`Self::is_dated`]).
    pub async fn password(&self, password: &Secret) -> Result<String, Error> {
        let salt = random::bytes::<16>()?;
        let cost = self.cost;
        let hash = self.all(cost, vec![normalised(password)], *salt).await?;
        let hash = hash.first().ok_or(BROKEN)?;
        let Cost {
            memory,
            passes,
            lanes,
        } = cost;
        let (salt, hash) = (
            BASE64_NOPAD.encode(salt.as_slice()),
            BASE64_NOPAD.encode(hash),
        );
        Ok(format!("{memory},{passes},{lanes}${salt}${hash}"))
    }

    /// Whether a password belongs to a text made by [`Self::password`].
    pub async fn is_password(&self, password: &Secret, stored: &str) -> Result<bool, Error> {
        let (cost, salt, expected) =
            parse(stored).ok_or(Error::Internal("a stored password is malformed"))?;
        let made = self.all(cost, vec![normalised(password)], salt).await?;
        Ok(made.first().ok_or(BROKEN)?.ct_eq(&expected[..]).into())
    }

    /// Whether a text was made at less than what is spent today. One that took more of anything is left as it is: a
    /// setting that goes down, or trades memory for passes, makes no stored password easier to guess.
    pub fn is_dated(&self, stored: &str) -> bool {
        parse(stored).is_some_and(|(cost, ..)| cost.is_below(self.cost))
    }

    /// One hash for each input, all under one salt.
    pub async fn set(
        &self,
        inputs: Vec<Vec<u8>>,
        salt: [u8; 16],
    ) -> Result<Vec<[u8; LENGTH]>, Error> {
        self.all(self.cost, inputs, salt).await
    }

    async fn all(
        &self,
        cost: Cost,
        inputs: Vec<Vec<u8>>,
        salt: [u8; 16],
    ) -> Result<Vec<[u8; LENGTH]>, Error> {
        let inputs: Vec<_> = inputs.into_iter().map(Zeroizing::new).collect();
        let queued = self.queue.clone().try_acquire_owned();
        let queued = queued.map_err(|_| Problem::Busy { retry_after: 2 })?;
        let place = self
            .places
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| BROKEN)?;
        tokio::task::spawn_blocking(move || {
            let hashed = inputs
                .iter()
                .map(|input| hash(cost, input, &salt))
                .collect();
            drop((place, queued));
            hashed
        })
        .await
        .map_err(|_| BROKEN)?
    }
}

/// NFKC (NIST SP 800-63B-4 section 3.1.1.2): the same characters, however a keyboard puts them together. ASCII stays
/// what it is.
fn normalised(password: &Secret) -> Vec<u8> {
    let text: Zeroizing<String> = Zeroizing::new(password.expose().nfkc().collect());
    text.as_bytes().to_vec()
}

fn hash(cost: Cost, input: &[u8], salt: &[u8; 16]) -> Result<[u8; LENGTH], Error> {
    let params =
        Params::new(cost.memory, cost.passes, cost.lanes, Some(LENGTH)).map_err(|_| BROKEN)?;
    let mut out = [0; LENGTH];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(input, salt, &mut out)
        .map_err(|_| BROKEN)?;
    Ok(out)
}

fn parse(stored: &str) -> Option<(Cost, [u8; 16], Vec<u8>)> {
    let mut parts = stored.split('$');
    let mut cost = parts.next()?.split(',').map(|number| number.parse().ok());
    let cost = Cost {
        memory: cost.next()??,
        passes: cost.next()??,
        lanes: cost.next()??,
    };
    let salt = BASE64_NOPAD
        .decode(parts.next()?.as_bytes())
        .ok()?
        .try_into()
        .ok()?;
    let hash = BASE64_NOPAD.decode(parts.next()?.as_bytes()).ok()?;
    Some((cost, salt, hash))
}

#[cfg(test)]
mod tests;
