//! The audit trail: page by page, and all of it as a table.

use super::entry;
use crate::fixture::NOW;
use tweestap_api::{
    Audit, AuditAction, AuditDetails, AuditEntry, CheckedHow, Method, Named, Policy, Recovery,
    RememberDuration, Role, RolePolicy, RoleRule, Scope,
};
use tweestap_widget::{
    admin::trail::{
        flow::{Effect, Event, State, step},
        table::{COLUMNS, table},
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
    step(&mut state, Event::Slow);
    step(&mut state, Event::Stop);
    assert_eq!((state.fetched(), state.slow), (None, false));
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

fn saved(entries: &[AuditEntry]) -> String {
    let time = |seconds| format!("t{seconds}");
    table(entries, time, |entry| {
        format!("said {}", entry.action.code())
    })
}

/// To the byte: what a Dutch or Belgian Excel opens as columns, with nothing in it that it would compute.
#[test]
fn a_line_of_the_table_says_it_in_codes_and_in_words_and_computes_nothing() {
    let mut hostile = entry(3);
    hostile.actor = Some(Named {
        id: "-joke".to_owned(),
        name: "=1+1".to_owned(),
    });
    hostile.action = AuditAction::SupportCodeMade;
    hostile.reason = "lost; \"again\"".to_owned();
    hostile.person.name = "x;=HYPERLINK(\"http://x\");y".to_owned();
    hostile.details.checked_how = Some(CheckedHow::PhoneKnownNumber);
    let mut other = entry(2);
    other.details.method = Some(Method::Sms);
    assert_eq!(
        saved(&[hostile, other]),
        [
            "\u{feff}number;time;actor;actor_name;person;person_name;action;words;reason;method;checked_how;serial;count;scope;version;policy\r\n",
            r#""3";"t1111111110";"'-joke";"'=1+1";"sam";"x;'=HYPERLINK(""http://x"");y";"support_code_made";"said support_code_made";"lost; ""again""";"";"phone_known_number";"";"";"";"";"""#,
            "\r\n",
            r#""2";"t1111111110";"";"";"sam";"Sam";"switched_on";"said switched_on";"";"sms";"";"";"";"";"";"""#,
            "\r\n",
        ]
        .concat()
    );
}

#[test]
fn the_table_says_which_device_how_many_and_whose_rules() {
    let mut entries = [entry(3), entry(2), entry(1)];
    entries[0].details.serial = Some("0012".to_owned());
    entries[1].details.count = Some(250);
    entries[2].details.scope = Some(Scope::Group);
    entries[2].details.version = Some(8);
    entries[2].details.policy = Some(Policy {
        roles: Role::ALL
            .map(|role| RolePolicy {
                role,
                rule: match role {
                    Role::Teacher | Role::Staff => RoleRule::Must,
                    _ => RoleRule::May,
                },
            })
            .into(),
        methods: vec![Method::App, Method::Sms],
        longest_remember: RememberDuration::OneWeek,
        recovery: Recovery::Codes,
        starts_at: Some(NOW),
        grace_days: 7,
    });
    let set = "must: teacher staff; methods: app sms; longest_remember: 1w; recovery: codes; starts_at: t1111111110; \
               grace_days: 7";
    let set = format!(r#";"";"";"group";"8";"{set}""#);
    let text = saved(&entries);
    let ends: Vec<&str> = text.lines().skip(1).collect();
    for (line, end) in ends
        .iter()
        .zip([r#";"0012";"";"";"";"""#, r#";"";"250";"";"";"""#, &set])
    {
        assert!(line.ends_with(end), "{line}");
    }
    assert_eq!(ends.len(), 3);
}

/// The writer on the server, whose crate cannot be asked from here.
const SERVERS: &str = include_str!("../../../server/src/audit/csv.rs");

/// Two tables of one trail have columns of the same names in the same order: the details are apart in this one, the
/// hash stays on the server, and the words are the page's own.
#[test]
fn the_columns_are_those_of_the_servers_own_table() {
    let details = AuditDetails {
        method: Some(Method::App),
        checked_how: Some(CheckedHow::Video),
        serial: Some("0012".to_owned()),
        count: Some(1),
        scope: Some(Scope::School),
        version: Some(8),
        policy: None,
    };
    let details = serde_json::to_string(&details).unwrap();
    // As they are written, in their own order.
    let details: Vec<&str> = details.split('"').skip(1).step_by(2).collect();
    let details: Vec<&str> = details
        .into_iter()
        .filter(|word| !["app", "video", "0012", "school"].contains(word))
        .collect();
    let heading = SERVERS.split("const HEADING: &str =").nth(1).unwrap();
    let heading = heading.split('"').nth(1).unwrap();
    let heading = heading.strip_suffix(r"\r\n").unwrap();
    let mut expected: Vec<&str> = heading.split(',').collect();
    assert_eq!(expected.pop(), Some("hash"));
    assert_eq!(expected.pop(), Some("details"));
    expected.extend(details);
    // One cell, whatever is in it.
    expected.push("policy");
    let mut own = COLUMNS.to_vec();
    own.retain(|name| *name != "words");
    assert_eq!(own, expected);
}

/// A weakness mended in one of them would stay in the other.
#[test]
fn both_writers_guard_their_cells_alike() {
    let own = include_str!("../../../src/admin/trail/cell.rs");
    let body = |text: &'static str| {
        let begin = text.split("fn cell(text: &str) -> String {").nth(1);
        begin.and_then(|text| text.split("\n}\n").next()).unwrap()
    };
    assert_eq!(body(own), body(SERVERS));
}
