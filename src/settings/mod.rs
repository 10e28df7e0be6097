//! Looking after it: state, method, codes left, how long devices are remembered.

mod driver;
pub mod flow;
mod view;

pub use view::view;
