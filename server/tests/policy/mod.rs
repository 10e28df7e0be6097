//! What a school asks of its people: who sets it, what it does to whom, and how long it may be left for later.

mod activation;
mod bounds;
mod counted;
mod forbidden;
mod grace;
mod methods;
mod operator;
mod precedence;
mod preview;
mod saving;
