//! The second step at sign-in: one field, "remember this device", the other ways, and the ways back in. The
//! settings show the same view before something sensitive.

mod code_screen;
mod driver;
pub mod flow;
mod recovery;
mod replies;
mod terms;
mod view;

pub use view::{prove, view};
