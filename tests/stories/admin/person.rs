//! A person's page: what is offered to whom, a reason for everything, and a code that is seen once.

use super::{YOU, entry, file_of, somebody};
use crate::fixture::{NOW, secret};
use tweestap_api::{
    AuditAction, AuditEntry, CheckedHow, PersonFile, PersonState, Problem, Role, SupportCode,
};
use tweestap_widget::{
    Text,
    admin::person::flow::{Act, Call, Doing, Effect, Event, Screen, State, offered, step},
    failure::Failure,
};

fn at(state: PersonState) -> PersonFile {
    let mut file = file_of(somebody("sam"));
    file.person.state = state;
    file.stopped = state == PersonState::Locked;
    if matches!(state, PersonState::None | PersonState::Pending) {
        file.methods.clear();
    }
    file
}

fn open(file: PersonFile) -> State {
    let mut state = State::opening();
    step(&mut state, Event::Answered(Box::new(file)));
    state
}

fn confirm(state: &mut State, reason: &str) -> Vec<Effect> {
    step(state, Event::Confirm(reason.to_owned()))
}

#[test]
fn what_can_be_done_follows_from_where_somebody_stands() {
    use Act::{Reset, SupportCode, SwitchOff, SwitchOn, Unlock};
    for (state, acts, why) in [
        (PersonState::None, vec![], Some(Text::PersonNeverSetUp)),
        (
            PersonState::Pending,
            vec![Reset],
            Some(Text::PersonNeverSetUp),
        ),
        (
            PersonState::Active,
            vec![SupportCode, SwitchOff, Reset],
            None,
        ),
        (PersonState::Suspended, vec![SwitchOn, Reset], None),
        (
            PersonState::Locked,
            vec![Unlock, SupportCode, SwitchOff, Reset],
            None,
        ),
    ] {
        assert_eq!(offered(&at(state), YOU), (acts, why), "{state:?}");
    }
}

#[test]
fn nothing_is_offered_to_oneself() {
    let mut file = at(PersonState::Active);
    file.person.id = YOU.to_owned();
    assert_eq!(offered(&file, YOU), (vec![], Some(Text::PersonIsYou)));
}

#[test]
fn of_another_manager_only_what_takes_nothing_away() {
    for (state, acts, why) in [
        (PersonState::Active, vec![], Text::PersonIsManager),
        (
            PersonState::Suspended,
            vec![Act::SwitchOn],
            Text::PersonIsManagerToo,
        ),
        (
            PersonState::Locked,
            vec![Act::Unlock],
            Text::PersonIsManagerToo,
        ),
    ] {
        let mut file = at(state);
        file.person.role = Some(Role::Manager);
        assert_eq!(offered(&file, YOU), (acts, Some(why)), "{state:?}");
    }
}

#[test]
fn nothing_is_done_without_a_reason() {
    for act in [Act::Reset, Act::SwitchOff, Act::SwitchOn, Act::Unlock] {
        let mut state = open(at(PersonState::Active));
        step(&mut state, Event::Want(act));
        assert_eq!(state.screen(), Screen::Asking(act));
        let effects = confirm(&mut state, "  ");
        assert_eq!(
            effects,
            [Effect::Error("reason_missing"), Effect::FocusReason]
        );
        let effects = confirm(&mut state, " lost phone ");
        let call = Call::Do(act, "lost phone".to_owned());
        assert_eq!(effects, [Effect::Call(call)]);
        assert_eq!(confirm(&mut state, "again"), [], "a double click");
    }
}

#[test]
fn what_was_done_is_said_on_the_page_of_now() {
    for (act, what, text) in [
        (Act::Reset, "off", Text::ResetDone),
        (Act::SwitchOff, "suspended", Text::OffDone),
        (Act::SwitchOn, "on", Text::OnDone),
        (Act::Unlock, "unlocked", Text::UnlockDone),
    ] {
        let mut state = open(at(PersonState::Active));
        step(&mut state, Event::Want(act));
        confirm(&mut state, "why");
        let now = at(PersonState::None);
        let effects = step(&mut state, Event::Answered(Box::new(now.clone())));
        assert_eq!(
            effects,
            [
                Effect::Changed(what),
                Effect::Step(Screen::Person),
                Effect::FocusHeading
            ]
        );
        assert_eq!(state.notice.as_ref().unwrap().text, text);
        assert_eq!(state.file, Some(now));
    }
}

