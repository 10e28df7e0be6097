//! Where a challenge can be, and what can happen there: impatient people, lost requests, lost answers, refusals,
//! a challenge that ends.

use super::{World, challenge_back_end::BackEnd};
use crate::fixture::{CODE_AT_NOW, RECOVERY_CODE, secret};
use tweestap_api::{Problem, Way};
use tweestap_widget::{
    challenge::flow::{Call, Effect, Event, Inside, Purpose, Screen, State, step},
    failure::Failure,
};

#[derive(Clone, Debug)]
pub struct Situation {
    pub widget: State,
    pub back_end: BackEnd,
    under_way: Vec<Call>,
    searches: usize,
}

#[derive(Clone, Debug)]
pub enum Move {
    Submit(&'static str),
    Recover(&'static str),
    Does(Event),
    /// Enrolment, standing inside, has been gone through.
    SetUp,
    Answer,
    LoseRequest,
    LoseAnswer,
    Fail(Failure),
    SearchEnds,
    Expire,
}

impl Situation {
    pub fn new(purpose: Purpose, ways: &[Way], codes_left: u32) -> Self {
        let first = match purpose {
            Purpose::SignIn => Call::Open,
            Purpose::Prove => Call::Begin(purpose),
        };
        Self {
            widget: State::asked_for(purpose),
            back_end: BackEnd::new(purpose, ways, codes_left),
            under_way: vec![first],
            searches: 0,
        }
    }

    fn handle(&mut self) -> Event {
        let call = self.under_way.remove(0);
        match self.back_end.handle(&call) {
            Ok(challenge) => Event::Answered(Box::new(challenge)),
            Err(problem) => Event::Failed(Failure::Refused(problem)),
        }
    }

    fn while_waiting(&self) -> Vec<Move> {
        let failures = [
            Failure::SignedOut,
            Failure::Unreadable,
            Failure::Refused(Problem::TooManyAttempts { retry_after: 60 }),
            Failure::Refused(Problem::Locked),
        ];
        let mut moves = vec![Move::Answer, Move::LoseRequest, Move::LoseAnswer];
        moves.extend(failures.map(Move::Fail));
        moves
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
            Move::Recover(RECOVERY_CODE),
            Move::Recover("WRNG-WRNG-WRNG"),
            Move::Recover("CANA"),
            Move::Expire,
        ];
        moves.extend(
            [
                Event::Resend,
                Event::Choose(Way::App),
                Event::Choose(Way::RecoveryCode),
                Event::Back,
                Event::Continue,
                Event::Show(Inside::Enrolment),
                Event::Show(Inside::Codes),
                Event::Over,
                Event::Cancel,
                Event::Retry,
                Event::TokenGiven,
                Event::Slow,
            ]
            .map(Move::Does),
        );
        if self.widget.inside == Some(Inside::Enrolment) {
            moves.push(Move::SetUp);
        }
        if self.calls() == 1 {
            moves.extend(self.while_waiting());
        }
        if self.searches > 0 {
            moves.push(Move::SearchEnds);
        }
        moves
    }

    fn make(&mut self, next: &Move) -> Vec<Effect> {
        let event = match next {
            Move::Submit(code) => Event::Submit(secret(code), true),
            Move::Recover(code) => Event::Recover(secret(code)),
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
            Move::SetUp => {
                self.back_end.set_up();
                Event::Over
            }
            Move::Expire => {
                self.back_end.expire();
                return vec![];
            }
        };
        let effects = step(&mut self.widget, event);
        for effect in &effects {
            match effect {
                Effect::Call(call) => self.under_way.push(call.clone()),
                Effect::Reconnect(_) => self.searches = (self.searches + 1).min(2),
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
        if self.calls() > 0 {
            return Some(Move::Answer);
        }
        Some(match self.widget.screen() {
            Screen::Opening => Move::Does(Event::Retry),
            Screen::Code => Move::Submit(CODE_AT_NOW),
            Screen::RecoveryCode | Screen::ResetCode => Move::Recover(RECOVERY_CODE),
            Screen::Recovered => Move::Does(Event::Continue),
            Screen::Enrol => Move::Does(Event::Show(Inside::Enrolment)),
            Screen::SettingUp => Move::SetUp,
            Screen::NewCodes => Move::Does(Event::Over),
            Screen::Passed => return None,
        })
    }
}
