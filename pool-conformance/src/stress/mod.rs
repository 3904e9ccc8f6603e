//! Real threads, for what cannot be seen between polls: pairs in lock step, and a random workload.
//! Called by `runner`; calls `explore` for its results, `oracle`, `run` and `generate`.

mod client;
mod history;
mod lock_step;
mod random;
mod rounds;
mod workload;

pub(crate) use self::{
    lock_step::meet,
    random::{THREADS, stress},
};
