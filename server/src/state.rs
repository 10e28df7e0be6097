//! Everything a request needs, made once at the start.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::demo::Demo;
use crate::hash::Hasher;
use crate::keys::Keys;
use crate::sms::Gateway;
use crate::store::Store;
use crate::token::reader::Reader;

pub struct App {
    pub clock: Arc<Clock>,
    pub store: Store,
    pub keys: Keys,
    pub config: Config,
    pub hasher: Hasher,
    /// Of files of hardware tokens.
    pub reader: Reader,
    /// Absent when no school offers text messages.
    pub gateway: Option<Arc<dyn Gateway>>,
    /// Only with `--demo`: its routes exist only then.
    pub demo: Option<Demo>,
}

pub type Shared = Arc<App>;
