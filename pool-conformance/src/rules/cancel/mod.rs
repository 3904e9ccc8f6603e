//! Acquires that are dropped before they are done.

mod chosen;
mod connecting;
mod unpolled;
mod waiting;

pub(crate) use self::{chosen::CANC_05, connecting::CANC_03, unpolled::CANC_01, waiting::CANC_02};
