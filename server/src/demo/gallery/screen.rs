//! A screen of the gallery: what it is called, what opening it answers, what is done there and answered then.

use serde::Serialize;
use serde_json::Value;
use tweestap_api::{
    Challenge, Enrolment, Problem, RememberChoice, RememberDuration, Settings, View,
};

/// What opening a session answers.
pub enum Opening {
    Enrolment(Box<Enrolment>),
    Settings(Box<Settings>),
    Challenge(Box<Challenge>),
    Refused(Problem),
    /// No answer, ever.
    Never,
    /// The connection breaks.
    Lost,
}

/// What any later call that changes something answers.
pub enum Reply {
    Same,
    Refused(Problem),
    Never,
    Lost,
}

/// Something the page does in the element, by its `data-field` and `data-action` hooks.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Fill(Value),
    Click(&'static str),
}

pub struct Screen {
    pub name: &'static str,
    pub view: View,
    pub title: &'static str,
    pub opens: Opening,
    pub then: Vec<Step>,
    pub replies: Reply,
}

pub fn screen(name: &'static str, view: View, title: &'static str, opens: Opening) -> Screen {
    Screen {
        name,
        view,
        title,
        opens,
        then: Vec::new(),
        replies: Reply::Same,
    }
}

impl Screen {
    pub fn then(self, fill: Value, click: &'static str, replies: Reply) -> Self {
        let mut then = vec![Step::Click(click)];
        if !fill.is_null() {
            then.insert(0, Step::Fill(fill));
        }
        Self {
            then,
            replies,
            ..self
        }
    }

    pub fn refused(self, fill: Value, click: &'static str, problem: Problem) -> Self {
        self.then(fill, click, Reply::Refused(problem))
    }
}

pub fn remember() -> RememberChoice {
    RememberChoice {
        duration: RememberDuration::AlwaysAsk,
        offered: RememberDuration::ALL.to_vec(),
        this_device_until: None,
    }
}
