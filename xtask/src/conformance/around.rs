//! The other chapters of EN 301 549 that a web component meets: 5, 6 to 8, 10, 11 and 12.

use super::criterion::{Criterion, absent, partially, supports};

pub const GENERIC: [Criterion; 9] = [
    absent(
        "5.1",
        "",
        "Closed functionality",
        "Assistive technology can be attached: it is a web page.",
    ),
    absent(
        "5.2",
        "",
        "Activation of accessibility features",
        "None has to be switched on.",
    ),
    absent("5.3", "", "Biometrics", "None are used."),
    supports(
        "5.4",
        "",
        "Preservation of accessibility information during conversion",
        "The recovery codes are saved as plain text and printed as real text, in the order of the screen, with language and title.",
        &["the_printed_sheet_holds_the_codes_and_goes_when_it_is_printed"],
    ),
    absent(
        "5.5",
        "",
        "Operable parts",
        "No hardware. A hardware token is only one of the ways, and never the only one.",
    ),
    absent(
        "5.6",
        "",
        "Locking or toggle controls",
        "None but those of the keyboard.",
    ),
    absent("5.7", "", "Key repeat", "The operating system's."),
    supports(
        "5.8",
        "",
        "Double-strike key acceptance",
        "Pressing twice sends once.",
        &[
            "a_double_click_sends_one_call",
            "a_link_is_followed_once_however_often_it_is_clicked",
            "a_double_click_resets_once",
            "a_double_click_does_it_once",
        ],
    ),
    absent(
        "5.9",
        "",
        "Simultaneous user actions",
        "One key or one press at a time is enough.",
    ),
];

pub const OTHERS: [Criterion; 8] = [
    absent("6", "", "Two-way voice communication", "None."),
    absent("7", "", "Video", "None."),
    absent("8", "", "Hardware", "None."),
    partially(
        "10",
        "",
        "Non-web documents",
        "One: the text file of the recovery codes. It is plain text, and carries no language or headings because that format has none.",
        &[],
    ),
    partially(
        "11.7",
        "",
        "User preferences",
        "Follows the system's colours (forced colours too), light and dark, reduced motion, the browser's font size and zoom. Contrast preferences have no style of their own yet.",
        &[
            "every_screen_passes_the_audit_wide_and_in_forced_colours",
            "every_screen_reflows_and_gives_its_text_room",
        ],
    ),
    supports(
        "12.1.1",
        "",
        "Accessibility and compatibility features",
        "This page.",
        &["the_report_is_current"],
    ),
    partially(
        "12.1.2",
        "",
        "Accessible documentation",
        "Markdown with headings, tables and text; the one picture has a description. How it is shown is the viewer's.",
        &[],
    ),
    absent("12.2", "", "Support services", "The school's own."),
];
