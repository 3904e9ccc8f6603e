//! Judging in a process of its own, which the pool may end: the program is run again for one call of the kit, and tells what is
//! under way. Knows nothing of jobs but their names. Called by `runner`; calls `model`, `foreign` and `generate`.

mod answer;
mod call;
mod death;
mod errand;
mod exit;
mod folder;
mod journal;
mod limits;
mod output;
mod program;
mod serving;
mod shrinking;
mod supervisor;
mod tracing;
mod watch;

pub(crate) use self::{
    answer::{Answer, Answered, Written},
    call::Call,
    death::{Death, Kind, UnderWay},
    serving::{Foretold, Role, Serving, at_work, leave_if_on_trial, role},
    supervisor::supervise,
};

/// The environment variable that says where [`run_all`](crate::run_all), [`tests!`](crate::tests) and [`main`](crate::main)
/// judge: `child`, the default, in a process of its own, so that the report survives a pool that ends the process; `here`, in
/// the process that calls them, for debuggers and whatever else cannot follow.
pub const PROCESS_VARIABLE: &str = "POOL_CONFORMANCE_PROCESS";

/// The environment variable by which a child knows that it is one: the folder that it shares with its parent.
const CHILD_VARIABLE: &str = "POOL_CONFORMANCE_CHILD";

/// The code of an answer where the kit, or what runs it, has failed.
const KIT_FAILED: u8 = 4;