fn asking_for_a_code() -> State {
    let mut state = open(at(PersonState::Active));
    step(&mut state, Event::Want(Act::SupportCode));
    state
}

fn made() -> State {
    let mut state = asking_for_a_code();
    step(&mut state, Event::Checked(CheckedHow::Video));
    confirm(&mut state, "lost phone");
    let code = SupportCode {
        code: secret("CANA-RYCA-NARY"),
        expires_at: NOW + 1_800,
    };
    step(&mut state, Event::Made(Box::new(code)));
    state
}

#[test]
fn a_code_says_how_it_was_made_certain_who_it_is() {
    let mut state = asking_for_a_code();
    let effects = confirm(&mut state, "lost phone");
    assert_eq!(
        effects,
        [Effect::Error("checked_missing"), Effect::FocusChecked]
    );
    step(&mut state, Event::Checked(CheckedHow::Document));
    let effects = confirm(&mut state, "lost phone");
    let call = Call::Make(CheckedHow::Document, "lost phone".to_owned());
    assert_eq!(effects, [Effect::Call(call)]);
}

#[test]
fn a_code_is_seen_until_it_has_been_read_out_and_never_again() {
    let mut state = made();
    assert_eq!(state.screen(), Screen::Made);
    assert_eq!(step(&mut state, Event::Leave), [], "not by mistake");
    assert_eq!(step(&mut state, Event::Cancel), []);
    let effects = step(&mut state, Event::ReadOut);
    assert!(effects.contains(&Effect::Call(Call::Read)));
    assert_eq!(state.code, None);
    assert_eq!(state.checked, None);
    assert!(!format!("{state:?}").contains("CANA"));
    assert_eq!(state.notice.as_ref().unwrap().text, Text::SupportDone);
}

#[test]
fn the_connection_breaks_and_what_was_chosen_is_still_there() {
    let mut state = asking_for_a_code();
    step(&mut state, Event::Checked(CheckedHow::Video));
    confirm(&mut state, "lost phone");
    let effects = step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(effects, [Effect::Lost(Failure::Offline)]);
    assert_eq!(state.screen(), Screen::Asking(Act::SupportCode));
    // It had not arrived.
    assert_eq!(step(&mut state, Event::Back), [Effect::Call(Call::Read)]);
    let same = at(PersonState::Active);
    assert_eq!(step(&mut state, Event::Answered(Box::new(same))), []);
    assert_eq!(state.screen(), Screen::Asking(Act::SupportCode));
    assert_eq!(state.checked, Some(CheckedHow::Video));
    assert_eq!(state.notice.as_ref().unwrap().code, "");
}

/// The page as it is after an act with that entry.
fn with_entry(action: AuditAction) -> Box<PersonFile> {
    let mut file = at(PersonState::None);
    file.history = vec![entry(7), AuditEntry { action, ..entry(8) }];
    Box::new(file)
}

/// Confirmed, and no answer came.
fn unsure(act: Act) -> State {
    let mut before = at(PersonState::Active);
    before.history = vec![entry(7)];
    let mut state = open(before);
    step(&mut state, Event::Want(act));
    step(&mut state, Event::Checked(CheckedHow::Video));
    confirm(&mut state, "why");
    step(&mut state, Event::Failed(Failure::Offline));
    state
}

#[test]
fn what_had_arrived_without_its_answer_is_not_done_twice() {
    for (act, action, text) in [
        (Act::Reset, AuditAction::Reset, Text::ResetDone),
        (Act::SwitchOff, AuditAction::Suspended, Text::OffDone),
        (Act::SwitchOn, AuditAction::Resumed, Text::OnDone),
        (Act::Unlock, AuditAction::Unlocked, Text::UnlockDone),
        (
            Act::SupportCode,
            AuditAction::SupportCodeMade,
            Text::SupportNotArrived,
        ),
    ] {
        let mut state = unsure(act);
        assert_eq!(step(&mut state, Event::Back), [Effect::Call(Call::Read)]);
        step(&mut state, Event::Answered(with_entry(action)));
        assert_eq!(state.screen(), Screen::Person, "{act:?}");
        assert_eq!(state.notice.as_ref().unwrap().text, text);
    }
    // Something else happened meanwhile, or the same long ago; this act did not.
    let mut long_ago = with_entry(AuditAction::Reset);
    long_ago.history[1].number = 7;
    for file in [with_entry(AuditAction::Locked), long_ago] {
        let mut state = unsure(Act::Reset);
        step(&mut state, Event::Back);
        step(&mut state, Event::Answered(file));
        assert_eq!(state.screen(), Screen::Asking(Act::Reset));
    }
}

