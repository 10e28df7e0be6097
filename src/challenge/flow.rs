//! The widget's half of the challenge. Success is only a hint to the page: its server checks the assertion.

use super::replies::{answered, failed};
pub use super::terms::{Call, Doing, Effect, Event, Inside, Purpose, Screen};
use crate::{
    code,
    notice::{self, Notice},
};
use tweestap_api::{Challenge, ChallengeStep, Method, Secret, Way};

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub purpose: Purpose,
    pub challenge: Option<Challenge>,
    pub inside: Option<Inside>,
    pub doing: Option<Doing>,
    pub slow: bool,
    pub offline: bool,
    pub(super) searching: bool,
    pub notice: Option<Notice>,
    /// Wrong codes so far; after two, clock help is offered.
    pub wrong_codes: u8,
    pub(super) to_say: Option<Notice>,
}

impl State {
    pub fn opening() -> Self {
        Self::asked_for(Purpose::SignIn)
    }

    pub fn asked_for(purpose: Purpose) -> Self {
        Self {
            purpose,
            challenge: None,
            inside: None,
            doing: Some(Doing::Opening),
            slow: false,
            offline: false,
            searching: false,
            notice: None,
            wrong_codes: 0,
            to_say: None,
        }
    }

    pub fn screen(&self) -> Screen {
        let Some(challenge) = &self.challenge else {
            return Screen::Opening;
        };
        match (self.inside, challenge.step) {
            (Some(Inside::Enrolment), _) => Screen::SettingUp,
            (Some(Inside::Codes), _) => Screen::NewCodes,
            (None, ChallengeStep::Code) => Screen::Code,
            (None, ChallengeStep::RecoveryCode) => Screen::RecoveryCode,
            (None, ChallengeStep::ResetCode) => Screen::ResetCode,
            (None, ChallengeStep::Recovered) => Screen::Recovered,
            (None, ChallengeStep::Enrol) => Screen::Enrol,
            (None, ChallengeStep::Passed) => Screen::Passed,
        }
    }

    /// What the person sees the screen by: another code, or another number of codes left, is another one.
    pub fn place(&self) -> (Screen, Option<Method>, Option<u32>) {
        let left = self.challenge.as_ref().and_then(|asked| asked.codes_left);
        (self.screen(), self.method(), left)
    }

    pub fn is_sign_in(&self) -> bool {
        self.purpose == Purpose::SignIn
    }

    /// Whoever only wanted to change something may leave it.
    pub fn may_cancel(&self) -> bool {
        self.purpose == Purpose::Prove && self.screen() != Screen::Passed
    }

    /// Setting up may be left for later; the view that sets up knows by itself.
    fn may_leave(&self) -> bool {
        match self.screen() {
            Screen::SettingUp => true,
            Screen::Enrol => {
                let challenge = self.challenge.as_ref();
                challenge.is_some_and(|asked| asked.later_until.is_some())
            }
            _ => false,
        }
    }

    pub fn method(&self) -> Option<Method> {
        self.challenge.as_ref()?.method
    }

    /// The challenge's name, on these screens while nothing is under way.
    fn open_id(&self, screens: &[Screen]) -> Option<String> {
        let open = self.doing.is_none() && screens.contains(&self.screen());
        self.challenge.as_ref().filter(|_| open)?.id.clone()
    }

    pub(super) fn call(&mut self, doing: Doing, call: Call) -> Vec<Effect> {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        vec![Effect::Call(call)]
    }

    /// Refuses without asking the server; costs no attempt.
    fn mind(&mut self, notice: Notice) -> Vec<Effect> {
        let error = Effect::Error(notice.code);
        self.notice = Some(notice);
        vec![Effect::FocusField, error]
    }

    /// What a sign-in opens with is a session; a code that is asked again needs the session there is.
    pub(super) fn begin(&mut self) -> Vec<Effect> {
        let call = Call::Begin(self.purpose);
        self.call(Doing::Opening, call)
    }
}

