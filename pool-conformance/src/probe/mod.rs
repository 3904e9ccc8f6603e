//! The scripted manager that the pool under test is given. Calls `model`, `trace` and `foreign`.

mod call;
mod connection;
mod inbox;
mod manager;
mod polls;
mod reentry;
mod shared;

pub(crate) use self::{
    call::{Answer, Faults, Running, Waiting},
    inbox::Inbox,
    polls::Polls,
    reentry::CallBack,
    shared::{Locked, Shared, State},
};
pub use self::{connection::ProbeConnection, manager::Probe};
