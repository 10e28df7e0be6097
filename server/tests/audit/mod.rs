//! The audit trail: what is in it, and that nobody changes it unseen.

mod export;
mod tampering;
mod trail;
