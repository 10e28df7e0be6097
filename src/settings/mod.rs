//! Looking after it later: how it stands, what can be changed, and the proof that is asked first.

mod asking;
mod codes;
mod devices;
mod driver;
pub mod flow;
mod methods;
mod overview;
mod replies;
mod terms;
mod view;
mod way;

pub use view::{new_codes, view};
