//! What the school, or its group of schools, asks of its people. Nothing is saved before it was shown what it does.

mod draft;
mod driver;
pub mod flow;
mod form;
mod notice;
mod password;
mod preview;
mod replies;
mod start;
mod terms;
mod view;

pub use form::role_name;
pub use view::{begin, view};
