//! The settings walked through, set-up inside included.

use super::{Walks, World};
use crate::fixture::settings;
use std::sync::LazyLock;
use tweestap_api::{Problem, RememberDuration, Settings, Status};
use tweestap_widget::{
    failure::Failure,
    settings::flow::{Call, Effect, Event, Screen, State, step},
};

const LENGTH: usize = 9;

#[derive(Clone, Debug)]
struct Situation {
    widget: State,
    saved: RememberDuration,
    under_way: Vec<Call>,
    searches: usize,
}

#[derive(Clone, Debug)]
enum Move {
    Does(Event),
    Answer,
    LoseRequest,
    LoseAnswer,
    Fail(Failure),
    SearchEnds,
}

impl Situation {
    fn now(&self) -> Box<Settings> {
        let mut now = settings(Status::On);
        now.remember.duration = self.saved;
        Box::new(now)
    }

    fn handle(&mut self) -> Event {
        match self.under_way.remove(0) {
            Call::Open | Call::Read => Event::Answered(self.now()),
            Call::Save(duration) => {
                self.saved = duration;
                Event::Saved(self.now())
            }
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
        let mut moves = [
            Event::SetUp,
            Event::SetUpOver,
            Event::Save(RememberDuration::OneWeek),
            Event::Save(RememberDuration::AlwaysAsk),
            Event::Retry,
            Event::TokenGiven,
            Event::Slow,
        ]
        .map(Move::Does)
        .to_vec();
        if self.calls() == 1 {
            moves.extend([
                Move::Answer,
                Move::LoseRequest,
                Move::LoseAnswer,
                Move::Fail(Failure::SignedOut),
                Move::Fail(Failure::Refused(Problem::DurationNotOffered)),
            ]);
        }
        if self.searches > 0 {
            moves.push(Move::SearchEnds);
        }
        moves
    }

    fn make(&mut self, next: &Move) -> Vec<Effect> {
        let event = match next {
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
                Event::BackOnline(self.now())
            }
        };
        let effects = step(&mut self.widget, event);
        for effect in &effects {
            match effect {
                Effect::Call(call) => self.under_way.push(call.clone()),
                Effect::Reconnect => self.searches = (self.searches + 1).min(2),
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
        self.widget.busy
    }

    fn help_on(&self) -> Option<Move> {
        match (self.calls(), self.widget.screen()) {
            (0, Screen::Opening) => Some(Move::Does(Event::Retry)),
            (0, Screen::SettingUp) => Some(Move::Does(Event::SetUpOver)),
            (0, Screen::Overview) if self.is_up_to_date() => None,
            (0, Screen::Overview) => Some(Move::Does(Event::TokenGiven)),
            _ => Some(Move::Answer),
        }
    }
}

impl Situation {
    fn is_up_to_date(&self) -> bool {
        self.widget
            .settings
            .as_ref()
            .is_some_and(|shown| *shown == *self.now())
    }
}

static WALKS: LazyLock<Walks<Situation>> = LazyLock::new(|| {
    let start = Situation {
        widget: State::opening(),
        saved: RememberDuration::AlwaysAsk,
        under_way: vec![Call::Open],
        searches: 0,
    };
    Walks::from(vec![start], LENGTH)
});

#[test]
fn at_most_one_call_is_under_way_and_it_is_waited_for() {
    WALKS.keep_the_peace();
}

#[test]
fn at_most_one_search_for_the_connection_is_under_way() {
    WALKS.search_once();
}

#[test]
fn a_choice_is_called_saved_only_when_it_is() {
    WALKS.always("told to the page, but not saved", |step| {
        !step.effects.contains(&Effect::Changed) || step.after.is_up_to_date()
    });
}

#[test]
fn wherever_one_comes_there_is_a_way_to_what_is_true_now() {
    WALKS.never_get_stuck(|world| {
        world.calls() == 0 && world.widget.screen() == Screen::Overview && world.is_up_to_date()
    });
}
