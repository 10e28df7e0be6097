//! The challenge walked through: nobody passes but through the back end, and no secret ever stays.

use super::{Step, Walks, challenge_situation::Situation};
use crate::fixture::{secret, secrets_in};
use std::sync::LazyLock;
use tweestap_api::Way;
use tweestap_widget::challenge::flow::{Call, Effect, Purpose, Screen};

const LENGTH: usize = 7;

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
