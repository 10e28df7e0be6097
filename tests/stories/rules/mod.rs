//! What a school asks of its people: nothing is saved that was not shown before, and nothing that was filled in is lost.

mod connection;
mod form;
mod group;
mod lost;
mod preview;
mod proof;

use crate::fixture::{NOW, PASSWORD, refused, secret, secrets_in};
use tweestap_api::{
    GroupPolicy, Method, Named, Policy, PolicyBounds, PolicyFile, PolicyPreview, Problem, Proof,
    Recovery, RememberDuration, Role, RolePolicy, RoleRule, Scope,
};
use tweestap_widget::{
    Text,
    admin::rules::flow::{Answer, Call, Doing, Edit, Effect, Event, Purpose, Screen, State, step},
    failure::Failure,
    notice::Notice,
};

fn policy(rule: RoleRule) -> Policy {
    Policy {
        roles: Role::ALL.map(|role| RolePolicy { role, rule }).into(),
        methods: vec![Method::App, Method::Sms],
        longest_remember: RememberDuration::OneWeek,
        recovery: Recovery::Codes,
        starts_at: None,
        grace_days: 0,
    }
}

fn bounds() -> PolicyBounds {
    PolicyBounds {
        methods: vec![Method::App, Method::Sms],
        longest_remember: RememberDuration::OneWeek,
        recovery: Recovery::ResetCode,
        required: false,
    }
}

/// The saved rules of a school that is in no group.
fn file(rule: RoleRule) -> PolicyFile {
    PolicyFile {
        school: policy(rule),
        group: None,
        in_force: policy(rule),
        bounds: bounds(),
        version: 3,
        server_time: NOW,
    }
}

/// The same in a group, whose own rules ask the same.
fn in_group(rule: RoleRule) -> PolicyFile {
    PolicyFile {
        group: Some(GroupPolicy {
            name: "Voorbeeldgroep".to_owned(),
            schools: vec!["Voorbeeldcollege".to_owned(), "Andere school".to_owned()],
            policy: policy(rule),
            bounds: bounds(),
            version: 8,
        }),
        ..file(rule)
    }
}

fn preview() -> PolicyPreview {
    PolicyPreview {
        schools: vec!["Voorbeeldcollege".to_owned()],
        people: 100,
        must: 100,
        ready: 60,
        later: 0,
        at_next_sign_in: 39,
        stuck: 1,
        who: vec![Named {
            id: "person-1".to_owned(),
            name: "Anna".to_owned(),
        }],
        includes_you: false,
        loosens: false,
        server_time: NOW,
    }
}

fn loosening() -> PolicyPreview {
    PolicyPreview {
        loosens: true,
        ..preview()
    }
}

/// The section is in sight, and nothing has come yet.
fn opening() -> State {
    let mut state = State::default();
    let effects = step(&mut state, Event::Shown);
    assert_eq!(
        effects,
        [Effect::Step(Screen::Opening), Effect::Call(Call::Read)]
    );
    state
}

/// At the form, after the first answer.
fn given(file: PolicyFile) -> State {
    let mut state = opening();
    answer(&mut state, Answer::File(Box::new(file)));
    assert_eq!(state.screen(), Screen::Rules);
    state
}

fn answer(state: &mut State, answer: Answer) -> Vec<Effect> {
    step(state, Event::Answered(answer))
}

fn edit(state: &mut State, edit: Edit) {
    assert_eq!(step(state, Event::Edit(edit)), []);
}

fn fail(state: &mut State, problem: Problem) -> Vec<Effect> {
    step(state, Event::Failed(refused(problem)))
}

fn must(role: Role) -> Edit {
    Edit::Rule(role, RoleRule::Must)
}

/// A form in which teachers must, and what it would do is in sight.
fn at_preview(preview: PolicyPreview) -> State {
    let mut state = given(file(RoleRule::May));
    edit(&mut state, must(Role::Teacher));
    step(&mut state, Event::Look);
    answer(&mut state, Answer::Preview(Box::new(preview)));
    assert_eq!(state.screen(), Screen::Preview);
    state
}

fn rule_of(policy: &Policy, role: Role) -> RoleRule {
    let row = policy.roles.iter().find(|row| row.role == role);
    row.expect("each role has a row").rule
}

/// What is sent away to be saved.
#[track_caller]
fn saving(effects: &[Effect]) -> (Scope, Policy, i64) {
    match effects {
        [Effect::Call(Call::Save(scope, policy, version))] => (*scope, policy.clone(), *version),
        other => panic!("nothing is saved: {other:?}"),
    }
}

fn code_of(state: &State) -> &'static str {
    state.notice.as_ref().expect("something is said").code
}

/// What was saved for everybody is in the form, at its version, and what was chosen beside it still is.
fn has_no_sms_and_everybody_must(state: &State) {
    let draft = state.draft().unwrap();
    let expected = Policy {
        methods: vec![Method::App],
        ..policy(RoleRule::Must)
    };
    assert_eq!((&draft.policy, draft.version), (&expected, 4));
}
