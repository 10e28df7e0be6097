//! Where an enrolment can be, and what can happen there: impatient people, lost requests, lost answers,
//! refusals, a second tab.

use super::{World, enrolment_back_end::BackEnd};
use crate::fixture::{CODE_AT_NOW, CODE_BEFORE_NOW, PASSWORD, secret};
use tweestap_api::{Method, Problem, RememberDuration};
use tweestap_widget::{
    enrolment::flow::{Call, Effect, Emit, Event, Screen, State, step},
    failure::Failure,
};

#[derive(Clone, Debug)]
pub struct Situation {
    pub widget: State,
    pub back_end: BackEnd,
    pub under_way: Vec<Call>,
    pub searches: usize,
    /// This widget's own last step has switched it on, or changed it.
    pub finished_here: bool,
    /// How often the page was told that it is on.
    pub told: u8,
}

/// What is typed is named by what is wrong with it, so that a walk can be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Typed {
    Right,
    Wrong,
    Nothing,
}

#[derive(Clone, Debug)]
pub enum Move {
    Choose(Method),
    Password(Typed),
    Number(Typed),
    Code(Typed),
    /// An event without content.
    Does(Event),
    /// The call reaches the back end and its answer comes back.
    Answer,
    LoseRequest,
    LoseAnswer,
    Fail(Failure),
    SearchEnds,
    GoOnElsewhere,
    CancelElsewhere,
}

impl Situation {
    pub fn new(back_end: BackEnd) -> Self {
        Self {
            widget: State::opening(),
            back_end,
            under_way: vec![Call::Open],
            searches: 0,
            finished_here: false,
            told: 0,
        }
    }

    fn tell(&mut self, event: Event) -> Vec<Effect> {
        let effects = step(&mut self.widget, event);
        for effect in &effects {
            match effect {
                Effect::Call(call) => self.under_way.push(call.clone()),
                // Two stand for more, or the walks would never come round again.
                Effect::Reconnect => self.searches = (self.searches + 1).min(2),
                Effect::Emit(Emit::Enrolled(_)) => self.told += 1,
                _ => {}
            }
        }
        effects
    }

    /// The back end does what was asked.
    fn handle(&mut self) -> Event {
        let call = self.under_way.remove(0);
        let was_on = self.back_end.is_on();
        match self.back_end.handle(&call) {
            Ok(event) => {
                self.finished_here |= self.back_end.is_on() && !was_on;
                event
            }
            Err(problem) => Event::Failed(Failure::Refused(problem)),
        }
    }
}

impl World for Situation {
    type Move = Move;
    type Effect = Effect;

    fn moves(&self) -> Vec<Move> {
        if self.calls() > 1 {
            return vec![];
        }
        let mut moves = vec![
            Move::Choose(Method::App),
            Move::Choose(Method::Sms),
            Move::Password(Typed::Right),
            Move::Password(Typed::Wrong),
            Move::Password(Typed::Nothing),
            Move::Number(Typed::Right),
            Move::Number(Typed::Nothing),
            Move::Code(Typed::Right),
            Move::Code(Typed::Wrong),
            Move::Code(Typed::Nothing),
            Move::Does(Event::Resend),
            Move::Does(Event::Back),
            Move::Does(Event::Cancel),
            Move::Does(Event::Acknowledge),
            Move::Does(Event::Finish(RememberDuration::AlwaysAsk)),
            Move::Does(Event::Finish(RememberDuration::OneWeek)),
            Move::Does(Event::Retry),
            Move::Does(Event::TokenGiven),
            Move::Does(Event::Slow),
            Move::GoOnElsewhere,
            Move::CancelElsewhere,
        ];
        if self.calls() == 1 {
            moves.extend([Move::Answer, Move::LoseRequest, Move::LoseAnswer]);
            moves.extend(
                [
                    Failure::SignedOut,
                    Failure::Unreadable,
                    Failure::Refused(Problem::Busy { retry_after: 1 }),
                    Failure::Refused(Problem::TooManyAttempts { retry_after: 60 }),
                    Failure::Refused(Problem::ReauthenticationRequired),
                ]
                .map(Move::Fail),
            );
        }
        if self.searches > 0 {
            moves.push(Move::SearchEnds);
        }
        moves
    }

    fn make(&mut self, next: &Move) -> Vec<Effect> {
        let text = |right, typed| match typed {
            Typed::Right => secret(right),
            Typed::Wrong => secret(CODE_BEFORE_NOW),
            Typed::Nothing => secret(""),
        };
        let event = match next {
            Move::Choose(method) => Event::ChooseMethod(*method),
            Move::Password(typed) => Event::SubmitPassword(text(PASSWORD, *typed)),
            Move::Number(typed) => Event::SubmitNumber(text("0612345678", *typed)),
            Move::Code(typed) => Event::SubmitCode(text(CODE_AT_NOW, *typed)),
            Move::Does(event) => event.clone(),
            Move::Answer => self.handle(),
            Move::LoseRequest => {
                self.under_way.remove(0);
                Event::Failed(Failure::Offline)
            }
            Move::LoseAnswer => {
                self.handle();
                Event::Failed(Failure::Offline)
            }
            Move::Fail(failure) => {
                self.under_way.remove(0);
                Event::Failed(failure.clone())
            }
            Move::SearchEnds => {
                self.searches -= 1;
                Event::BackOnline(Box::new(self.back_end.now()))
            }
            Move::GoOnElsewhere => {
                self.back_end.go_on_elsewhere();
                return vec![];
            }
            Move::CancelElsewhere => {
                self.back_end.cancel();
                return vec![];
            }
        };
        self.tell(event)
    }

    fn calls(&self) -> usize {
        self.under_way.len()
    }

    fn searches(&self) -> usize {
        self.searches
    }

    fn waits(&self) -> bool {
        self.widget.doing.is_some()
    }

    fn help_on(&self) -> Option<Move> {
        if self.calls() > 0 {
            return Some(Move::Answer);
        }
        Some(match self.widget.screen() {
            Screen::Opening => Move::Does(Event::Retry),
            Screen::Method => Move::Choose(Method::App),
            Screen::Password => Move::Password(Typed::Right),
            Screen::Portal => Move::Does(Event::TokenGiven),
            Screen::Phone => Move::Number(Typed::Right),
            Screen::Scan | Screen::Confirm => Move::Code(Typed::Right),
            Screen::RecoveryCodes => Move::Does(Event::Acknowledge),
            // Single sign-on settles everything before it begins: a story of its own.
            Screen::Done | Screen::NotNeeded => return None,
        })
    }
}
