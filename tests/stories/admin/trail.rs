//! The audit trail: page by page, and all of it as a table.

use super::entry;
use crate::fixture::NOW;
use tweestap_api::{Audit, AuditAction, CheckedHow, Method, Named};
use tweestap_widget::{
    admin::trail::{
        flow::{Effect, Event, State, step},
        table::table,
    },
    failure::Failure,
};

fn page(numbers: &[i64], next: Option<i64>) -> Box<Audit> {
    Box::new(Audit {
        entries: numbers.iter().map(|number| entry(*number)).collect(),
        next,
        server_time: NOW,
    })
}

fn answer(state: &mut State, numbers: &[i64], next: Option<i64>) -> Vec<Effect> {
    let turn = state.turn;
    step(state, Event::Read(turn, page(numbers, next)))
}

fn opened() -> State {
    let mut state = State::default();
    let effects = step(&mut state, Event::Shown);
    assert_eq!(effects, [Effect::Step, Effect::Read(1, None)]);
    answer(&mut state, &[9, 8], Some(8));
    state
}

fn numbers(state: &State) -> Vec<i64> {
    let entries = state.entries.iter().flatten();
    entries.map(|entry| entry.number).collect()
}

#[test]
fn older_lines_come_behind_and_the_first_of_them_has_the_focus() {
    let mut state = opened();
    assert_eq!(
        step(&mut state, Event::More),
        [Effect::Read(state.turn, Some(8))]
    );
    assert_eq!(step(&mut state, Event::More), [], "a double click");
    let effects = answer(&mut state, &[7], None);
    assert_eq!(effects, [Effect::FocusEntry(7)]);
    assert_eq!(numbers(&state), [9, 8, 7]);
    assert_eq!(step(&mut state, Event::More), []);
}

#[test]
fn the_table_has_every_line_from_the_newest_on() {
    let mut state = opened();
    step(&mut state, Event::Export);
    assert_eq!(state.fetched(), Some(0));
    let effects = answer(&mut state, &[9, 8], Some(8));
    assert_eq!(effects, [Effect::Read(state.turn, Some(8))]);
    assert_eq!(state.fetched(), Some(2));
    let effects = answer(&mut state, &[7], None);
    let [Effect::Save(lines)] = &effects[..] else {
        panic!("{effects:?}");
    };
    let saved: Vec<i64> = lines.iter().map(|entry| entry.number).collect();
    assert_eq!(saved, [9, 8, 7]);
    assert_eq!(numbers(&state), [9, 8], "what is in sight stays");
    step(&mut state, Event::Saved(true));
    let said = state.notice.clone().unwrap();
    assert_eq!((said.code, said.amount), ("", 3));
}

#[test]
fn a_table_that_is_stopped_is_not_saved() {
    let mut state = opened();
    step(&mut state, Event::Export);
    let turn = state.turn;
    step(&mut state, Event::Stop);
    assert_eq!(state.fetched(), None);
    let late = Event::Read(turn, page(&[9], None));
    assert_eq!(step(&mut state, late), []);
    assert_eq!(numbers(&state), [9, 8]);
}

#[test]
fn a_table_that_breaks_off_is_no_table() {
    let mut state = opened();
    step(&mut state, Event::Export);
    answer(&mut state, &[9], Some(9));
    let turn = state.turn;
    let effects = step(&mut state, Event::Failed(turn, Failure::Offline));
    assert_eq!(effects, [Effect::Lost(Failure::Offline)]);
    assert_eq!(state.fetched(), None);
    assert!(state.table.is_empty());
    assert_eq!(state.notice.as_ref().unwrap().code, "offline");
    step(&mut state, Event::Back);
    assert_eq!(state.notice.as_ref().unwrap().code, "");
}

#[test]
fn a_line_of_the_table_says_it_in_codes_and_in_words_and_computes_nothing() {
    let mut hostile = entry(3);
    hostile.actor = Some(Named {
        id: "-joke".to_owned(),
        name: "=1+1".to_owned(),
    });
    hostile.action = AuditAction::SupportCodeMade;
    hostile.reason = "lost, \"again\"".to_owned();
    hostile.details.checked_how = Some(CheckedHow::PhoneKnownNumber);
    let mut other = entry(2);
    other.details.method = Some(Method::Sms);
    let text = table(
        &[hostile, other],
        |seconds| format!("t{seconds}"),
        |entry| format!("said {}", entry.action.code()),
    );
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "\u{feff}number,time,actor,actor_name,person,person_name,action,words,method,checked_how,reason",
            r#""3","t1111111110","'-joke","'=1+1","sam","Sam","support_code_made","said support_code_made","","phone_known_number","lost, ""again""""#,
            r#""2","t1111111110","","","sam","Sam","switched_on","said switched_on","sms","","""#,
            "",
        ]
    );
}
