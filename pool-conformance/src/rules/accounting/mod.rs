//! What the pool says of itself, and what became of every connection.

mod connections;
mod incidents;
mod scripts;
mod status;

pub(crate) use self::{
    connections::{ACCT_03, ACCT_04, ACCT_05},
    status::{ACCT_01, ACCT_02, ACCT_06},
};
