//! What the list's machine is told, what it wants done, and how it searches. Data only.

use crate::failure::Failure;
use tweestap_api::{People, Person};

/// What narrows the list down; an empty text narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub name: String,
    pub class: String,
    /// Codes of the contract.
    pub role: String,
    pub state: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    Class,
    Role,
    State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Finding,
    /// The page after the last one.
    More,
}

/// What is wanted of the back end. `turn`: which search this belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Find {
    pub turn: u32,
    pub filter: Filter,
    pub after: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Event {
    /// The section is in sight.
    Shown,
    Typed(String),
    /// Nothing was typed for a moment since that turn.
    Paused(u32),
    Submit,
    Choose(Chosen, String),
    Clear,
    More,
    Found(u32, Box<People>),
    Failed(u32, Failure),
    Retry,
    /// There is a way to the back end again.
    Back,
    Slow,
    Open(String),
    /// A person's page is left, with the person as they are now.
    Close(Option<Box<Person>>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Find(Find),
    /// Tells after a moment that nothing was typed since.
    Wait(u32),
    Step,
    /// That page is in sight again.
    Shown,
    Lost(Failure),
    FocusPerson(String),
    FocusSearch,
}
