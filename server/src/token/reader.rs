//! Files of tokens are read one after the other, off the async threads: thousands of rows, and a key that may take a second
//! to derive. Whatever files managers send, they keep one core busy at most.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tweestap_api::{ImportTokens, Problem};

use super::file::{self, Row};
use crate::error::{Error, Result};

/// Files that may wait, of two megabytes each.
const WAITING: usize = 8;
const BROKEN: Error = Error::Internal("reading a file of tokens failed");

pub struct Reader {
    /// For the one that is read.
    place: Arc<Semaphore>,
    /// For that one and those that wait; whoever finds no room is told to come back.
    queue: Arc<Semaphore>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            place: Arc::new(Semaphore::new(1)),
            queue: Arc::new(Semaphore::new(1 + WAITING)),
        }
    }
}

impl Reader {
    /// Its rows. The file is dropped here.
    pub async fn read(&self, asked: ImportTokens, now: i64) -> Result<Vec<Row>> {
        let queued = self.queue.clone().try_acquire_owned();
        let queued = queued.map_err(|_| Problem::Busy { retry_after: 2 })?;
        let place = self.place.clone().acquire_owned();
        let place = place.await.map_err(|_| BROKEN)?;
        let reading = move || {
            let (content, key) = (asked.content.expose(), asked.key.as_ref());
            let rows = file::read(asked.format, content, key, now);
            // Not before: a caller who hangs up makes no room while the core is still busy.
            drop((place, queued));
            rows
        };
        let rows = tokio::task::spawn_blocking(reading).await;
        Ok(rows.map_err(|_| BROKEN)??)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;

    use tweestap_api::{ImportFormat, Secret};

    use super::*;

    fn table() -> ImportTokens {
        let seed = "3132333435363738393031323334353637383930";
        ImportTokens {
            format: ImportFormat::Csv,
            content: Secret::new(format!("serial,secret,type\nA-1,{seed},totp\n")),
            key: None,
            check_only: false,
        }
    }

    #[tokio::test]
    async fn one_file_is_read_at_a_time_and_the_others_wait_their_turn() {
        let reader = Reader::default();
        let place = reader.place.clone().try_acquire_owned().unwrap();
        let mut waiting = pin!(reader.read(table(), 0));
        let waits = poll_fn(|context| Poll::Ready(waiting.as_mut().poll(context).is_pending()));
        assert!(waits.await);
        // Whoever waits has no thread, either.
        assert_eq!(reader.queue.available_permits(), WAITING);
        drop(place);
        assert_eq!(waiting.await.unwrap().len(), 1);
        assert_eq!(reader.place.available_permits(), 1);
        assert_eq!(reader.queue.available_permits(), 1 + WAITING);
    }

    #[tokio::test]
    async fn whoever_finds_no_room_is_told_to_come_back() {
        let reader = Reader::default();
        let all = u32::try_from(1 + WAITING).unwrap();
        let full = reader.queue.clone().try_acquire_many_owned(all).unwrap();
        let refused = reader.read(table(), 0).await.err().unwrap();
        assert_eq!(refused.problem(), Problem::Busy { retry_after: 2 });
        drop(full);
        assert_eq!(reader.read(table(), 0).await.unwrap().len(), 1);
    }
}
