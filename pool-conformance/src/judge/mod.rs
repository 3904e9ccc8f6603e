//! Running rules on threads of the kit's own, under a watchdog.

mod desk;
mod job;
mod plan;
mod suite;
mod watchdog;

pub(crate) use self::plan::{Plan, Planned};
pub use self::suite::Suite;
