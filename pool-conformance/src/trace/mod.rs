//! The log of one run, the summary that is kept with it, and every question that only reads. Calls `model` alone.

mod causes;
mod log;
mod look;
mod moment;
mod queries;
mod situations;
mod summary;

pub(crate) use self::{
    causes::Lasting,
    log::Trace,
    look::Names,
    situations::SituationTracker,
    summary::{Life, Summary},
};
