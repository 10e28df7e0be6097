//! What a manager does at the command line besides serving.

pub mod mail;
