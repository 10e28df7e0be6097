//! The second step at sign-in: one field, "remember this device", and the way to a new message.

mod driver;
pub mod flow;
mod view;

pub use view::view;
