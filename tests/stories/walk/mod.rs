//! Every sequence of events up to a bounded length, breadth first, over distinct situations. What must
//! always hold is asked of every single step; the shortest walk that breaks it is printed.

mod challenge;
mod challenge_back_end;
mod challenge_situation;
mod enrolment;
mod enrolment_back_end;
mod enrolment_situation;
mod settings;
mod settings_back_end;
mod settings_situation;

use std::{collections::HashSet, fmt::Debug};

/// A widget's machine, a little back end, and what is on its way between them.
pub trait World: Clone + Debug {
    type Move: Clone + Debug;
    type Effect: Debug;

    /// What can happen next; none where the walk need not go on.
    fn moves(&self) -> Vec<Self::Move>;
    fn make(&mut self, next: &Self::Move) -> Vec<Self::Effect>;
    /// Calls that have no answer yet.
    fn calls(&self) -> usize;
    /// Searches for the connection that have not ended.
    fn searches(&self) -> usize;
    /// The machine believes that a call is under way.
    fn waits(&self) -> bool;
    /// What a patient person does with a back end that works.
    fn help_on(&self) -> Option<Self::Move>;
}

pub struct Step<W: World> {
    pub before: W,
    pub next: W::Move,
    pub effects: Vec<W::Effect>,
    pub after: W,
    from: usize,
}

pub struct Walks<W: World> {
    steps: Vec<Step<W>>,
    /// How each distinct situation was first reached: by which step.
    reached_by: Vec<Option<usize>>,
    worlds: Vec<W>,
}

impl<W: World> Walks<W> {
    pub fn from(starts: Vec<W>, length: usize) -> Self {
        let mut walks = Self {
            steps: vec![],
            reached_by: vec![None; starts.len()],
            worlds: starts,
        };
        let mut seen: HashSet<String> = walks.worlds.iter().map(|w| format!("{w:?}")).collect();
        let mut edge = 0..walks.worlds.len();
        for _ in 0..length {
            let end = walks.worlds.len();
            for from in edge {
                walks.go_on(from, &mut seen);
            }
            edge = end..walks.worlds.len();
        }
        assert!(
            walks.worlds.len() > 100,
            "walks that go nowhere prove nothing"
        );
        walks
    }

    fn go_on(&mut self, from: usize, seen: &mut HashSet<String>) {
        let before = self.worlds[from].clone();
        for next in before.moves() {
            let mut after = before.clone();
            let effects = after.make(&next);
            if seen.insert(format!("{after:?}")) {
                self.worlds.push(after.clone());
                self.reached_by.push(Some(self.steps.len()));
            }
            self.steps.push(Step {
                before: before.clone(),
                next,
                effects,
                after,
                from,
            });
        }
    }

    /// Panics with the shortest walk on which `holds` does not.
    #[track_caller]
    pub fn always(&self, what: &str, holds: impl Fn(&Step<W>) -> bool) {
        if let Some(step) = self.steps.iter().find(|step| !holds(step)) {
            panic!("{what}:\n{}{}", self.trail(step.from), said(step));
        }
    }

    fn trail(&self, mut at: usize) -> String {
        let mut trail = vec![];
        while let Some(by) = self.reached_by[at] {
            trail.push(said(&self.steps[by]));
            at = self.steps[by].from;
        }
        trail.into_iter().rev().collect()
    }

    /// What every view must keep to.
    #[track_caller]
    pub fn keep_the_peace(&self) {
        self.always("two calls at once", |step| step.after.calls() <= 1);
        self.always(
            "it waits for nothing, or a call is not waited for",
            |step| step.after.waits() == (step.after.calls() > 0),
        );
    }

    #[track_caller]
    pub fn search_once(&self) {
        self.always("two searches for the connection", |step| {
            step.after.searches() <= 1
        });
    }

    /// From wherever one may come, `there` can be reached.
    #[track_caller]
    pub fn never_get_stuck(&self, there: impl Fn(&W) -> bool) {
        for (index, world) in self.worlds.iter().enumerate() {
            let mut world = world.clone();
            let mut left = 24;
            while !there(&world) {
                let next = world.help_on().filter(|_| left > 0);
                let Some(next) = next else {
                    panic!("no way on from here: {world:#?}\n{}", self.trail(index));
                };
                world.make(&next);
                left -= 1;
            }
        }
    }
}

fn said<W: World>(step: &Step<W>) -> String {
    format!("  {:?} -> {:?}\n", step.next, step.effects)
}
