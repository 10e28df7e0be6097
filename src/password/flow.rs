//! The widget's half of passwords: what stands on the screen, and what is asked of the back end. The token of a link and
//! what was typed are here only as long as they are needed.

pub use super::terms::{
    Address, Asked, Behind, Call, Doing, Effect, Event, Field, Given, Opened, Screen, Way,
};
use super::{
    refusals,
    replies::{answered, back_online, done, failed},
    rules::{self, Checks, Rule},
};
use crate::notice::Notice;

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub way: Way,
    pub opened: Option<Opened>,
    pub(super) place: Place,
    /// Typed on the way here.
    pub asked: Asked,
    /// Waits for the code that is asked first.
    pub given: Option<Given>,
    pub checks: Checks,
    /// The line of the list that the last refusal was about.
    pub refused: Option<Rule>,
    pub doing: Option<Doing>,
    pub slow: bool,
    pub offline: bool,
    pub(super) searching: bool,
    /// No answer came to a new password, or none from the portal that keeps it: it may be the one by now.
    pub unsure: bool,
    /// Something else was typed since.
    pub(super) is_another: bool,
    /// A code was asked for once for this change.
    pub(super) proved: bool,
    pub notice: Option<Notice>,
}

/// Where somebody is on their way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Form,
    Sent,
    Proof,
    Invalid,
    Saved,
    NotOffered,
}

impl State {
    pub fn opening(way: Way) -> Self {
        Self {
            place: begin_of(&way),
            way,
            opened: None,
            asked: Asked::default(),
            given: None,
            checks: Checks::default(),
            refused: None,
            doing: Some(Doing::Opening),
            slow: false,
            offline: false,
            searching: false,
            unsure: false,
            is_another: false,
            proved: false,
            notice: None,
        }
    }

    pub fn screen(&self) -> Screen {
        match (self.place, &self.way) {
            (Place::NotOffered, _) => Screen::NotOffered,
            _ if self.opened.is_none() => Screen::Opening,
            (Place::Sent, _) => Screen::Sent,
            (Place::Proof, _) => Screen::Proving,
            (Place::Invalid, _) => Screen::LinkInvalid,
            (Place::Saved, _) => Screen::Saved,
            (Place::Form, Way::Forgotten) => Screen::Forgotten,
            (Place::Form, Way::Link(_)) => Screen::NewPassword,
            (Place::Form, Way::Change) => Screen::Change,
        }
    }

    pub(super) fn call(&mut self, doing: Doing, call: Call) -> Vec<Effect> {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        vec![Effect::Call(call)]
    }

    /// Another screen, with nothing of the one before but what `asked` keeps.
    pub(super) fn go(&mut self, place: Place) -> Vec<Effect> {
        let before = self.screen();
        self.place = place;
        self.clean();
        arrived(before, self.screen())
    }

    fn clean(&mut self) {
        self.checks = Checks::default();
        self.refused = None;
        self.notice = None;
    }

    /// What the view begins with, and finds again after a lost connection.
    pub fn first_call(&self) -> Call {
        match self.way {
            Way::Change => Call::Open,
            Way::Forgotten | Way::Link(_) => Call::Rules,
        }
    }

    /// Refuses without asking the back end.
    pub(super) fn mind(&mut self, notice: Notice) -> Vec<Effect> {
        let mut effects = vec![Effect::Error(notice.code)];
        effects.extend(refusals::field_of(notice.code).map(Effect::Focus));
        self.refused = rules::refused(&notice);
        self.notice = Some(notice);
        effects
    }
}

