//! What is judged: its set-up, the function that builds it, and the pool without its type. Calls `model` and `probe`.

mod builder;
mod deferred;
mod erased;
mod extensions;
mod factories;
mod setup;

pub(crate) use self::erased::{Acquire, AnySubject, BoxFuture, Handle, Lease, PoolResult};
pub use self::{
    builder::{Declared, Subject, declare},
    deferred::Deferred,
    extensions::Extensions,
    factories::{FallibleFactory, SyncFactory, fallible, sync},
    setup::Setup,
};
