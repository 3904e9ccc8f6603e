//! The scripted manager that the pool under test is given. Calls `model`, `trace` and `foreign`.

mod call;
mod call_out;
mod connection;
mod inbox;
mod manager;
mod polls;
mod reentry;
mod shared;

pub(crate) use self::{
    call::{Answer, Faults, Running, Waiting},
    call_out::{call_out, quietly, telling_call_outs},
    inbox::Inbox,
    polls::Polls,
    reentry::CallBack,
    shared::{Locked, Shared, State},
};
pub use self::{connection::ProbeConnection, manager::Probe};