/// What a screen that has come up asks for.
pub(super) fn arrived(before: Screen, now: Screen) -> Vec<Effect> {
    match (before, now) {
        _ if before == now => vec![],
        // That view says its own steps.
        (_, Screen::Opening | Screen::Proving) => vec![],
        (Screen::Opening, _) => vec![Effect::Step(now)],
        (_, Screen::Forgotten) => vec![Effect::Step(now), Effect::FocusField],
        _ => vec![Effect::Step(now), Effect::FocusHeading],
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    if matches!(event, Event::BackOnline(_) | Event::NotBack(_)) {
        state.searching = false;
    }
    let idle = state.doing.is_none();
    let screen = state.screen();
    let on = |wanted| idle && screen == wanted;
    match event {
        Event::Typing(checks) => {
            state.checks = checks;
            state.refused = None;
            state.is_another = true;
            vec![]
        }
        Event::Forgot(asked) if on(Screen::Forgotten) => forgot(state, asked),
        Event::Save(given) if on(Screen::NewPassword) || on(Screen::Change) => save(state, given),
        Event::Again if on(Screen::Sent) => state.go(Place::Form),
        Event::Again if on(Screen::LinkInvalid) => {
            let mut effects = vec![Effect::Forget(Address::Nothing)];
            effects.extend(moved(state, Behind::Nothing));
            effects
        }
        Event::Leave if idle && screen != Screen::Saved => leave(state),
        Event::Finish if on(Screen::Saved) => vec![Effect::Finished],
        Event::Over if on(Screen::Proving) => proved(state),
        Event::Retry if on(Screen::Opening) => open(state),
        // The view inside opens its own session with it.
        Event::TokenGiven if idle && state.way == Way::Change && screen != Screen::Proving => {
            open(state)
        }
        Event::Moved(behind) if state.way != Way::Change && may_move(state) => moved(state, behind),
        Event::Answered(opened) if !idle => answered(state, *opened),
        Event::Done if !idle => done(state),
        Event::BackOnline(opened) if state.offline && idle => back_online(state, *opened),
        Event::Failed(failure) if !idle => failed(state, &failure),
        Event::NotBack(failure) if std::mem::take(&mut state.offline) && idle => {
            failed(state, &failure)
        }
        Event::Slow if !idle => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}

fn open(state: &mut State) -> Vec<Effect> {
    let call = state.first_call();
    state.call(Doing::Opening, call)
}

/// A link that was not used is good still: the next one at this computer does not find it by going back. It is in the
/// mail.
fn leave(state: &State) -> Vec<Effect> {
    let link = matches!(state.way, Way::Link(_)).then_some(Effect::Forget(Address::Nothing));
    link.into_iter().chain([Effect::Cancelled]).collect()
}

fn forgot(state: &mut State, asked: Asked) -> Vec<Effect> {
    let fault = refusals::not_asked(&asked);
    state.asked = asked;
    match fault {
        Some(notice) => state.mind(notice),
        None => state.call(Doing::Asking, Call::Forgot(state.asked.clone())),
    }
}

fn save(state: &mut State, given: Given) -> Vec<Effect> {
    let Some(opened) = &state.opened else {
        return vec![];
    };
    let asks_current = state.way == Way::Change;
    match refusals::not_given(&given, asks_current, &opened.rules) {
        Some(notice) => state.mind(notice),
        None => {
            state.proved = false;
            send(state, given)
        }
    }
}

/// Off it goes. What may have to be sent once more, after a code, is kept until the answer.
fn send(state: &mut State, given: Given) -> Vec<Effect> {
    let password = given.typed.clone();
    let call = match &state.way {
        Way::Link(token) => Call::Reset {
            token: token.clone(),
            password,
        },
        Way::Forgotten | Way::Change => {
            let current = given.current.clone();
            state.given = Some(given);
            Call::Change { current, password }
        }
    };
    state.call(Doing::Saving, call)
}

/// A code was given, or not: only the back end knows. The form comes back as it was left.
fn proved(state: &mut State) -> Vec<Effect> {
    let mut effects = state.go(Place::Form);
    let Some(given) = state.given.take() else {
        return effects;
    };
    if let Some(opened) = &state.opened {
        state.checks = rules::checked(&given.new, &given.repeat, &opened.rules);
    }
    effects.push(Effect::Fill(given.clone()));
    effects.extend(send(state, given));
    effects
}

/// While something is being saved, and after it was, the address does not matter.
fn may_move(state: &State) -> bool {
    let saving = matches!(state.doing, Some(Doing::Asking | Doing::Saving));
    !saving && !matches!(state.place, Place::Saved | Place::NotOffered)
}

/// The page's address leads somewhere else now.
fn moved(state: &mut State, behind: Behind) -> Vec<Effect> {
    let way = match behind {
        Behind::Other => return vec![],
        Behind::Nothing if state.way == Way::Forgotten => return vec![],
        Behind::Nothing => Way::Forgotten,
        Behind::Token(token) => Way::Link(token),
    };
    let before = state.screen();
    state.way = way;
    state.place = begin_of(&state.way);
    state.unsure = false;
    // Another link, and the same form: what was typed stays.
    if state.screen() == before {
        return vec![];
    }
    state.clean();
    arrived(before, state.screen())
}

/// A link without a token is good for nothing, and nobody has to be asked.
pub(super) fn begin_of(way: &Way) -> Place {
    match way {
        Way::Link(token) if token.expose().is_empty() => Place::Invalid,
        _ => Place::Form,
    }
}
