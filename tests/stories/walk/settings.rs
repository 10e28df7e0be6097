//! The settings walked through, with every proof, and the views inside included.

use super::{
    Step, Walks, World as _,
    settings_situation::{Move, Situation},
};
use crate::fixture::secrets_in;
use std::sync::LazyLock;
use tweestap_api::Proof;
use tweestap_widget::settings::flow::{Call, Effect, Event, Screen, State, Wanted};

const LENGTH: usize = 6;

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
