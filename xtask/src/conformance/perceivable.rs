//! Chapter 9.1 of EN 301 549: what can be perceived.

use super::criterion::{Criterion, absent, partially, supports};

const NO_MEDIA: &str = "The widget has no sound and no moving pictures.";

/// What every screen is put to in light and dark, in every language.
const AUDIT: [&str; 3] = [
    "every_screen_holds_in_light",
    "every_screen_holds_in_the_dark",
    "every_screen_passes_the_audit_wide_and_in_forced_colours",
];
const TREE: &str = "every_screen_is_told_as_reviewed";
const MARKED: &str = "every_screen_is_marked_up_for_everyone";
const ROOM: &str = "every_screen_reflows_and_gives_its_text_room";

pub const CRITERIA: [Criterion; 20] = [
    supports(
        "9.1.1.1",
        "A",
        "Non-text content",
        "The QR image has a name and another way beside it: the key as text, or a link that opens the app. Drawings are decoration and hidden. No puzzle tells people from machines.",
        &[TREE, AUDIT[0]],
    ),
    absent(
        "9.1.2.1",
        "A",
        "Audio-only and video-only (prerecorded)",
        NO_MEDIA,
    ),
    absent("9.1.2.2", "A", "Captions (prerecorded)", NO_MEDIA),
    absent(
        "9.1.2.3",
        "A",
        "Audio description or media alternative (prerecorded)",
        NO_MEDIA,
    ),
    absent("9.1.2.4", "AA", "Captions (live)", NO_MEDIA),
    absent("9.1.2.5", "AA", "Audio description (prerecorded)", NO_MEDIA),
    supports(
        "9.1.3.1",
        "A",
        "Info and relationships",
        "Native headings, lists, fields with labels, a field set with a legend, fold-outs. Each screen has one heading of level 2; the page gives level 1.",
        &[TREE, MARKED, AUDIT[0]],
    ),
    supports(
        "9.1.3.2",
        "A",
        "Meaningful sequence",
        "What is seen first is read first; the order of the document is the order of the focus.",
        &[TREE, "every_control_is_reached_and_worked_by_keys"],
    ),
    supports(
        "9.1.3.3",
        "A",
        "Sensory characteristics",
        "No sentence leans on a shape, a place on the screen or a colour.",
        &[TREE],
    ),
    supports(
        "9.1.3.4",
        "AA",
        "Orientation",
        "One column that fits any window; nothing asks for a way to hold the device.",
        &[ROOM],
    ),
    supports(
        "9.1.3.5",
        "AA",
        "Identify input purpose",
        "`current-password`, `new-password`, `username`, `email`, `tel` and `one-time-code` are named to the browser.",
        &[MARKED, AUDIT[0]],
    ),
    supports(
        "9.1.4.1",
        "A",
        "Use of colour",
        "Refusals and states come with a word and an icon. Links in a row of links are underlined.",
        &[MARKED, TREE],
    ),
    absent("9.1.4.2", "A", "Audio control", NO_MEDIA),
    partially(
        "9.1.4.3",
        "AA",
        "Contrast (minimum)",
        "4.5 : 1 in both themes with our own colours. A school that sets its own colours answers for them.",
        &AUDIT,
    ),
    supports(
        "9.1.4.4",
        "AA",
        "Resize text",
        "All sizes follow the page's font size; at 200 % nothing is cut off or overlaps.",
        &[ROOM],
    ),
    supports(
        "9.1.4.5",
        "AA",
        "Images of text",
        "There are none. The QR image is no text.",
        &[TREE],
    ),
    supports(
        "9.1.4.10",
        "AA",
        "Reflow",
        "At 320 by 256 CSS pixels (1280 by 1024 at 400 %) nothing scrolls sideways.",
        &[ROOM, AUDIT[0], AUDIT[1]],
    ),
    supports(
        "9.1.4.11",
        "AA",
        "Non-text contrast",
        "The outline of the focus has 3 : 1 against what it stands on, in both themes. Borders of fields and buttons have it by our own colours.",
        &["the_focus_is_seen_at_every_stop"],
    ),
    supports(
        "9.1.4.12",
        "AA",
        "Text spacing",
        "With the spacing of the criterion nothing is cut off or overlaps, at 320 and at 1280 pixels.",
        &[ROOM],
    ),
    absent(
        "9.1.4.13",
        "AA",
        "Content on hover or focus",
        "Nothing appears on hover or focus.",
    ),
];
