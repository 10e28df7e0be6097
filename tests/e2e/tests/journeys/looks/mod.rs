//! How the widget looks where others decide about the page: a school's colours, foreign style sheets, the
//! reader's own settings.

mod around;
mod guard;
mod hostile;
mod parts;
mod reader;
mod stage;
mod theming;
