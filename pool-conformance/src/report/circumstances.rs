//! What a run was asked for, kept for the record of it.

use std::time::Duration;

use crate::{
    explore::Budget,
    model::{Declaration, Edition},
};

/// What a run was asked for, and how long it took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Circumstances {
    /// The path of the function or type that builds the pool.
    pub(crate) subject: String,
    pub(crate) declaration: Declaration,
    pub(crate) budget: Budget,
    pub(crate) edition: Edition,
    pub(crate) took: Duration,
}
