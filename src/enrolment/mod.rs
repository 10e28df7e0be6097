//! Setting up the second step: method, password, (phone | scan), code, recovery codes, done.

mod confirm;
pub mod diagnosis;
mod done;
mod driver;
pub mod flow;
mod later;
mod method;
mod password;
mod phone;
mod recovery_codes;
mod replies;
mod scan;
mod terms;
mod view;

pub use view::{begin, view};
