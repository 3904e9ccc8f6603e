//! From an acquire to a guard.

pub(crate) mod busy;
