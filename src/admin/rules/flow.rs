//! The machine of the rules: keeps what is chosen, shows what it would do, and saves it only then.

pub use super::terms::{Answer, Call, Doing, Edit, Effect, Event, Purpose, Screen};
use super::{
    draft::{Draft, asks, saved, wanted},
    replies::{answered, failed},
};
use crate::{Text, notice::Notice};
use tweestap_api::{Policy, PolicyBounds, PolicyFile, PolicyPreview, Proof, Scope};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub file: Option<PolicyFile>,
    pub scope: Scope,
    pub(super) school: Option<Draft>,
    pub(super) group: Option<Draft>,
    /// Counts how often the drafts came afresh from the back end: the form is drawn anew then.
    pub drawn: u32,
    pub purpose: Purpose,
    pub preview: Option<PolicyPreview>,
    /// What the preview that is on its way is of.
    pub(super) asked: Option<(Scope, Policy)>,
    pub(super) place: Place,
    pub(super) proof: Option<Proof>,
    /// Saving was refused for want of a proof: whether it is the password is looked at anew when it is confirmed again.
    pub(super) unproven: bool,
    /// Sent to be saved; after no connection nobody knows whether it is.
    pub(super) sent: Option<Sent>,
    /// Saving was asked for once more, and goes on if it turns out that nothing was saved.
    pub(super) again: bool,
    /// Pressed while the rules were read afresh.
    pub(super) pressed: Option<Purpose>,
    pub doing: Option<Doing>,
    pub slow: bool,
    /// The way to the back end.
    pub lost: bool,
    pub notice: Option<Notice>,
}

/// What was sent to be saved, and what for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    pub scope: Scope,
    pub policy: Policy,
    pub purpose: Purpose,
    /// What stood in the form then: whoever chooses something else afterwards has not sent that.
    pub form: Option<Draft>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Rules,
    Preview,
    Proof,
}

impl State {
    pub fn screen(&self) -> Screen {
        if self.file.is_none() {
            return Screen::Opening;
        }
        match (self.place, self.purpose) {
            (Place::Rules, _) => Screen::Rules,
            (Place::Preview, Purpose::Form) => Screen::Preview,
            (Place::Preview, Purpose::Activate) => Screen::Activate,
            (Place::Preview, Purpose::Deactivate) => Screen::Deactivate,
            (Place::Proof, _) if self.proof == Some(Proof::Portal) => Screen::Portal,
            (Place::Proof, _) => Screen::Password,
        }
    }

    /// What stands in the form of the chosen scope.
    pub fn draft(&self) -> Option<&Draft> {
        self.draft_of(self.scope)
    }

    pub(super) fn draft_of(&self, scope: Scope) -> Option<&Draft> {
        match scope {
            Scope::School => self.school.as_ref(),
            Scope::Group => self.group.as_ref(),
        }
    }

    /// How far the rules of the chosen scope may go.
    pub fn bounds(&self) -> Option<&PolicyBounds> {
        Some(self.file.as_ref()?.bounds_of(self.scope))
    }

    pub(super) fn draft_of_mut(&mut self, scope: Scope) -> Option<&mut Draft> {
        match scope {
            Scope::School => self.school.as_mut(),
            Scope::Group => self.group.as_mut(),
        }
    }

    /// A slip in the year, mostly.
    fn is_too_far(&self, draft: &Draft) -> bool {
        let last = self.last_day();
        draft.asks() && draft.policy.starts_at > last.or(draft.policy.starts_at)
    }

    /// What is wrong with the first day. One that counts for nobody need not be there.
    pub(super) fn wrong_day(&self) -> Option<Notice> {
        let draft = self.draft()?;
        if draft.no_day && draft.asks() {
            return Some(Notice::error("day_missing", Text::RulesDayMissing));
        }
        let too_far = self.is_too_far(draft);
        too_far.then(|| Notice::error("day_too_far", Text::RulesDayTooFar))
    }

    /// The last moment at which something may begin.
    pub(super) fn last_day(&self) -> Option<i64> {
        let now = self.file.as_ref()?.server_time;
        Some(now.saturating_add(Policy::LONGEST_AHEAD))
    }

    /// What stands in the form of a scope, if it is something else than what is saved.
    pub(super) fn filled_in(&self, scope: Scope) -> Option<&Draft> {
        let saved = self.file.as_ref().map(|file| Draft::of(file, scope));
        self.draft_of(scope)
            .filter(|draft| saved.as_ref() != Some(draft))
    }

    pub(super) fn is_filled_in(&self) -> bool {
        self.filled_in(Scope::School).is_some() || self.filled_in(Scope::Group).is_some()
    }

    /// Two steps are compulsory for nobody, by whatever rule.
    pub fn is_free(&self) -> bool {
        self.file.as_ref().is_some_and(|file| !asks(&file.in_force))
    }

    /// The saved rules of the chosen scope make them compulsory for somebody, and could do without.
    pub fn may_deactivate(&self) -> bool {
        let may = |file: &PolicyFile| {
            !file.bounds_of(self.scope).required && asks(saved(file, self.scope).0)
        };
        self.file.as_ref().is_some_and(may)
    }

    pub(super) fn call(&mut self, doing: Doing, call: Call) -> Vec<Effect> {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        vec![Effect::Call(call)]
    }

    /// What is said stays until that is known.
    fn ask_what_became_of_it(&mut self) -> Vec<Effect> {
        self.doing = Some(Doing::Returning);
        vec![Effect::Call(Call::Read)]
    }

    /// Goes to another screen, if it is one.
    pub(super) fn go(&mut self, place: Place) -> Vec<Effect> {
        let before = self.screen();
        self.place = place;
        match self.screen() {
            now if now == before => vec![],
            Screen::Password => vec![Effect::Step(Screen::Password), Effect::FocusField],
            now => vec![Effect::Step(now), Effect::FocusHeading],
        }
    }

