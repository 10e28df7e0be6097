//! The school's manager: people, rules, hardware tokens and the audit trail. A desk (`desk`) with a section for each,
//! which is a machine with its driver and screens like every other view.

mod desk;
mod fields;
mod form;
mod history;
mod notice;
pub mod people;
pub mod person;
pub mod rules;
mod sections;
pub mod shell;
pub mod tokens;
pub mod trail;
mod work;

pub use desk::{Desk, OPENING, heading, view};
pub use notice::{back, failed};
pub use work::Work;
