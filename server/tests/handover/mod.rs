//! Handing it over: several schools in one server, their configuration, keys, texts and single sign-on.

mod check_config;
mod keys;
mod portal_keys;
mod schema;
mod single_sign_on;
mod tenants;
mod texts;
