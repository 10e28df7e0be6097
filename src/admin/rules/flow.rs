//! The machine of the rules: keeps what is chosen, shows what it would do, and saves it only then.

pub use super::terms::{Answer, Call, Doing, Edit, Effect, Event, Purpose, Screen};
use super::{
    draft::{Draft, asks, saved, wanted},
    replies::{answered, failed},
};
use crate::{Text, notice::Notice};
use tweestap_api::{Policy, PolicyBounds, PolicyFile, PolicyPreview, Proof, Scope};

#[derive(Clone, Debug, PartialEq)]
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
    /// The proof that is missing was looked up once for this saving.
    pub(super) looked: bool,
    pub doing: Option<Doing>,
    pub slow: bool,
    pub offline: bool,
    pub notice: Option<Notice>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Rules,
    Preview,
    Proof,
}

impl State {
    pub fn opening() -> Self {
        Self {
            file: None,
            scope: Scope::School,
            school: None,
            group: None,
            drawn: 0,
            purpose: Purpose::Form,
            preview: None,
            asked: None,
            place: Place::Rules,
            proof: None,
            looked: false,
            doing: Some(Doing::Reading),
            slow: false,
            offline: false,
            notice: None,
        }
    }

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
        match self.scope {
            Scope::School => self.school.as_ref(),
            Scope::Group => self.group.as_ref(),
        }
    }

    /// How far the rules of the chosen scope may go.
    pub fn bounds(&self) -> Option<&PolicyBounds> {
        Some(self.file.as_ref()?.bounds_of(self.scope))
    }

    fn draft_mut(&mut self) -> Option<&mut Draft> {
        match self.scope {
            Scope::School => self.school.as_mut(),
            Scope::Group => self.group.as_mut(),
        }
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
        self.looked = false;
        effects
    }

    /// What is to be saved, and the version it is made from.
    pub(super) fn wanted(&self) -> Option<(Policy, i64)> {
        let (saved, version) = saved(self.file.as_ref()?, self.scope);
        Some((wanted(self.purpose, self.draft()?, saved), version))
    }

    pub(super) fn save(&mut self) -> Vec<Effect> {
        match self.wanted() {
            Some((policy, version)) => {
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
        // Also while something is on its way: what stands in the form and what is kept here may never differ.
        Event::For(scope) if state.screen() == Screen::Rules => {
            if scope == Scope::School || state.group.is_some() {
                state.scope = scope;
            }
            vec![]
        }
        Event::Edit(edit) if state.screen() == Screen::Rules => {
            if let Some(draft) = state.draft_mut() {
                draft.edit(edit);
            }
            vec![]
        }
        Event::Look if on(Screen::Rules) => look(state),
        Event::Activate if on(Screen::Rules) && state.is_free() => {
            state.look_for(Purpose::Activate)
        }
        Event::Deactivate if on(Screen::Rules) && state.may_deactivate() => {
            state.look_for(Purpose::Deactivate)
        }
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
        // The new sign-in is what was asked for.
        Event::Returned if on(Screen::Portal) => state.call(Doing::Looking, Call::Proof),
        Event::Returned if idle && state.offline => {
            state.doing = Some(Doing::Returning);
            vec![Effect::Call(Call::Read)]
        }
        Event::Answered(answer) if !idle => answered(state, answer),
        Event::Failed(failure) if !idle => failed(state, failure),
        Event::Slow if !idle => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}

fn look(state: &mut State) -> Vec<Effect> {
    // A day that counts for nobody need not be there.
    if state
        .draft()
        .is_some_and(|draft| draft.no_day && draft.asks())
    {
        state.notice = Some(Notice::error("day_missing", Text::RulesDayMissing));
        return vec![Effect::FocusDay, Effect::Error("day_missing")];
    }
    state.look_for(Purpose::Form)
}

/// Less than now is asked only of somebody who has just given the password; which proof is missing, the back end says.
fn confirm(state: &mut State) -> Vec<Effect> {
    state.looked = false;
    match state
        .preview
        .as_ref()
        .is_some_and(|preview| preview.loosens)
    {
        true => {
            state.looked = true;
            state.call(Doing::Looking, Call::Proof)
        }
        false => state.save(),
    }
}
