//! The challenge walked through: nobody passes but through the back end, and no secret ever stays.

use super::{Walks, World};
use crate::fixture::{CODE_AT_NOW, challenge, passed, secret, secrets_in};
use std::sync::LazyLock;
use tweestap_api::{Challenge, Method, Problem};
use tweestap_widget::{
    challenge::flow::{Call, Effect, Event, Screen, State, step},
    failure::Failure,
};

const LENGTH: usize = 9;

#[derive(Clone, Debug)]
struct Situation {
    widget: State,
    method: Method,
    /// Which challenge is open; a code is right for this one only.
    turn: u8,
    has_passed: bool,
    under_way: Vec<Call>,
    searches: usize,
}

#[derive(Clone, Debug)]
enum Move {
    Submit(&'static str),
    Does(Event),
    Answer,
    LoseRequest,
    LoseAnswer,
    Fail(Failure),
    SearchEnds,
    /// The challenge ends at the back end.
    Expire,
}

impl Situation {
    fn new(method: Method) -> Self {
        Self {
            widget: State::opening(),
            method,
            turn: 0,
            has_passed: false,
            under_way: vec![Call::Open],
            searches: 0,
        }
    }

    fn now(&self) -> Challenge {
        match self.has_passed {
            true => passed("assertion"),
            false => Challenge {
                id: Some(self.turn.to_string()),
                ..challenge(self.method)
            },
        }
    }

    fn handle(&mut self) -> Event {
        let call = self.under_way.remove(0);
        let refusal = match &call {
            Call::Open | Call::Begin => None,
            Call::Resend(id) | Call::Verify { challenge: id, .. }
                if *id != self.turn.to_string() || self.has_passed =>
            {
                Some(Problem::ChallengeNotFound)
            }
            Call::Resend(_) => None,
            Call::Verify { code, .. } if code.expose() == CODE_AT_NOW => {
                self.has_passed = true;
                None
            }
            Call::Verify { .. } => Some(Problem::CodeMismatch {
                attempts_left: 4,
                seconds_ago: None,
            }),
        };
        match refusal {
            None => Event::Answered(Box::new(self.now())),
            Some(problem) => Event::Failed(Failure::Refused(problem)),
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
            Move::Submit(CODE_AT_NOW),
            Move::Submit("111111"),
            Move::Submit("12"),
            Move::Does(Event::Resend),
            Move::Does(Event::Retry),
            Move::Does(Event::TokenGiven),
            Move::Does(Event::Slow),
        ];
        if self.turn < 2 && !self.has_passed {
            moves.push(Move::Expire);
        }
        if self.calls() == 1 {
            moves.extend([Move::Answer, Move::LoseRequest, Move::LoseAnswer]);
            moves.extend(
                [
                    Failure::SignedOut,
                    Failure::Unreadable,
                    Failure::Refused(Problem::TooManyAttempts { retry_after: 60 }),
                    Failure::Refused(Problem::CodeExpired),
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
        let event = match next {
            Move::Submit(code) => Event::Submit(secret(code), true),
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
                Event::BackOnline(Box::new(self.now()))
            }
            Move::Expire => {
                self.turn += 1;
                return vec![];
            }
        };
        let effects = step(&mut self.widget, event);
        for effect in &effects {
            match effect {
                Effect::Call(call) => self.under_way.push(call.clone()),
                Effect::Reconnect => self.searches = (self.searches + 1).min(2),
                _ => {}
            }
        }
        effects
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
        match (self.calls(), self.widget.screen()) {
            (0, Screen::Opening) => Some(Move::Does(Event::Retry)),
            (0, Screen::Code) => Some(Move::Submit(CODE_AT_NOW)),
            (0, Screen::Passed) => None,
            _ => Some(Move::Answer),
        }
    }
}

static WALKS: LazyLock<Walks<Situation>> = LazyLock::new(|| {
    Walks::from(
        [Method::App, Method::Sms].map(Situation::new).to_vec(),
        LENGTH,
    )
});

#[test]
fn at_most_one_call_is_under_way_and_it_is_waited_for() {
    WALKS.keep_the_peace();
}

#[test]
fn at_most_one_search_for_the_connection_is_under_way() {
    WALKS.search_once();
}

#[test]
fn nobody_passes_but_through_the_back_end() {
    WALKS.always("verified by nobody", |step| {
        let verified = step
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Verified(_)));
        let shown = step.after.widget.screen() == Screen::Passed;
        !(verified || shown) || step.after.has_passed
    });
}

#[test]
fn whoever_passes_gives_the_page_the_assertion() {
    WALKS.always("passed, and the page has nothing to show", |step| {
        let passes = step.before.widget.screen() != Screen::Passed
            && step.after.widget.screen() == Screen::Passed;
        !passes
            || step
                .effects
                .contains(&Effect::Verified(secret("assertion")))
    });
}

#[test]
fn the_state_never_holds_a_code_or_an_assertion() {
    WALKS.always("a secret is kept", |step| {
        secrets_in(&step.after.widget) == 0
    });
}

#[test]
fn wherever_one_comes_there_is_a_way_in() {
    WALKS.never_get_stuck(|world| world.widget.screen() == Screen::Passed);
}
