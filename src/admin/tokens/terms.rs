//! What the machine of the hardware tokens is told, what it wants done, and where it can be. Data only.

use crate::failure::Failure;
use tweestap_api::{
    HardwareToken, ImportFormat, Imported, Named, People, Secret, TokenState, Tokens,
};

/// Which screen is up. Has no fields, so that a form is never rebuilt while someone types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    List,
    /// Which file.
    Import,
    /// What is in the file, and what is wrong with it.
    Checked,
    Token,
    Link,
    Resync,
    Unlink,
    Remove,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Finding,
    /// The page after the last one.
    More,
    /// How the token that is open stands, after no connection.
    Looking,
    /// The file, here in the browser.
    Reading,
    /// The file, at the server.
    Checking,
    Saving,
    Linking,
    Resyncing,
    Unlinking,
    Removing,
}

/// What is typed to link a token.
#[derive(Clone, Debug)]
pub struct Linking {
    pub code: Secret,
    /// Of a token that counts.
    pub next_code: Secret,
    pub reason: String,
}

#[derive(Clone, Debug)]
pub enum Event {
    /// In the field above the list.
    Typed(String),
    /// Nothing was typed for a moment since that turn.
    Paused(u32),
    Search,
    Filter(Option<TokenState>),
    More,
    Found(u32, Box<Tokens>),
    NotFound(u32, Failure),
    Open(String),
    /// One screen back; what was typed there is gone.
    Back,
    Retry,
    OpenImport,
    OpenLink,
    OpenResync,
    OpenUnlink,
    OpenRemove,

    /// A file was chosen: how many bytes it has. None: no file any more.
    Picked(Option<u64>),
    /// With the key or passphrase, if it has one.
    Check(Secret),
    Read(Secret),
    NotRead,
    Import,
    /// Of what was sent in that turn.
    Imported(u32, Box<Imported>),
    NotImported(u32, Failure),

    /// In the field for a person.
    TypedPerson(String),
    PausedPerson(u32),
    FoundPeople(u32, Box<People>),
    NotFoundPeople(u32, Failure),
    Pick(Named),
    /// Somebody else.
    Unpick,

    Link(Linking),
    Resync(Secret, Secret),
    Unlink(String),
    Remove(String),
    Done(Box<HardwareToken>),
    Removed,
    Failed(Failure),
    /// There is a way to the back end again.
    Returned,
    Slow,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    /// Tells after a moment that nothing was typed since.
    Wait(u32),
    WaitPerson(u32),
    /// The chosen file, in the browser.
    ReadFile,
    Step(Screen),
    /// For the page.
    Changed,
    Lost(Failure),
    Error(&'static str),
    FocusHeading,
    /// A field, by its `data-field` hook.
    Focus(&'static str),
    /// A row of the list, by the token's id.
    FocusToken(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Find {
        turn: u32,
        query: String,
        state: Option<TokenState>,
        after: Option<String>,
    },
    People {
        turn: u32,
        query: String,
    },
    Import {
        turn: u32,
        format: ImportFormat,
        content: Secret,
        key: Option<Secret>,
        check_only: bool,
    },
    Link {
        token: String,
        person: String,
        code: Secret,
        next_code: Option<Secret>,
        reason: String,
    },
    Resync {
        token: String,
        code: Secret,
        next_code: Secret,
    },
    Unlink {
        token: String,
        reason: String,
    },
    Remove {
        token: String,
        reason: String,
    },
}
