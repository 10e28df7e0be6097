//! Hardware tokens of a school: from the vendor's file to a person, and back.

mod back;
mod broken;
mod codes;
mod doors;
mod files;
mod import;
mod link;
mod secrecy;
mod swaps;
