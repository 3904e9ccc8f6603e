//! The two sketches of a pool in the Python protocol that this project started from, translated line by line.
//!
//! They look finished and are not: no bound, no waiting, little that is safe to cancel. They are here to be judged as
//! they are, and to show what a report says about them.

mod advanced;
mod basic;

pub use self::{
    advanced::{AdvancedGuard, AdvancedPool},
    basic::{BasicGuard, BasicPool},
};