    /// Back to the form; what stands in it stays.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        let effects = self.go(Place::Rules);
        self.purpose = Purpose::Form;
        self.preview = None;
        self.unproven = false;
        effects
    }

    /// What is to be saved, and the version it is made from.
    pub(super) fn wanted(&self) -> Option<(Policy, i64)> {
        let saved = saved(self.file.as_ref()?, self.scope);
        Some(wanted(self.purpose, self.draft()?, saved))
    }

    pub(super) fn save(&mut self) -> Vec<Effect> {
        match self.wanted() {
            Some((policy, version)) => {
                self.sent = Some(Sent {
                    scope: self.scope,
                    policy: policy.clone(),
                    purpose: self.purpose,
                    form: self.draft().cloned(),
                });
                self.call(Doing::Saving, Call::Save(self.scope, policy, version))
            }
            None => vec![],
        }
    }

    pub(super) fn look_for(&mut self, purpose: Purpose) -> Vec<Effect> {
        self.purpose = purpose;
        let Some((policy, _)) = self.wanted() else {
            return vec![];
        };
        self.asked = Some((self.scope, policy.clone()));
        self.call(Doing::Previewing, Call::Preview(self.scope, policy))
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    let idle = state.doing.is_none();
    let on = |screen| idle && state.screen() == screen;
    let previewed = idle && state.place == Place::Preview;
    match event {
        Event::Shown => shown(state),
        // Also while something is on its way: what stands in the form and what is kept here may never differ.
        Event::For(scope) if state.screen() == Screen::Rules => {
            if scope == Scope::School || state.group.is_some() {
                state.scope = scope;
            }
            vec![]
        }
        Event::Edit(edit) if state.screen() == Screen::Rules => {
            if let Some(draft) = state.draft_of_mut(state.scope) {
                draft.edit(edit);
            }
            vec![]
        }
        Event::Look => press(state, Purpose::Form),
        Event::Activate => press(state, Purpose::Activate),
        Event::Deactivate => press(state, Purpose::Deactivate),
        Event::Confirm if previewed && state.sent.is_some() => {
            state.again = true;
            state.call(Doing::Returning, Call::Read)
        }
        Event::Confirm if previewed && state.unproven => state.look_for(state.purpose),
        Event::Confirm if previewed => confirm(state),
        Event::SubmitPassword(password) if on(Screen::Password) => {
            if password.expose().is_empty() {
                state.notice = Some(Notice::error(
                    "password_missing",
                    Text::ErrorPasswordMissing,
                ));
                return vec![Effect::FocusField, Effect::Error("password_missing")];
            }
            state.call(Doing::Checking, Call::Password(password))
        }
        Event::Back if idle && state.file.is_some() => {
            state.notice = None;
            match state.place {
                Place::Proof => state.go(Place::Preview),
                Place::Preview => state.leave(),
                Place::Rules => vec![],
            }
        }
        Event::Retry if on(Screen::Opening) => state.call(Doing::Reading, Call::Read),
        Event::Returned if on(Screen::Opening) => state.call(Doing::Reading, Call::Read),
        // What became of what was sent comes first.
        Event::Returned if idle && state.sent.is_some() => state.ask_what_became_of_it(),
        // The new sign-in is what was asked for.
        Event::Returned if on(Screen::Portal) => state.call(Doing::Looking, Call::Proof),
        // After no connection, or an ended sign-in.
        Event::Returned if idle && state.lost => state.ask_what_became_of_it(),
        Event::Answered(answer) if !idle => answered(state, answer),
        Event::Failed(failure) if !idle => failed(state, failure),
        Event::Slow if !idle => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}

fn shown(state: &mut State) -> Vec<Effect> {
    let mut effects = vec![Effect::Step(state.screen())];
    if state.doing.is_some() {
        return effects;
    }
    if state.file.is_none() {
        effects.extend(state.call(Doing::Reading, Call::Read));
    } else if state.place == Place::Rules && state.sent.is_some() {
        // Merely read afresh, it would never be said that they were saved from here.
        effects.extend(state.ask_what_became_of_it());
    } else if state.place == Place::Rules && !state.is_filled_in() {
        effects.extend(state.call(Doing::Refreshing, Call::Read));
    }
    effects
}

/// A button of the form. What is read afresh at this moment comes first, and then what was pressed.
fn press(state: &mut State, purpose: Purpose) -> Vec<Effect> {
    if state.screen() != Screen::Rules {
        return vec![];
    }
    match state.doing {
        None => look(state, purpose),
        Some(Doing::Refreshing | Doing::Returning) => {
            state.pressed = Some(purpose);
            vec![]
        }
        Some(_) => vec![],
    }
}

pub(super) fn look(state: &mut State, purpose: Purpose) -> Vec<Effect> {
    match purpose {
        Purpose::Form => match state.wrong_day() {
            Some(notice) => {
                let code = notice.code;
                state.notice = Some(notice);
                vec![Effect::FocusDay, Effect::Error(code)]
            }
            None => state.look_for(purpose),
        },
        Purpose::Activate if state.is_free() => state.look_for(purpose),
        Purpose::Deactivate if state.may_deactivate() => state.look_for(purpose),
        Purpose::Activate | Purpose::Deactivate => vec![],
    }
}

/// Less than now is asked only of somebody who has just given the password; which proof is missing, the back end says.
pub(super) fn confirm(state: &mut State) -> Vec<Effect> {
    let loosens = |preview: &PolicyPreview| preview.loosens;
    match state.preview.as_ref().is_some_and(loosens) {
        true => state.call(Doing::Looking, Call::Proof),
        false => state.save(),
    }
}
