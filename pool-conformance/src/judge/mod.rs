//! Running rules on threads of the kit's own, under a watchdog.

mod desk;
mod job;
mod merge;
mod plan;
mod replay;
mod suite;
mod watchdog;

pub(crate) use self::plan::{Plan, Planned};
pub use self::{replay::replay, suite::Suite};
