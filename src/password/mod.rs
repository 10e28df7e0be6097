//! A password that was forgotten, or is to be another one.

mod address;
mod checklist;
mod choosing;
mod driver;
mod fields;
pub mod flow;
mod forgotten;
pub mod refusals;
mod replies;
pub mod rules;
mod terms;
mod view;

pub use view::view;
