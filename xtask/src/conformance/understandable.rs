//! Chapters 9.3 and 9.4 of EN 301 549, and what WCAG 2.2 adds to them: what can be understood, by people and by
//! assistive technology.

use super::criterion::{Criterion, absent, partially, supports};

const TREE: &str = "every_screen_is_told_as_reviewed";
const MARKED: &str = "every_screen_is_marked_up_for_everyone";
const HEARD: [&str; 4] = [
    "setting_up_the_app_is_heard",
    "text_messages_and_a_lost_connection_are_heard",
    "what_changes_in_the_settings_is_heard",
    "a_long_wait_is_heard",
];

pub const CRITERIA: [Criterion; 16] = [
    partially(
        "9.3.1.1",
        "A",
        "Language of page",
        "The page's own; by default the widget speaks the nearest language the page declares.",
        &["another_lang_changes_the_words_and_keeps_the_view"],
    ),
    supports(
        "9.3.1.2",
        "AA",
        "Language of parts",
        "All of the widget is in one language: the one its element or the page declares.",
        &[MARKED, "another_lang_changes_the_words_and_keeps_the_view"],
    ),
    supports(
        "9.3.2.1",
        "A",
        "On focus",
        "Focus changes nothing.",
        &["every_control_is_reached_and_worked_by_keys"],
    ),
    supports(
        "9.3.2.2",
        "A",
        "On input",
        "Nothing is changed before a button is pressed or Enter struck. A manager's list follows what is typed or picked above it; that moves neither the place nor the focus, and the number found is announced.",
        &[
            "signing_in_and_every_change_by_keyboard_alone",
            "a_manager_finds_people_by_name_class_role_and_state_and_keeps_their_place",
        ],
    ),
    supports(
        "9.3.2.3",
        "AA",
        "Consistent navigation",
        "The way back is always at the lower left, the way out at the lower right.",
        &[TREE],
    ),
    supports(
        "9.3.2.4",
        "AA",
        "Consistent identification",
        "The same act has the same words on every screen.",
        &[TREE],
    ),
    supports(
        "9.3.3.1",
        "A",
        "Error identification",
        "A refusal says in words what is wrong; its field is marked and described by it.",
        &[MARKED, HEARD[0]],
    ),
    supports(
        "9.3.3.2",
        "A",
        "Labels or instructions",
        "Every field has a label, and a hint where its form is not plain.",
        &[TREE],
    ),
    supports(
        "9.3.3.3",
        "AA",
        "Error suggestion",
        "Every refusal says what to do next.",
        &[
            "at_sign_in_too_whatever_can_be_refused_has_a_sentence",
            "a_phone_that_runs_behind_is_told_by_how_much",
        ],
    ),
    supports(
        "9.3.3.4",
        "AA",
        "Error prevention (legal, financial, data)",
        "Erasing and switching off are confirmed, after their consequence in words; so is everything that a manager does to somebody or to a token. What rules would do is shown before they are saved.",
        &[
            "rules_are_looked_at_before_they_are_saved",
            "a_file_is_checked_first_and_then_imported",
            "nobody_switches_off_without_reading_that_the_password_alone_is_enough_then",
            "reading_the_consequence_does_nothing",
        ],
    ),
    absent(
        "9.4.1.1",
        "A",
        "Parsing",
        "Taken out of WCAG 2.2, and met by every page since.",
    ),
    supports(
        "9.4.1.2",
        "A",
        "Name, role, value",
        "Native controls with names and states, in the browser's own accessibility tree.",
        &[TREE, MARKED, "every_screen_holds_in_light"],
    ),
    supports(
        "9.4.1.3",
        "AA",
        "Status messages",
        "Refusals, successes and waits are announced without moving the focus; what comes with a new screen is part of the description of its heading.",
        &HEARD,
    ),
    partially(
        "3.2.6",
        "A",
        "Consistent help",
        "\"My code is refused\" and \"I have no smartphone\" stand in the same place. How to reach a person is the school's page.",
        &[TREE],
    ),
    supports(
        "3.3.7",
        "A",
        "Redundant entry",
        "A number that was typed stands in its field again. The password is asked again, and a new one typed twice, for safety only; a code in between costs nothing that was typed.",
        &[
            "a_number_that_is_refused_stays_in_its_field",
            "with_two_steps_a_code_is_asked_on_the_spot_and_nothing_is_typed_twice",
            "while_a_code_is_asked_the_form_waits_and_is_sent_once_afterwards",
        ],
    ),
    supports(
        "3.3.8",
        "AA",
        "Accessible authentication (minimum)",
        "Codes can be pasted and filled in by the browser, passwords (new ones too) by a password manager; the app is opened by a link, the key copied by a button.",
        &[
            MARKED,
            "a_pupil_enrols_straight_after_signing_in_and_nothing_secret_is_kept",
        ],
    ),
];
