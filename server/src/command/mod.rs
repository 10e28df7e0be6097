//! What the program does besides serving, one file a command.

pub mod reset;
pub mod token;
