//! What the program does besides serving, one file a command.

pub mod check;
pub mod keys;
pub mod mail;
pub mod people;
pub mod reset;
pub mod sms;
pub mod token;
