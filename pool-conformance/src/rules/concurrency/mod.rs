//! Tasks, threads, and everything at once.

mod mix;
mod polls;
mod race;
mod threads;

pub(crate) use self::{mix::CONC_02, polls::CONC_07, race::CONC_03, threads::CONC_01};
