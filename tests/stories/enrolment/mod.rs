//! Setting up the second step, as a person meets it.

mod changing;
mod codes;
mod connection;
mod later;
mod leaving;
mod opening;
mod place;
mod refusals;
mod typing;
mod under_way;
