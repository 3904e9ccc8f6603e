//! Code of others: its panics, and the threads that it comes on. Every folder may use it; it calls no other.

mod panics;
mod thread_affinity;

pub(crate) use self::{
    panics::{catch_panic, text_of},
    thread_affinity::ThreadAffinity,
};
