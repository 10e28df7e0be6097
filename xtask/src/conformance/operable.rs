//! Chapter 9.2 of EN 301 549, and what WCAG 2.2 adds to it: what can be operated.

use super::criterion::{Criterion, absent, partially, supports};

const KEYS: [&str; 9] = [
    "every_control_is_reached_and_worked_by_keys",
    "setting_up_the_app_by_keyboard_alone",
    "setting_up_text_messages_by_keyboard_alone",
    "a_recovery_code_and_the_settings_by_keyboard_alone",
    "signing_in_and_every_change_by_keyboard_alone",
    "changing_by_keyboard_alone",
    "asking_by_keyboard_alone_and_a_double_click_asks_once",
    "a_manager_without_a_mouse_unlocks_somebody",
    "it_can_all_be_done_by_keyboard",
];
const FOCUS: &str = "the_focus_is_seen_at_every_stop";
const TREE: &str = "every_screen_is_told_as_reviewed";

pub const CRITERIA: [Criterion; 20] = [
    supports(
        "9.2.1.1",
        "A",
        "Keyboard",
        "Everything is a native control. Whole journeys are made by keys alone.",
        &KEYS,
    ),
    supports(
        "9.2.1.2",
        "A",
        "No keyboard trap",
        "Tab goes through every screen and out of it.",
        &[KEYS[0]],
    ),
    absent(
        "9.2.1.4",
        "A",
        "Character key shortcuts",
        "There are no shortcuts.",
    ),
    supports(
        "9.2.2.1",
        "A",
        "Timing adjustable",
        "A set-up may take 30 minutes and then begins anew without loss of data; recovery codes wait 24 hours. A code is short-lived by its nature (essential), and a new one can always be had; so is a link to a new password. A manager gives a code every five minutes, in between: what was typed is kept.",
        &[
            "after_five_minutes_a_code_is_asked_in_between_and_it_goes_on",
            "a_sign_in_that_has_grown_old_asks_the_server_who_checks_the_password",
            "a_reload_at_any_step_comes_back_to_the_same_step",
        ],
    ),
    supports(
        "9.2.2.2",
        "A",
        "Pause, stop, hide",
        "Nothing moves but while one waits. The countdown of seconds stands beside a button that works all the time, and is essential to the wait.",
        &[TREE],
    ),
    supports(
        "9.2.3.1",
        "A",
        "Three flashes or below threshold",
        "Nothing flashes. With reduced motion nothing moves.",
        &[],
    ),
    absent(
        "9.2.4.1",
        "A",
        "Bypass blocks",
        "The widget is one block of the page; its heading is reached directly.",
    ),
    partially(
        "9.2.4.2",
        "A",
        "Page titled",
        "The title belongs to the page around the widget, which leaves it alone and tells each step by an event.",
        &["every_screen_is_marked_up_for_everyone"],
    ),
    supports(
        "9.2.4.3",
        "A",
        "Focus order",
        "As in the document, which is as on the screen. A new screen takes the focus to its heading or its field.",
        &[
            "every_control_is_reached_and_worked_by_keys",
            "setting_up_the_app_is_heard",
            "what_changes_in_the_settings_is_heard",
        ],
    ),
    supports(
        "9.2.4.4",
        "A",
        "Link purpose (in context)",
        "The names of links and buttons say what they do; in a list the row describes them.",
        &[TREE],
    ),
    absent("9.2.4.5", "AA", "Multiple ways", "A step of a process."),
    supports(
        "9.2.4.6",
        "AA",
        "Headings and labels",
        "A heading says what to do, a label what to type.",
        &[TREE, "a_button_says_what_it_does"],
    ),
    supports(
        "9.2.4.7",
        "AA",
        "Focus visible",
        "An outline of 3 pixels at every stop, in both themes.",
        &[FOCUS, KEYS[1]],
    ),
    absent(
        "9.2.5.1",
        "A",
        "Pointer gestures",
        "A single press is enough everywhere.",
    ),
    supports(
        "9.2.5.2",
        "A",
        "Pointer cancellation",
        "Everything happens on a click, never on the press itself.",
        &["every_screen_is_marked_up_for_everyone"],
    ),
    supports(
        "9.2.5.3",
        "A",
        "Label in name",
        "What is read out contains what is seen.",
        &[
            "every_screen_holds_in_light",
            "every_screen_holds_in_the_dark",
        ],
    ),
    absent(
        "9.2.5.4",
        "A",
        "Motion actuation",
        "Nothing is done by moving the device.",
    ),
    supports(
        "2.4.11",
        "AA",
        "Focus not obscured (minimum)",
        "Nothing lies over a control that has the focus. A fixed bar of the page around it is the page's business.",
        &[FOCUS],
    ),
    absent("2.5.7", "AA", "Dragging movements", "Nothing is dragged."),
    supports(
        "2.5.8",
        "AA",
        "Target size (minimum)",
        "24 by 24 CSS pixels or room around; buttons, choices and fields are at least 44 pixels high.",
        &["every_target_is_large_enough"],
    ),
];
