//! Looking after people: who may, whom they see, what they do.

mod acts;
mod broken;
pub mod doors;
mod people;
mod roles;
mod support;
mod told;
