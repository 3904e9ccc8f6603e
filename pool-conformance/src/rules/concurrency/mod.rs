//! Tasks, threads, and everything at once.

mod mix;
mod polls;
mod race;
mod reentry;
mod threads;

pub(crate) use self::{mix::CONC_02, polls::CONC_07, race::CONC_03, reentry::CONC_05, threads::CONC_01};
