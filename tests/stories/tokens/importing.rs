//! A vendor's file is read, checked, and imported only when all of it is right; its seeds stay no longer than that.

use super::*;

const CSV: &str = "serial,secret\nSN-1,3132333435363738393031323334353637383930";

fn at_import() -> State {
    let mut state = given();
    step(&mut state, Event::OpenImport);
    assert_eq!(state.screen, Screen::Import);
    state
}

/// Rows, how many were imported, and what is wrong.
type Answer<'a> = (u32, u32, &'a [RowProblem]);

fn answer(turn: u32, (rows, imported, faults): Answer<'_>) -> Event {
    let error = |problem: &RowProblem| RowError {
        row: 2,
        serial: Some("SN-1".to_owned()),
        problem: *problem,
    };
    let answer = Imported {
        rows,
        imported,
        errors: faults.iter().map(error).collect(),
        faulty: u32::try_from(faults.len()).unwrap(),
    };
    Event::Imported(turn, Box::new(answer))
}

fn answered(state: &mut State, said: Answer<'_>) -> Vec<Effect> {
    step(state, answer(state.turn, said))
}

fn not_imported(state: &mut State, failure: Failure) -> Vec<Effect> {
    step(state, Event::NotImported(state.turn, failure))
}

/// What is sent, and whether only to be checked.
#[track_caller]
fn sent(effects: &[Effect]) -> (ImportFormat, bool) {
    match effects {
        [
            Effect::Call(Call::Import {
                format, check_only, ..
            }),
        ] => (*format, *check_only),
        other => panic!("nothing is sent: {other:?}"),
    }
}

/// Checked, and every row is right.
fn faultless() -> State {
    let mut state = at_import();
    step(&mut state, Event::Picked(Some(100)));
    assert_eq!(
        step(&mut state, Event::Check(secret(""))),
        [Effect::ReadFile]
    );
    assert_eq!(state.doing, Some(Doing::Reading));
    let effects = step(&mut state, Event::Read(secret(CSV)));
    assert_eq!(sent(&effects), (ImportFormat::Csv, true));
    assert_eq!(state.doing, Some(Doing::Checking));
    let effects = answered(&mut state, (500, 0, &[]));
    assert_eq!(
        effects,
        [Effect::Step(Screen::Checked), Effect::FocusHeading]
    );
    state
}

#[test]
fn a_file_that_is_right_is_imported_and_the_list_is_searched_anew() {
    let mut state = faultless();

    assert_eq!(
        sent(&step(&mut state, Event::Import)),
        (ImportFormat::Csv, false)
    );
    assert_eq!(step(&mut state, Event::Import), [], "a double click");
    let effects = answered(&mut state, (500, 500, &[]));

    assert_eq!(state.screen, Screen::List);
    assert!(effects.contains(&Effect::Changed));
    assert!(matches!(
        effects.last(),
        Some(Effect::Call(Call::Find { .. }))
    ));
    assert_eq!(
        state.notice,
        Some(Notice::good(Text::TokensImported).amount(500))
    );
    assert_eq!(secrets_in(&state), 0);
    // The list that follows does not talk it over.
    let turn = state.turn;
    step(&mut state, Event::Found(turn, page(&[], None)));
    assert!(state.notice.is_some());
}

#[test]
fn one_faulty_row_imports_nothing() {
    let mut state = at_import();
    step(&mut state, Event::Picked(Some(100)));
    step(&mut state, Event::Check(secret("")));
    step(&mut state, Event::Read(secret(CSV)));
    answered(&mut state, (500, 0, &[RowProblem::SecretMissing]));
    assert_eq!(state.screen, Screen::Checked);
    assert_eq!(step(&mut state, Event::Import), []);
    // Nor an empty file.
    state.checked.as_mut().unwrap().faulty = 0;
    state.checked.as_mut().unwrap().rows = 0;
    assert_eq!(step(&mut state, Event::Import), []);
}