#[test]
fn whoever_is_gone_is_not_looked_for_again() {
    let mut state = State::opening();
    let gone = Failure::Refused(Problem::PersonNotFound);
    step(&mut state, Event::Failed(gone));
    assert!(state.is_gone());
    assert_eq!(step(&mut state, Event::Retry), []);
    assert_eq!(step(&mut state, Event::Leave), [Effect::Left(None)]);

    let mut state = State::opening();
    step(&mut state, Event::Failed(Failure::Offline));
    assert!(!state.is_gone());
    assert_eq!(step(&mut state, Event::Retry), [Effect::Call(Call::Read)]);
}

#[test]
fn whoever_confirms_again_is_looked_up_first_too() {
    let mut state = unsure(Act::Reset);
    assert_eq!(confirm(&mut state, "why"), [Effect::Call(Call::Read)]);
    step(&mut state, Event::Answered(with_entry(AuditAction::Reset)));
    assert_eq!(state.screen(), Screen::Person);
    assert_eq!(state.notice.as_ref().unwrap().text, Text::ResetDone);

    // It had not arrived: now it is done, once.
    let mut state = unsure(Act::Reset);
    confirm(&mut state, "why");
    let again = step(&mut state, Event::Answered(with_entry(AuditAction::Locked)));
    let call = Call::Do(Act::Reset, "why".to_owned());
    assert_eq!(again, [Effect::Call(call)]);
    step(&mut state, Event::Answered(with_entry(AuditAction::Reset)));
    assert_eq!(state.screen(), Screen::Person);
    assert_eq!(confirm(&mut state, "why"), []);

    // Still no connection: nothing is done by itself later on.
    let mut state = unsure(Act::Reset);
    confirm(&mut state, "why");
    step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(state.screen(), Screen::Asking(Act::Reset));
    assert_eq!(step(&mut state, Event::Back), [Effect::Call(Call::Read)]);
    let nothing = step(&mut state, Event::Answered(with_entry(AuditAction::Locked)));
    assert_eq!(nothing, []);
}

#[test]
fn too_many_is_about_what_was_done() {
    for (act, text) in [
        (Act::SupportCode, Text::SupportTooMany),
        (Act::Unlock, Text::ErrorTooManyAttempts),
    ] {
        let mut state = open(at(PersonState::Locked));
        step(&mut state, Event::Want(act));
        step(&mut state, Event::Checked(CheckedHow::Video));
        confirm(&mut state, "why");
        let problem = Problem::TooManyAttempts { retry_after: 60 };
        step(&mut state, Event::Failed(Failure::Refused(problem)));
        assert_eq!(state.notice.as_ref().unwrap().text, text);
    }
}

#[test]
fn somebody_else_was_quicker_and_the_page_says_how_it_is_now() {
    let mut state = open(at(PersonState::Active));
    step(&mut state, Event::Want(Act::SwitchOff));
    confirm(&mut state, "why");
    let failure = Failure::Refused(Problem::NotEnrolled);
    let effects = step(&mut state, Event::Failed(failure.clone()));
    assert_eq!(
        effects,
        [
            Effect::Lost(failure),
            Effect::Step(Screen::Person),
            Effect::FocusHeading,
            Effect::Call(Call::Read)
        ]
    );
    assert_eq!(state.doing, Some(Doing::Reading));
    let now = at(PersonState::None);
    step(&mut state, Event::Answered(Box::new(now)));
    assert_eq!(state.notice.as_ref().unwrap().code, "not_enrolled");
}

