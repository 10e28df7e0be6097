//! The challenge walked through: nobody passes but through the back end, and no secret ever stays.

use super::{Step, Walks, World, challenge_back_end::BackEnd};
use crate::fixture::{CODE_AT_NOW, RECOVERY_CODE, secret, secrets_in};
use std::sync::LazyLock;
use tweestap_api::{Problem, Way};
use tweestap_widget::{
    challenge::flow::{Call, Effect, Event, Inside, Purpose, Screen, State, step},
    failure::Failure,
};

const LENGTH: usize = 7;

#[derive(Clone, Debug)]
struct Situation {
    widget: State,
    back_end: BackEnd,
    under_way: Vec<Call>,
    searches: usize,
}

#[derive(Clone, Debug)]
enum Move {
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
    fn new(purpose: Purpose, ways: &[Way], codes_left: u32) -> Self {
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

static WALKS: LazyLock<Walks<Situation>> = LazyLock::new(|| {
    let ways = [Way::App, Way::Sms, Way::RecoveryCode];
    let starts = vec![
        Situation::new(Purpose::SignIn, &ways, 3),
        Situation::new(Purpose::SignIn, &[Way::Sms, Way::RecoveryCode], 1),
        Situation::new(Purpose::SignIn, &[Way::App, Way::ResetCode], 1),
        Situation::new(Purpose::Prove, &ways, 3),
    ];
    Walks::from(starts, LENGTH)
});

fn is_sign_in(step: &Step<Situation>) -> bool {
    step.after.widget.is_sign_in()
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
fn nobody_passes_but_through_the_back_end() {
    WALKS.always("verified by nobody", |step| {
        let verified = step
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Verified(_)));
        let shown = step.after.widget.screen() == Screen::Passed;
        !(verified || shown) || step.after.back_end.has_passed
    });
}

#[test]
fn whoever_passes_gives_the_page_the_assertion_at_sign_in_and_nothing_otherwise() {
    WALKS.always("passed, and the page has nothing to show", |step| {
        let passes = step.before.widget.screen() != Screen::Passed
            && step.after.widget.screen() == Screen::Passed;
        let assertion = is_sign_in(step).then(|| secret("assertion"));
        !passes || step.effects.contains(&Effect::Verified(assertion))
    });
    WALKS.always("a proof that tells the page", |step| {
        let tells = |effect: &Effect| matches!(effect, Effect::Verified(Some(_)));
        is_sign_in(step) || !step.effects.iter().any(tells)
    });
}

#[test]
fn only_a_proof_can_be_left() {
    WALKS.always("a sign-in was cancelled", |step| {
        !is_sign_in(step) || !step.effects.contains(&Effect::Cancelled)
    });
}

#[test]
fn a_proof_opens_nothing_but_proofs() {
    WALKS.always("another kind of challenge was opened", |step| {
        let purpose = step.after.widget.purpose;
        step.effects.iter().all(|effect| match effect {
            Effect::Call(Call::Begin(begun)) | Effect::Reconnect(begun) => *begun == purpose,
            Effect::Call(Call::Open) => purpose == Purpose::SignIn,
            Effect::Call(Call::Reopen) => purpose == Purpose::Prove,
            _ => true,
        })
    });
}

#[test]
fn a_code_goes_only_where_it_is_asked_for() {
    WALKS.always("a code for another screen", |step| {
        let screen = step.before.widget.screen();
        step.effects.iter().all(|effect| match effect {
            Effect::Call(Call::Verify { .. }) => screen == Screen::Code,
            Effect::Call(Call::Recover { .. }) => {
                matches!(screen, Screen::RecoveryCode | Screen::ResetCode)
            }
            Effect::Call(Call::Continue) => screen == Screen::Recovered,
            _ => true,
        })
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
