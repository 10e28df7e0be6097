//! A screen of the gallery: what it is called, what each call there is answered, and what is done there.

use serde::Serialize;
use serde_json::Value;
use tweestap_api::{
    Challenge, Enrolment, OwnPassword, PasswordRules, Problem, RememberChoice, RememberDuration,
    Settings, View,
};

/// A canned answer.
#[derive(Clone)]
pub enum Answer {
    Enrolment(Box<Enrolment>),
    Settings(Box<Settings>),
    Challenge(Box<Challenge>),
    /// To a manager; a body of any of those calls.
    Administration(Value),
    Password(Box<OwnPassword>),
    /// To whoever is not signed in.
    Rules(Box<PasswordRules>),
    Done,
    Refused(Problem),
    /// No answer, ever.
    Never,
    /// The connection breaks.
    Lost,
}

/// Something the page does in the element, by its `data-field` and `data-action` hooks.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Fill(Value),
    /// Chooses a file with this in it, in each of these fields.
    Attach(Value),
    Click(&'static str),
}

pub struct Screen {
    pub name: &'static str,
    pub view: View,
    pub title: &'static str,
    /// To opening a session, and to reading.
    pub opens: Answer,
    /// The page's address is that of a mail's link, with this behind its `#t=`.
    pub link: Option<&'static str>,
    pub then: Vec<Step>,
    /// To the call at this address of the contract, whatever its method.
    pub at: Vec<(&'static str, Answer)>,
    /// To any other call that changes something; what opening answers when it is absent.
    pub replies: Option<Answer>,
}

pub fn screen(name: &'static str, view: View, title: &'static str, opens: Answer) -> Screen {
    Screen {
        name,
        view,
        title,
        opens,
        link: None,
        then: Vec::new(),
        at: Vec::new(),
        replies: None,
    }
}

impl Screen {
    pub fn fill(mut self, fields: Value) -> Self {
        self.then.push(Step::Fill(fields));
        self
    }

    pub fn attach(mut self, files: Value) -> Self {
        self.then.push(Step::Attach(files));
        self
    }

    pub fn click(mut self, action: &'static str) -> Self {
        self.then.push(Step::Click(action));
        self
    }

    /// A click, and what the call behind it is answered.
    pub fn then(self, action: &'static str, call: &'static str, answer: Answer) -> Self {
        self.click(action).at(call, answer)
    }

    pub fn at(mut self, call: &'static str, answer: Answer) -> Self {
        self.at.push((call, answer));
        self
    }

    pub fn replies(mut self, answer: Answer) -> Self {
        self.replies = Some(answer);
        self
    }

    /// Fills in, clicks, and is refused.
    pub fn refused(self, fields: Value, action: &'static str, problem: Problem) -> Self {
        let filled = if fields.is_null() {
            self
        } else {
            self.fill(fields)
        };
        filled.click(action).replies(Answer::Refused(problem))
    }

    /// The answer to a call other than opening a session. Reading shows the screen: only what changes
    /// something runs into what the screen is about.
    pub fn answer(self, call: &str, reads: bool) -> Answer {
        let own = self.at.into_iter().find(|(at, _)| *at == call);
        match (own, self.replies) {
            (Some((_, answer)), _) => answer,
            (None, Some(answer)) if !reads => answer,
            _ => self.opens,
        }
    }

    /// Everything that can be answered here.
    #[cfg(test)]
    pub fn answers(&self) -> impl Iterator<Item = &Answer> {
        let at = self.at.iter().map(|(_, answer)| answer);
        std::iter::once(&self.opens).chain(at).chain(&self.replies)
    }
}

pub fn remember() -> RememberChoice {
    RememberChoice {
        duration: RememberDuration::AlwaysAsk,
        offered: RememberDuration::ALL.to_vec(),
        this_device_until: None,
        unavailable: false,
    }
}
