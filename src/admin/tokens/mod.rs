//! The school's hardware tokens: imported from a vendor's file, given to somebody, set right, taken back.

mod acting;
mod acts;
mod driver;
mod file;
mod finding;
pub mod flow;
mod going;
pub mod importing;
mod known;
mod list;
mod notice;
mod page;
mod person;
mod replies;
mod terms;
mod view;

pub use view::view;
