//! Code of others: its panics, and the threads that it comes on. Every folder may use it; it calls no other.

mod panic_hook;
mod panic_place;
mod panics;
mod processor;
mod sleep;
mod thread_affinity;
mod threads;

pub(crate) use self::{
    panic_hook::tell_panics_once,
    panics::{catch_panic, text_of},
    processor::ProcessorTime,
    sleep::Sleeper,
    thread_affinity::{ThreadAffinity, ThreadIdentity},
    threads::{PREFIX, STACK, helping_thread, roomy_thread},
};
