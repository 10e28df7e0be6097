//! The one clock everything reads. It can be moved by the demonstration and by tests, and never sleeps.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Unix seconds, UTC.
#[derive(Debug)]
pub struct Clock {
    /// `None`: the machine's own clock.
    stopped_at: Option<i64>,
    ahead: AtomicI64,
}

impl Clock {
    /// The machine's clock, `ahead` seconds moved.
    pub fn system(ahead: i64) -> Self {
        Self {
            stopped_at: None,
            ahead: AtomicI64::new(ahead),
        }
    }

    /// A clock that stands still until it is moved.
    pub fn stopped(at: i64) -> Self {
        Self {
            stopped_at: Some(at),
            ahead: AtomicI64::new(0),
        }
    }

    /// Unix seconds. Never negative: the codes of RFC 6238 count from 1970.
    pub fn now(&self) -> i64 {
        let base = self.stopped_at.unwrap_or_else(|| {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(0))
        });
        base.saturating_add(self.ahead()).max(0)
    }

    /// Seconds it was moved ahead (negative: back).
    pub fn ahead(&self) -> i64 {
        self.ahead.load(Ordering::SeqCst)
    }

    pub fn advance(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn reset(&self) {
        self.ahead.store(0, Ordering::SeqCst);
    }
}