#[test]
fn what_became_faulty_between_is_shown_and_not_imported() {
    let mut state = faultless();
    step(&mut state, Event::Import);
    let effects = answered(&mut state, (500, 0, &[RowProblem::SerialKnown]));
    assert_eq!(effects, [Effect::FocusHeading]);
    assert_eq!(state.screen, Screen::Checked);
    assert_eq!(state.checked.as_ref().unwrap().faulty, 1);
}

#[test]
fn no_file_or_a_huge_one_is_not_read() {
    let mut state = at_import();
    let effects = step(&mut state, Event::Check(secret("")));
    assert_eq!(
        effects,
        [Effect::Focus("file"), Effect::Error("file_missing")]
    );
    step(&mut state, Event::Picked(Some(LARGEST + 1)));
    assert_eq!(state.notice, None);
    let effects = step(&mut state, Event::Check(secret("")));
    assert_eq!(
        effects,
        [Effect::Focus("file"), Effect::Error("import_too_large")]
    );
    step(&mut state, Event::Picked(Some(LARGEST)));
    assert_eq!(
        step(&mut state, Event::Check(secret(""))),
        [Effect::ReadFile]
    );
}

#[test]
fn a_file_that_the_browser_cannot_open_is_chosen_again() {
    let mut state = at_import();
    step(&mut state, Event::Picked(Some(100)));
    step(&mut state, Event::Check(secret("key")));
    step(&mut state, Event::NotRead);
    assert_eq!(
        (state.screen, code_of(&state)),
        (Screen::Import, "file_unreadable")
    );
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn what_the_server_cannot_read_can_be_tried_with_a_key() {
    for problem in [Problem::ImportUnreadable, Problem::ImportTooLarge] {
        let mut state = at_import();
        step(&mut state, Event::Picked(Some(100)));
        step(&mut state, Event::Check(secret("")));
        step(&mut state, Event::Read(secret("<?xml version='1.0'?>")));
        not_imported(&mut state, refused(problem.clone()));
        assert_eq!(
            (state.screen, code_of(&state)),
            (Screen::Import, problem.code())
        );
        assert_eq!(
            secrets_in(&state),
            0,
            "the file is read again with the next check"
        );
        assert_eq!(
            step(&mut state, Event::Check(secret("key"))),
            [Effect::ReadFile]
        );
    }
}

#[test]
fn what_stands_in_it_tells_the_format_and_the_key_goes_along() {
    for (content, format) in [
        ("<?xml version='1.0'?><KeyContainer/>", ImportFormat::Pskc),
        ("\u{feff}\n <KeyContainer/>", ImportFormat::Pskc),
        (CSV, ImportFormat::Csv),
        ("", ImportFormat::Csv),
    ] {
        let mut state = at_import();
        step(&mut state, Event::Picked(Some(100)));
        step(&mut state, Event::Check(secret("12345")));
        let effects = step(&mut state, Event::Read(secret(content)));
        let [
            Effect::Call(Call::Import {
                format: sent, key, ..
            }),
        ] = effects.as_slice()
        else {
            panic!("{effects:?}");
        };
        assert_eq!((*sent, key), (format, &Some(secret("12345"))), "{content}");
    }
}

#[test]
fn whoever_leaves_takes_no_seed_along() {
    let mut state = faultless();
    assert!(secrets_in(&state) > 0);
    step(&mut state, Event::Back);
    assert_eq!(state.screen, Screen::Import);
    assert_eq!(secrets_in(&state), 0);
    assert_eq!(
        step(&mut state, Event::Back),
        [Effect::Step(Screen::List), Effect::FocusHeading],
        "nothing was saved, and nothing is to be searched"
    );
}

#[test]
fn an_import_of_which_it_is_not_known_whether_it_arrived_is_looked_for_in_the_list() {
    let mut state = faultless();
    step(&mut state, Event::Import);
    not_imported(&mut state, Failure::Offline);
    step(&mut state, Event::Back);
    let effects = step(&mut state, Event::Back);
    turn_of(&effects[2..]);
}

#[test]
fn a_check_of_which_nothing_is_heard_can_be_left_and_its_answer_changes_nothing() {
    let mut state = at_import();
    step(&mut state, Event::Picked(Some(100)));
    step(&mut state, Event::Check(secret("key")));
    step(&mut state, Event::Read(secret(CSV)));
    let late = state.turn;
    let left = [Effect::Step(Screen::List), Effect::FocusHeading];
    assert_eq!(step(&mut state, Event::Back), left);
    assert_eq!((state.doing, secrets_in(&state)), (None, 0));

    // Nor while something else is under way: another search, another file.
    let nothing_of_it = |state: &mut State| {
        let before = state.clone();
        assert_eq!(step(state, answer(late, (500, 0, &[]))), []);
        assert_eq!(step(state, Event::NotImported(late, Failure::Offline)), []);
        assert_eq!(*state, before);
    };
    nothing_of_it(&mut state);
    step(&mut state, Event::Search);
    nothing_of_it(&mut state);
    step(&mut state, Event::OpenImport);
    step(&mut state, Event::Picked(Some(200)));
    step(&mut state, Event::Check(secret("")));
    step(&mut state, Event::Read(secret(CSV)));
    nothing_of_it(&mut state);
    assert_eq!(state.doing, Some(Doing::Checking));
}

#[test]
fn what_is_being_saved_is_waited_for() {
    let mut state = faultless();
    step(&mut state, Event::Import);
    assert_eq!(step(&mut state, Event::Back), []);
    assert_eq!(state.doing, Some(Doing::Saving));
}

#[test]
fn a_late_file_is_not_sent() {
    let mut state = at_import();
    assert_eq!(step(&mut state, Event::Read(secret(CSV))), []);
    let mut state = given();
    assert_eq!(step(&mut state, Event::Picked(Some(1))), []);
    assert_eq!(step(&mut state, Event::Check(secret(""))), []);
}

#[test]
fn an_import_whose_answer_was_lost_is_known_by_its_own_tokens() {
    let mut state = faultless();
    step(&mut state, Event::Import);
    not_imported(&mut state, Failure::Offline);
    assert_eq!(
        state.screen,
        Screen::Checked,
        "what was checked is not lost"
    );
    step(&mut state, Event::Returned);
    assert_eq!(
        sent(&step(&mut state, Event::Import)),
        (ImportFormat::Csv, false)
    );

    answered(&mut state, (1, 0, &[RowProblem::SerialKnown]));

    assert_eq!(state.screen, Screen::List);
    assert_eq!(
        state.notice,
        Some(Notice::good(Text::TokensImported).amount(1))
    );
}

/// Only then: without a lost answer it is simply a file that was imported before.
#[test]
fn a_file_of_yesterday_is_not_said_to_be_imported() {
    let mut state = faultless();
    step(&mut state, Event::Import);
    answered(&mut state, (1, 0, &[RowProblem::SerialKnown]));
    assert_eq!(state.screen, Screen::Checked);
}

#[test]
fn what_is_wrong_with_the_file_is_told_at_the_file() {
    let wrong = |state: &State| {
        (
            code_of(state),
            state.is_wrong("import_", "file"),
            state.is_wrong("reason_", "reason"),
        )
    };
    let check = |state: &mut State| step(state, Event::Check(secret("")));
    let mut state = at_import();
    check(&mut state);
    assert_eq!(wrong(&state), ("file_missing", true, false));
    step(&mut state, Event::Picked(Some(LARGEST + 1)));
    check(&mut state);
    assert_eq!(wrong(&state), ("import_too_large", true, false));
    // Chosen, and taken away again.
    step(&mut state, Event::Picked(None));
    check(&mut state);
    assert_eq!(wrong(&state), ("file_missing", true, false));
    step(&mut state, Event::Picked(Some(100)));
    check(&mut state);
    step(&mut state, Event::Read(secret("x")));
    let turn = state.turn;
    let failure = refused(Problem::ImportUnreadable);
    step(&mut state, Event::NotImported(turn, failure));
    assert_eq!(wrong(&state), ("import_unreadable", true, false));
}
