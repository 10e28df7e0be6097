//! What the machine of the rules makes of the back end's replies. Pure, like the rest of the machine.

use super::{
    draft::{Draft, saved},
    flow::{Answer, Call, Doing, Effect, Place, Purpose, Screen, Sent, State, confirm, look},
    notice,
};
use crate::{Text, admin::back, failure::Failure, notice::Notice};
use tweestap_api::{Policy, PolicyFile, Problem, Proof, Scope};

pub fn answered(state: &mut State, answer: Answer) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    let was_lost = std::mem::take(&mut state.lost);
    match (doing, answer) {
        (Some(Doing::Reading), Answer::File(file)) => read(state, *file, was_lost),
        (Some(Doing::Refreshing), Answer::File(file)) => {
            if !state.is_filled_in() {
                take(state, *file);
            }
            let pressed = state.pressed.take();
            pressed.map_or_else(Vec::new, |purpose| look(state, purpose))
        }
        (Some(Doing::Returning), Answer::File(file)) => returned(state, *file),
        (Some(Doing::Saving), Answer::File(file)) => match state.sent.take() {
            Some(sent) => is_saved(state, *file, &sent),
            None => vec![],
        },
        (Some(Doing::Previewing), Answer::Preview(preview)) => {
            let asked = state.asked.take();
            let same = asked == state.wanted().map(|(policy, _)| (state.scope, policy));
            match state.purpose {
                // Something else was chosen meanwhile: what is saved is always what was shown.
                Purpose::Form if !same || state.wrong_day().is_some() => {
                    return look(state, Purpose::Form);
                }
                // Of another school: whoever wants it there too says so.
                Purpose::Activate | Purpose::Deactivate if !same => {
                    state.purpose = Purpose::Form;
                    return vec![];
                }
                _ => {}
            }
            state.preview = Some(*preview);
            match std::mem::take(&mut state.unproven) {
                true => confirm(state),
                false => state.go(Place::Preview),
            }
        }
        (Some(Doing::Looking | Doing::Checking), Answer::Proof(missing)) => prove(state, missing),
        _ => vec![],
    }
}

fn read(state: &mut State, file: PolicyFile, was_lost: bool) -> Vec<Effect> {
    let first = state.file.is_none();
    take(state, file);
    if was_lost {
        state.notice = back(state.notice.take());
    }
    match first {
        // The focus is on the heading, which keeps it.
        true => vec![Effect::Step(Screen::Rules)],
        false => vec![],
    }
}

/// Another file, and with it another form. What was filled in and is made from what is saved still, stays.
fn take(state: &mut State, file: PolicyFile) {
    let filled_in = [Scope::School, Scope::Group].map(|scope| {
        let version = saved(&file, scope).1;
        let kept = state.filled_in(scope);
        (scope, kept.filter(|kept| kept.version == version).cloned())
    });
    // Schools in a group decide together, unless somebody wants it otherwise.
    if state.file.is_none() && file.group.is_some() {
        state.scope = Scope::Group;
    }
    if file.group.is_none() {
        state.scope = Scope::School;
    }
    state.school = Some(Draft::of(&file, Scope::School));
    let group = file.group.as_ref();
    state.group = group.map(|_| Draft::of(&file, Scope::Group));
    for (scope, kept) in filled_in {
        put_back(state, scope, kept);
    }
    state.drawn = state.drawn.wrapping_add(1);
    state.file = Some(file);
}

/// The code is the desk's business: it asks for one where saving is refused for the want of it.
fn prove(state: &mut State, missing: Option<Proof>) -> Vec<Effect> {
    // The screen stays what it is while it is saved.
    state.proof = missing.or(state.proof);
    match missing {
        Some(Proof::Password | Proof::Portal) => state.go(Place::Proof),
        Some(Proof::Code) | None => state.save(),
    }
}

fn is_saved(state: &mut State, file: PolicyFile, sent: &Sent) -> Vec<Effect> {
    take_saved(state, file, sent, false);
    told(
        state,
        match sent.purpose {
            Purpose::Activate => Text::RulesActivated,
            // Others may ask for it still: the group, the school itself, or whoever runs the server.
            Purpose::Deactivate if state.is_free() => Text::RulesDeactivated,
            Purpose::Form | Purpose::Deactivate => Text::RulesSaved,
        },
    )
}

fn told(state: &mut State, text: Text) -> Vec<Effect> {
    let mut effects = vec![Effect::Changed];
    effects.extend(state.leave());
    state.notice = Some(Notice::good(text));
    effects
}

