//! What no machine judged: done by hand, when, and with what outcome. Every entry was really done; what was not is
//! said at the end of the page.

/// One look by a person.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub date: &'static str,
    /// The clauses it is evidence for.
    pub clauses: &'static [&'static str],
    pub what: &'static str,
    pub outcome: &'static str,
}

pub const LOOKS: [Look; 7] = [
    Look {
        date: "2026-11-21",
        clauses: &[
            "9.1.3.1", "9.1.3.2", "9.1.3.3", "9.2.4.4", "9.2.4.6", "9.3.2.3", "9.3.2.4", "9.3.3.2",
            "9.4.1.2", "9.4.1.3",
        ],
        what: "All screens read in Dutch as they are told (`tests/e2e/snapshots/ax`), from top to bottom, as somebody who hears them.",
        outcome: "Changed: words for a screen reader came into regions that were not rendered while empty, came together with their region, or stood in a busy element, and might not be heard; the focus was lost when a method was changed in the settings; \"Remove\" and \"Forget\" did not say what; the step was not heard with the heading; the remember choice was under no heading; lists without marks are none in Safari.",
    },
    Look {
        date: "2026-11-21",
        clauses: &["9.1.3.3", "9.1.4.1", "9.1.4.5", "9.2.3.1", "9.2.2.2"],
        what: "Screens looked at: all in Dutch at 320 pixels (light, also with letters of 200 %) and at 1280 (dark), a choice of them in formal and Flemish Dutch, French, German and Arabic at 320 (light and dark); and the style sheet read for everything that moves.",
        outcome: "States have words and icons, nothing is told by colour or place alone. What moves is a fade of 180 ms, the grey shapes of a wait, and the ring of a wait; all end with reduced motion, and nothing flashes. Changed: with letters of 200 % on 320 pixels recovery codes and names of apps ran out of their card.",
    },
    Look {
        date: "2026-11-21",
        clauses: &["9.2.5.2", "9.3.2.1", "9.3.2.2"],
        what: "The sources read for every listener (`.on(` below `src`).",
        outcome: "`click`, `submit` and `change` only; a change sets what will be sent, and sends nothing.",
    },
    Look {
        date: "2026-11-22",
        clauses: &["9.2.5.2", "9.3.2.1", "9.3.2.2"],
        what: "The same once more, with `<tweestap-admin>` and `<tweestap-password>`.",
        outcome: "`input` beside those three, and `keydown` for Enter where a list is searched. `input` ticks off the rules of a new password; in the searches of people and tokens it asks for the list anew after a pause, as `change` does in the choices beside it. Nothing listens to focus or to a press.",
    },
    Look {
        date: "2026-11-21",
        clauses: &["5.4", "10", "12.1.2"],
        what: "The text file and the print sheet of the recovery codes read (`src/codes/sheet.rs`), and the documents below `docs`.",
        outcome: "The order is that of the screen. Changed: the sheet had neither language nor title nor list, which counts where it is kept as a PDF. The text file has lines and nothing else, as its format has.",
    },
    Look {
        date: "2026-11-22",
        clauses: &["9.1.3.3", "9.1.4.1", "9.1.4.5"],
        what: "56 screens of `<tweestap-admin>` and `<tweestap-password>` looked at in Dutch, at 320 pixels in light colours.",
        outcome: "States have words and icons here too. Changed: in the list of people a word was broken before its comma, and an empty line stood between role and class.",
    },
    Look {
        date: "2026-11-22",
        clauses: &["9.1.3.1", "9.1.3.2", "9.2.4.6", "9.3.2.3", "9.3.3.2"],
        what: "What is told of a followed link and of a vendor's file read in Dutch from top to bottom (`new-password`, `link-`, `import-` and `tokens-` in `tests/e2e/snapshots/ax`).",
        outcome: "In the order of the screen. Changed: the way from the rows of a file back to the choice of a file was called \"Cancel\".",
    },
];
