//! The log of one run, the summary that is kept with it, and every question that only reads. Calls `model` alone.

mod causes;
mod demand;
mod endings;
mod error_causes;
mod log;
mod look;
mod moment;
mod queries;
mod running_call;
mod situations;
mod summary;

pub(crate) use self::{
    causes::Lasting,
    demand::{Demand, Overtaking},
    endings::Endings,
    error_causes::{ErrorCauses, ForeignError},
    log::Trace,
    look::Names,
    situations::SituationTracker,
    summary::{Conn, Life, Summary},
};
