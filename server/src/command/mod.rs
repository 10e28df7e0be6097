//! What the program does besides serving, one file a command.

pub mod mail;
pub mod reset;
pub mod sms;
pub mod token;
