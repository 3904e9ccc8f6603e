//! The log of one run, the summary that is kept with it, and every question that only reads. Calls `model` alone.

mod bound;
mod causes;
mod conn;
mod demand;
mod endings;
mod error_causes;
mod log;
mod look;
mod moment;
mod outcomes;
mod queries;
mod returning;
mod running_call;
mod situations;
mod summary;
mod tries;

pub(crate) use self::{
    bound::BoundTracker,
    causes::Lasting,
    conn::{Conn, Life},
    demand::{Demand, Overtaking},
    endings::Endings,
    error_causes::{ErrorCauses, ForeignError},
    log::Trace,
    look::Names,
    outcomes::OutcomeTracker,
    situations::SituationTracker,
    summary::Summary,
    tries::TryTracker,
};
