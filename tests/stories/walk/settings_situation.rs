//! Where the settings can be, and what can happen there: impatient people, lost requests, lost answers, a proof
//! that runs out, a second tab.

use super::{World, settings_back_end::BackEnd};
use crate::fixture::{PASSWORD, secret};
use tweestap_api::{Method, Problem, Proof, RememberDuration};
use tweestap_widget::{
    failure::Failure,
    settings::flow::{Call, Effect, Event, Screen, State, Wanted, step},
};

#[derive(Clone, Debug)]
pub struct Situation {
    pub widget: State,
    pub back_end: BackEnd,
    under_way: Vec<Call>,
    searches: usize,
    /// The view around this one has its turn again.
    pub is_over: bool,
}

#[derive(Clone, Debug)]
pub enum Move {
    Password(&'static str),
    Does(Event),
    /// The code asked inside is given.
    GiveCode,
    Answer,
    LoseRequest,
    LoseAnswer,
    Fail(Failure),
    SearchEnds,
    ProofRunsOut,
    EraseElsewhere,
}

fn wishes() -> Vec<Wanted> {
    vec![
        Wanted::SetUp(Some(Method::App)),
        Wanted::SwitchOn,
        Wanted::Erase,
        Wanted::Remove("sms-1".to_owned()),
        Wanted::NewCodes,
        Wanted::ResetCode,
    ]
}

fn done_by_the_person() -> Vec<Move> {
    let mut moves: Vec<Move> = wishes()
        .into_iter()
        .map(|wanted| Move::Does(Event::Want(wanted)))
        .collect();
    moves.extend([Move::Password(PASSWORD), Move::Password("wrong")]);
    moves.extend(
        [
            Event::Confirm,
            Event::Kept,
            Event::Cancel,
            Event::Over,
            Event::Save(RememberDuration::OneWeek),
            Event::RevokeAll,
            Event::Revoke("device-1".to_owned()),
            Event::Retry,
            Event::TokenGiven,
        ]
        .map(Move::Does),
    );
    moves
}

impl Situation {
    pub fn new(asks: &[Proof], widget: State, first: Call) -> Self {
        Self {
            widget,
            back_end: BackEnd::new(asks),
            under_way: vec![first],
            searches: 0,
            is_over: false,
        }
    }

    fn handle(&mut self) -> Event {
        let call = self.under_way.remove(0);
        match self.back_end.handle(&call) {
            Ok(settings) => Event::Answered(Box::new(settings)),
            Err(problem) => Event::Failed(Failure::Refused(problem)),
        }
    }

    pub fn is_up_to_date(&self) -> bool {
        self.widget.settings.as_ref() == Some(&self.back_end.now())
    }
}

impl World for Situation {
    type Move = Move;
    type Effect = Effect;

    fn moves(&self) -> Vec<Move> {
        if self.calls() > 1 || self.is_over {
            return vec![];
        }
        let mut moves = done_by_the_person();
        moves.extend([Move::ProofRunsOut, Move::EraseElsewhere]);
        if self.widget.screen() == Screen::Proving {
            moves.push(Move::GiveCode);
        }
        if self.calls() == 1 {
            moves.extend([
                Move::Answer,
                Move::LoseRequest,
                Move::LoseAnswer,
                Move::Fail(Failure::SignedOut),
                Move::Fail(Failure::Refused(Problem::Busy { retry_after: 1 })),
            ]);
        }
        if self.searches > 0 {
            moves.push(Move::SearchEnds);
        }
        moves
    }

    fn make(&mut self, next: &Move) -> Vec<Effect> {
        let event = match next {
            Move::Password(typed) => Event::SubmitPassword(secret(typed)),
            Move::Does(event) => event.clone(),
            Move::GiveCode => {
                self.back_end.code_given();
                Event::Over
            }
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
            Move::ProofRunsOut => {
                self.back_end.proof_runs_out();
                return vec![];
            }
            Move::EraseElsewhere => {
                self.back_end.erased_elsewhere();
                return vec![];
            }
        };
        let effects = step(&mut self.widget, event);
        for effect in &effects {
            match effect {
                Effect::Call(call) => self.under_way.push(call.clone()),
                Effect::Reconnect => self.searches = (self.searches + 1).min(2),
                Effect::Over => self.is_over = true,
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
            Screen::Overview if self.is_up_to_date() => return None,
            Screen::Overview => Move::Does(Event::TokenGiven),
            Screen::SettingUp => Move::Does(Event::Over),
            Screen::Proving => Move::GiveCode,
            Screen::Password => Move::Password(PASSWORD),
            Screen::Portal => Move::Does(Event::TokenGiven),
            Screen::Consequence => Move::Does(Event::Confirm),
            Screen::Codes => Move::Does(Event::Kept),
        })
    }
}