#[test]
fn left_without_a_code_nothing_is_done_and_nothing_is_lost() {
    let mut state = open(at(PersonState::Active));
    step(&mut state, Event::Want(Act::Reset));
    confirm(&mut state, "why");
    let failure = Failure::Refused(Problem::ReauthenticationRequired);
    step(&mut state, Event::Failed(failure));
    assert_eq!(state.screen(), Screen::Asking(Act::Reset));
    assert_eq!(state.notice.as_ref().unwrap().text, Text::DeskNoCode);
}

#[test]
fn leaving_takes_the_person_of_now_back_to_the_list() {
    let mut state = open(at(PersonState::Locked));
    let effects = step(&mut state, Event::Leave);
    let person = at(PersonState::Locked).person;
    assert_eq!(effects, [Effect::Left(Some(Box::new(person)))]);
    let mut unknown = State::opening();
    assert_eq!(step(&mut unknown, Event::Leave), [Effect::Left(None)]);
}

#[test]
fn whoever_gives_up_an_act_that_may_have_arrived_sees_how_it_is_now() {
    let mut state = unsure(Act::Reset);
    let effects = step(&mut state, Event::Cancel);
    assert_eq!(effects.last(), Some(&Effect::Call(Call::Read)));
    assert_eq!(state.screen(), Screen::Person);
    // Not to be had: it is read as soon as it can be.
    step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(step(&mut state, Event::Back), [Effect::Call(Call::Read)]);
    step(&mut state, Event::Answered(with_entry(AuditAction::Reset)));
    assert_eq!(step(&mut state, Event::Back), []);

    let mut state = open(at(PersonState::Active));
    step(&mut state, Event::Want(Act::Reset));
    let effects = step(&mut state, Event::Cancel);
    assert_eq!(
        effects,
        [Effect::Step(Screen::Person), Effect::FocusHeading],
        "nothing was sent"
    );
}

/// A second reset would be a second mail, and would clear what was set up since.
#[test]
fn on_a_page_of_before_nothing_is_asked_about_until_it_is_known_how_it_is_now() {
    let of_before = || {
        let mut state = unsure(Act::Reset);
        step(&mut state, Event::Cancel);
        step(&mut state, Event::Failed(Failure::Offline));
        let effects = step(&mut state, Event::Want(Act::Reset));
        assert_eq!(effects, [Effect::Call(Call::Read)]);
        assert_eq!(state.screen(), Screen::Person);
        assert_eq!(confirm(&mut state, "Again"), []);
        state
    };
    // It had arrived: that is what is seen, and another press is another reset.
    let mut state = of_before();
    let mut file = with_entry(AuditAction::Reset);
    file.person.state = PersonState::Pending;
    let effects = step(&mut state, Event::Answered(file));
    assert_eq!(effects, [Effect::FocusHeading]);
    assert_eq!(state.screen(), Screen::Person);
    step(&mut state, Event::Want(Act::Reset));
    assert_eq!(state.screen(), Screen::Asking(Act::Reset));

    // It had not. Of a manager it is not offered any more.
    let mut file = at(PersonState::Active);
    file.history = vec![entry(7)];
    let before = Event::Answered(Box::new(file.clone()));
    file.person.role = Some(Role::Manager);
    let of_a_manager = Event::Answered(Box::new(file));
    for (answered, screen) in [
        (before.clone(), Screen::Asking(Act::Reset)),
        (of_a_manager, Screen::Person),
    ] {
        let mut state = of_before();
        let effects = step(&mut state, answered);
        assert_eq!(effects.last(), Some(&Effect::FocusHeading));
        assert_eq!(state.screen(), screen);
    }

    // Still not to be had: forgotten, and read at the next press.
    let mut state = of_before();
    step(&mut state, Event::Failed(Failure::Offline));
    step(&mut state, Event::Back);
    step(&mut state, before);
    assert_eq!(state.screen(), Screen::Person);
}

/// Codes are not the only thing that can be stopped.
#[test]
fn whatever_is_stopped_can_be_let_go() {
    for role in [Role::Pupil, Role::Manager] {
        let mut file = at(PersonState::Active);
        file.person.role = Some(role);
        assert!(!offered(&file, YOU).0.contains(&Act::Unlock));
        file.stopped = true;
        assert!(offered(&file, YOU).0.contains(&Act::Unlock));
    }
}
