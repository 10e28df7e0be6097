//! What the program does besides serving; each command prints what it did.

pub mod sms;
