//! The settings walked through, with every proof, and the views inside included.

use super::{Step, Walks, World, settings_back_end::BackEnd};
use crate::fixture::{PASSWORD, secret, secrets_in};
use std::sync::LazyLock;
use tweestap_api::{Method, Problem, Proof, RememberDuration};
use tweestap_widget::{
    failure::Failure,
    settings::flow::{Call, Effect, Event, Screen, State, Wanted, step},
};

const LENGTH: usize = 6;

#[derive(Clone, Debug)]
struct Situation {
    widget: State,
    back_end: BackEnd,
    under_way: Vec<Call>,
    searches: usize,
    /// The view around this one has its turn again.
    is_over: bool,
}

#[derive(Clone, Debug)]
enum Move {
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
    fn new(asks: &[Proof], widget: State, first: Call) -> Self {
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

    fn is_up_to_date(&self) -> bool {
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

static WALKS: LazyLock<Walks<Situation>> = LazyLock::new(|| {
    let overview = |asks: &[Proof]| Situation::new(asks, State::opening(), Call::Open);
    let inside = |asks: &[Proof]| Situation::new(asks, State::new_codes(), Call::Read);
    let starts = vec![
        overview(&[]),
        overview(&[Proof::Password, Proof::Code]),
        overview(&[Proof::Portal]),
        inside(&[Proof::Password]),
        inside(&[Proof::Portal]),
    ];
    Walks::from(starts, LENGTH)
});

fn calls(step: &Step<Situation>) -> impl Iterator<Item = &Call> {
    step.effects.iter().filter_map(|effect| match effect {
        Effect::Call(call) => Some(call),
        _ => None,
    })
}

#[test]
fn at_most_one_call_is_under_way_and_it_is_waited_for() {
    WALKS.keep_the_peace();
}

#[test]
fn at_most_one_search_for_the_connection_is_under_way() {
    WALKS.search_once();
}

#[test]
fn nothing_sensitive_is_asked_for_before_the_proof_is_there() {
    WALKS.always("asked for without its proof", |step| {
        let shown = step.after.widget.settings.as_ref();
        let is_missing = shown.is_none_or(|settings| settings.proof.is_some());
        !is_missing || !calls(step).any(|call| matches!(call, Call::Do(_)))
    });
}

#[test]
fn what_cannot_be_undone_is_done_only_by_the_button_that_says_it() {
    WALKS.always("done without its consequence", |step| {
        let confirms = matches!(step.next, Move::Does(Event::Confirm))
            && step.before.widget.screen() == Screen::Consequence;
        let is_grave = |call: &Call| {
            matches!(
                call,
                Call::Do(Wanted::Erase | Wanted::SwitchOff | Wanted::Remove(_))
            )
        };
        confirms || !calls(step).any(is_grave)
    });
}

#[test]
fn a_method_is_set_up_by_its_own_view_and_by_no_call_of_this_one() {
    WALKS.always("set up by a call", |step| {
        !calls(step).any(|call| matches!(call, Call::Do(Wanted::SetUp(_))))
    });
}

#[test]
fn codes_are_in_the_state_only_while_they_are_on_the_screen() {
    WALKS.always("a secret is kept", |step| {
        step.after.widget.screen() == Screen::Codes || secrets_in(&step.after.widget) == 0
    });
}

#[test]
fn codes_are_called_kept_only_when_the_old_ones_are_dead() {
    WALKS.always("told to the page, but not so", |step| {
        !step.effects.contains(&Effect::Changed("recovery-codes")) || step.after.back_end.codes_kept
    });
}

#[test]
fn what_the_page_is_told_is_so() {
    WALKS.always("told to the page, but not so", |step| {
        let is_told = |effect: &Effect| matches!(effect, Effect::Changed(_));
        !step.effects.iter().any(is_told)
            || step.after.is_over
            || step.after.is_up_to_date()
            || matches!(step.next, Move::SearchEnds)
    });
}

#[test]
fn new_codes_inside_another_view_never_show_the_overview() {
    WALKS.always("the overview inside the challenge", |step| {
        let inside = step.before.widget.wanted == Some(Wanted::NewCodes)
            && step.before.widget.screen() == Screen::Opening;
        !inside || step.after.widget.screen() != Screen::Overview
    });
}

#[test]
fn wherever_one_comes_there_is_a_way_to_what_is_true_now() {
    WALKS.never_get_stuck(|world| {
        let is_there = world.calls() == 0
            && world.widget.screen() == Screen::Overview
            && world.is_up_to_date();
        world.is_over || is_there
    });
}
