//! Running rules on threads of the kit's own, under a watchdog.

mod command;
mod contact;
mod desk;
mod job;
mod merge;
mod plan;
mod replay;
mod suite;
mod watchdog;

pub(crate) use self::plan::{Plan, Planned};
pub use self::{
    command::{assert_rule, main},
    replay::replay,
    suite::Suite,
};
