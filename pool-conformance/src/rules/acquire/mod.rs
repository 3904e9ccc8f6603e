//! From an acquire to a guard.

mod bound;
mod busy;
mod capacity;
mod reuse;
mod stall;
mod waiting;
mod wakers;

pub(crate) use self::{
    bound::{ACQ_01, ACQ_02},
    capacity::{ACQ_03, ACQ_04},
    reuse::ACQ_06,
    stall::ACQ_08,
    waiting::ACQ_05,
    wakers::ACQ_10,
};
