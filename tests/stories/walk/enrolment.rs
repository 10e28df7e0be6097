//! Enrolment walked through: what must hold on every walk.

use super::{
    Step, Walks, World as _,
    enrolment_back_end::BackEnd,
    enrolment_situation::{Move, Situation},
};
use crate::fixture::{CODE_AT_NOW, CODE_BEFORE_NOW, secrets_in};
use std::sync::LazyLock;
use tweestap_api::{Method, Reauthentication};
use tweestap_widget::enrolment::flow::{Call, Effect, Emit, Event, Screen, State};

const LENGTH: usize = 10;

static WALKS: LazyLock<Walks<Situation>> = LazyLock::new(|| {
    let starts = [
        BackEnd::new(None),
        BackEnd::new(Some(Reauthentication::Password)),
        BackEnd::new(Some(Reauthentication::Portal)),
        BackEnd::changing(Method::App),
        BackEnd::changing(Method::Sms),
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
fn done_is_reached_only_through_the_back_end_and_new_codes_only_through_an_acknowledgement() {
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
fn whoever_finished_here_is_told_however_the_answer_came() {
    WALKS.always("on, and the page does not know", |step| {
        let after = &step.after;
        let there = after.widget.screen() == Screen::Done && after.finished_here;
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
