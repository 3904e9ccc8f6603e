//! The log of one run, the summary that is kept with it, and every question that only reads. Calls `model` alone.

mod log;
mod look;
mod queries;
mod situations;
mod summary;

pub(crate) use self::{
    log::Trace,
    look::Names,
    situations::SituationTracker,
    summary::{Life, Summary},
};