const TYPING: [Screen; 3] = [Screen::Code, Screen::RecoveryCode, Screen::ResetCode];

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    if matches!(event, Event::BackOnline(_) | Event::NotBack(_)) {
        state.searching = false;
    }
    let idle = state.doing.is_none();
    match event {
        Event::Submit(typed, remember) => submit(state, &typed, remember),
        Event::Recover(typed) => recover(state, &typed),
        Event::Choose(way) => choose(state, way),
        Event::Back => match own_way(state) {
            Some(way) => choose(state, way),
            None => vec![],
        },
        Event::Resend => match state.open_id(&[Screen::Code]) {
            Some(id) => state.call(Doing::Resending, Call::Resend(id)),
            None => vec![],
        },
        Event::Continue if idle && state.screen() == Screen::Recovered => {
            state.call(Doing::GoingOn, Call::Continue)
        }
        Event::Show(inside) if idle => show(state, inside),
        Event::Over if state.inside.is_some() => {
            state.inside = None;
            let mut effects = state.begin();
            effects.push(Effect::FocusHeading);
            effects
        }
        Event::Later if idle && state.may_leave() => {
            // Said on this screen, the focus is where it was pressed.
            let inside = state.inside.take();
            let mut effects = state.call(Doing::GoingOn, Call::Continue);
            effects.extend(inside.map(|_| Effect::FocusHeading));
            effects
        }
        Event::Cancel if state.may_cancel() && idle => vec![Effect::Cancelled],
        Event::Retry if idle && state.challenge.is_none() => match state.purpose {
            Purpose::SignIn => state.call(Doing::Opening, Call::Open),
            Purpose::Prove => state.begin(),
        },
        // The view inside opens its own session with it.
        Event::TokenGiven if idle && state.inside.is_none() => {
            let call = match state.purpose {
                Purpose::SignIn => Call::Open,
                Purpose::Prove => Call::Reopen,
            };
            state.call(Doing::Opening, call)
        }
        Event::Answered(challenge) if !idle => answered(state, *challenge),
        Event::Failed(failure) if !idle => failed(state, &failure),
        Event::BackOnline(challenge) if state.offline && idle => {
            state.to_say = Some(Notice::back_online(state.notice.take()));
            answered(state, *challenge)
        }
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

fn submit(state: &mut State, typed: &Secret, remember: bool) -> Vec<Effect> {
    let Some(challenge) = state.open_id(&[Screen::Code]) else {
        return vec![];
    };
    let digits = state.challenge.as_ref().and_then(|asked| asked.digits);
    match code::read_of(typed.expose(), digits.unwrap_or(6) as usize) {
        Ok(code) => {
            let call = Call::Verify {
                challenge,
                code,
                remember,
            };
            state.call(Doing::Verifying, call)
        }
        Err(why) => state.mind(notice::not_a_code(why)),
    }
}

fn recover(state: &mut State, typed: &Secret) -> Vec<Effect> {
    let Some(challenge) = state.open_id(&[Screen::RecoveryCode, Screen::ResetCode]) else {
        return vec![];
    };
    match code::looks_like_recovery(typed.expose()) {
        true => {
            let code = Secret::new(code::in_latin_digits(typed.expose()));
            state.call(Doing::Verifying, Call::Recover { challenge, code })
        }
        false => state.mind(notice::not_a_recovery_code()),
    }
}

fn choose(state: &mut State, way: Way) -> Vec<Effect> {
    match state.open_id(&TYPING) {
        Some(challenge) => state.call(Doing::Choosing, Call::Choose { challenge, way }),
        None => vec![],
    }
}

/// The person's first own method among the other ways.
pub fn own_way(state: &State) -> Option<Way> {
    let ways = &state.challenge.as_ref()?.ways;
    ways.iter().copied().find(|way| way.method().is_some())
}

fn show(state: &mut State, inside: Inside) -> Vec<Effect> {
    let may = match state.screen() {
        Screen::Recovered => true,
        Screen::Enrol => inside == Inside::Enrolment,
        _ => false,
    };
    if may {
        state.inside = Some(inside);
        state.notice = None;
        // Whatever the search finds is looked up again when that view is over.
        state.offline = false;
    }
    vec![]
}
