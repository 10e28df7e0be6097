//! A small set of own drawings: 24 units, 1.5 strokes, hidden from screen readers.

use crate::el::{El, el};

#[derive(Clone, Copy)]
pub enum Icon {
    Phone,
    Message,
    Key,
    Shield,
    Warning,
    Good,
    Copy,
    Download,
    Printer,
    Open,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Phone => {
                "M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM11 18h2M9.5 8.5h5M9.5 12h5"
            }
            Self::Message => "M4 5.5h16v11H10L5.5 20v-3.5H4zM8 9.5h8M8 12.5h5",
            Self::Key => "M8 11a4 4 0 1 0 0 2h8v3h3v-3h2v-2zM5.5 12h.1",
            Self::Shield => {
                "M12 3l7 2.5v5.5c0 4.5-3 8-7 10-4-2-7-5.5-7-10V5.5zM9 12l2.2 2.2L15.5 10"
            }
            Self::Warning => "M12 4l9 16H3zM12 10v4.5M12 17v.2",
            Self::Good => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.2l2.8 2.8L16 9.5",
            Self::Copy => "M9 8.5h10.5V20H9zM15 8.5V4H4.5v11.5H9",
            Self::Download => "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15",
            Self::Printer => "M7.5 9V4h9v5M7.5 17H4V9h16v8h-3.5M7.5 14h9v6h-9z",
            Self::Open => "M13.5 4.5h6v6M19.5 4.5l-9 9M17 14v5.5H4.5V7H10",
        }
    }
}

pub fn icon(icon: Icon) -> El {
    drawing(icon.path())
}

/// A path of one view's own.
pub fn drawing(path: &'static str) -> El {
    el("svg")
        .class("icon")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(el("path").attr("d", path))
}