/// Takes the file in which what was `sent` from here is saved. What was filled in for the others and is not saved stays,
/// with the version it was made from. So does what stands in the form of these, if it was `chosen` since or was not what
/// was sent: with the version that is now, as it takes back nobody's rules but their own.
fn take_saved(state: &mut State, file: PolicyFile, sent: &Sent, chosen: bool) {
    let scope = sent.scope;
    let other = match scope {
        Scope::School => Scope::Group,
        Scope::Group => Scope::School,
    };
    let others = state.filled_in(other).cloned();
    let own = match chosen {
        true => state.draft_of(scope),
        false => state
            .filled_in(scope)
            .filter(|_| sent.purpose != Purpose::Form),
    };
    let own = own.cloned();
    let before = state.file.as_ref().map(|file| saved(file, scope).1);
    let now = Draft::of(&file, scope);
    take(state, file);
    put_back(state, other, others);
    let own = own.map_or_else(
        || now.clone(),
        |own| {
            let mut own = match chosen {
                true => own,
                false => own.for_whom_in(&now),
            };
            if Some(own.version) == before {
                own.version = now.version;
            }
            own
        },
    );
    put_back(state, scope, Some(own));
}

fn put_back(state: &mut State, scope: Scope, kept: Option<Draft>) {
    if let (Some(kept), Some(draft)) = (kept, state.draft_of_mut(scope)) {
        *draft = kept;
    }
}

/// What was sent had arrived, only the answer had not. Whoever has chosen something else since is told which of the two
/// is saved, and has the other still.
fn had_arrived(state: &mut State, file: PolicyFile, sent: &Sent, again: bool) -> Vec<Effect> {
    let is_sent = |scope, policy: &Policy| scope == sent.scope && *policy == sent.policy;
    let wanted = state.wanted();
    let confirmed = again && wanted.is_some_and(|(policy, _)| !is_sent(state.scope, &policy));
    let confirmed_form = confirmed && state.purpose == Purpose::Form && state.scope == sent.scope;
    let chosen = state.draft_of(sent.scope).is_some_and(|draft| {
        draft.policy != sent.policy && (confirmed_form || sent.form.as_ref() != Some(draft))
    });
    if !chosen && !confirmed {
        return is_saved(state, file, sent);
    }
    take_saved(state, file, sent, chosen);
    told(state, Text::RulesSavedBefore)
}

/// There is a connection again. What is the same as before is left as it stands.
fn returned(state: &mut State, file: PolicyFile) -> Vec<Effect> {
    let sent = state.sent.take();
    let again = std::mem::take(&mut state.again);
    let pressed = state.pressed.take();
    let scope = sent.as_ref().map_or(state.scope, |sent| sent.scope);
    let version = |file: &PolicyFile| saved(file, scope).1;
    let before = state.file.as_ref().map(version);
    if before == Some(version(&file)) {
        state.notice = back(state.notice.take());
        return match state.screen() {
            // Nothing had arrived, and it is still wanted.
            _ if again => confirm(state),
            Screen::Portal => state.call(Doing::Looking, Call::Proof),
            _ => pressed.map_or_else(Vec::new, |purpose| look(state, purpose)),
        };
    }
    if let Some(sent) = sent.filter(|sent| sent.policy == *saved(&file, scope).0) {
        return had_arrived(state, file, &sent, again);
    }
    take(state, file);
    let effects = state.leave();
    let changed = Failure::Refused(Problem::PolicyChanged);
    state.notice = Some(notice::failed(&changed));
    effects
}

pub fn failed(state: &mut State, failure: Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    state.again = false;
    state.pressed = None;
    if doing == Some(Doing::Saving) && failure != Failure::Offline {
        state.sent = None;
    }
    // The desk has asked for a code, which may not have been given: nothing is asked for again by itself.
    state.unproven |= doing == Some(Doing::Saving)
        && failure == Failure::Refused(Problem::ReauthenticationRequired);
    let said = notice::failed(&failure);
    let mut effects = vec![];
    match &failure {
        Failure::Offline | Failure::SignedOut => state.lost = true,
        Failure::Refused(Problem::PasswordWrong { .. }) => effects.push(Effect::EmptyField),
        // This is how they are now.
        Failure::Refused(Problem::PolicyChanged | Problem::NoGroup)
            if !matches!(
                doing,
                Some(Doing::Reading | Doing::Refreshing | Doing::Returning)
            ) =>
        {
            effects.extend(state.leave());
            effects.extend(state.call(Doing::Reading, Call::Read));
        }
        // What is not allowed is mended in the form.
        Failure::Refused(Problem::PolicyInvalid | Problem::WouldLockYouOut) => {
            effects.extend(state.leave());
        }
        _ if state.screen() == Screen::Password => effects.push(Effect::FocusField),
        _ => {}
    }
    // A preview that did not come leaves nothing on its way.
    if state.place == Place::Rules {
        state.purpose = Purpose::Form;
    }
    state.notice = Some(said);
    effects.push(Effect::Lost(failure));
    effects
}
