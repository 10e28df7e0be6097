//! Enrolment walked through: impatient people, lost requests, lost answers, refusals, a second tab.

use super::{Step, Walks, World, enrolment_back_end::BackEnd};
use crate::fixture::{CODE_AT_NOW, CODE_BEFORE_NOW, PASSWORD, secret, secrets_in};
use std::sync::LazyLock;
use tweestap_api::{Method, Problem, Reauthentication, RememberDuration};
use tweestap_widget::{
    enrolment::flow::{Call, Effect, Emit, Event, Screen, State, step},
    failure::Failure,
};

const LENGTH: usize = 10;

#[derive(Clone, Debug)]
struct Situation {
    widget: State,
    back_end: BackEnd,
    under_way: Vec<Call>,
    searches: usize,
    /// The back end has taken an acknowledgement of this widget.
    acknowledged_here: bool,
    /// How often the page was told that it is on.
    told: u8,
}

/// What is typed is named by what is wrong with it, so that a walk can be read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Typed {
    Right,
    Wrong,
    Nothing,
}

#[derive(Clone, Debug)]
enum Move {
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
    fn new(asks: Option<Reauthentication>) -> Self {
        Self {
            widget: State::opening(),
            back_end: BackEnd::new(asks),
            under_way: vec![Call::Open],
            searches: 0,
            acknowledged_here: false,
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
        match self.back_end.handle(&call) {
            Ok(event) => {
                self.acknowledged_here |= matches!(call, Call::Acknowledge { .. });
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
            Screen::Done => return None,
        })
    }
}

static WALKS: LazyLock<Walks<Situation>> = LazyLock::new(|| {
    let starts = [
        None,
        Some(Reauthentication::Password),
        Some(Reauthentication::Portal),
    ];
    Walks::from(starts.map(Situation::new).to_vec(), LENGTH)
});

/// Secrets the machine keeps besides those of the screen that is up.
fn kept_aside(widget: &State) -> usize {
    secrets_in(widget) - secrets_in(&widget.enrolment)
}

fn emits(step: &Step<Situation>, emit: &Emit) -> bool {
    step.effects.contains(&Effect::Emit(emit.clone()))
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
fn done_is_reached_only_through_an_acknowledgement() {
    WALKS.always("done, but nothing is switched on", |step| {
        step.after.widget.screen() != Screen::Done || step.after.back_end.is_on()
    });
    WALKS.always("acknowledged by nobody who saw the codes", |step| {
        let acknowledges =
            |effect: &Effect| matches!(effect, Effect::Call(Call::Acknowledge { .. }));
        !step.effects.iter().any(acknowledges)
            || matches!(step.next, Move::Does(Event::Acknowledge))
                && step.before.widget.screen() == Screen::RecoveryCodes
    });
}

#[test]
fn the_page_is_told_once_and_only_when_it_is_on() {
    WALKS.always("told while it is off", |step| {
        step.after.told == 0 || step.after.back_end.is_on()
    });
    WALKS.always("told twice", |step| step.after.told <= 1);
}

#[test]
fn whoever_acknowledged_here_is_told_however_the_answer_came() {
    WALKS.always("on, and the page does not know", |step| {
        let after = &step.after;
        let there = after.widget.screen() == Screen::Done && after.acknowledged_here;
        !there || after.told == 1
    });
}

#[test]
fn no_secret_survives_done() {
    WALKS.always("a secret at the end", |step| {
        step.after.widget.screen() != Screen::Done || secrets_in(&step.after.widget) == 0
    });
}

#[test]
fn no_secret_survives_a_cancel() {
    WALKS.always("a secret after a cancel", |step| {
        !emits(step, &Emit::Cancelled) || secrets_in(&step.after.widget) == 0
    });
}

#[test]
fn nothing_typed_is_kept_when_nothing_is_under_way() {
    WALKS.always("something typed is kept", |step| {
        step.after.waits() || kept_aside(&step.after.widget) == 0
    });
}

#[test]
fn only_the_code_under_way_is_kept_and_never_the_password() {
    WALKS.always("more than one code is kept", |step| {
        kept_aside(&step.after.widget) <= 1
    });
    WALKS.always("a password is kept", |step| {
        !matches!(step.next, Move::Password(_))
            || kept_aside(&step.after.widget) <= kept_aside(&step.before.widget)
    });
}

#[test]
fn no_event_to_the_page_carries_a_secret_or_anything_typed() {
    WALKS.always("an event with a secret", |step| {
        step.effects.iter().all(|effect| match effect {
            Effect::Emit(emit) => secrets_in(emit) == 0 && no_canary(&format!("{emit:?}")),
            _ => true,
        })
    });
}

fn no_canary(text: &str) -> bool {
    [
        "canary",
        "CANA",
        "0612345678",
        "enrolment-",
        CODE_AT_NOW,
        CODE_BEFORE_NOW,
    ]
    .iter()
    .all(|canary| !text.contains(canary))
}

#[test]
fn wherever_one_comes_there_is_a_way_to_the_end() {
    WALKS.never_get_stuck(|world| world.widget.screen() == Screen::Done);
}
