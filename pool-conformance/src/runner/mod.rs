//! A run of the rules: plan, jobs, workers, watchdog, aggregation, command line, replay. Calls every other folder.

mod adoption;
mod aggregate;
mod apart;
mod caution;
mod chance;
mod command;
mod each_rule;
mod ended;
mod foresight;
mod hang;
mod job;
mod machine;
mod obstacle;
mod part_outcome;
mod plan;
mod play;
mod preflight;
mod replay;
mod results;
mod stall;
mod suite;
mod watchdog;
mod whole;
mod worker;

pub use self::{
    command::main,
    each_rule::assert_rule,
    play::{Played, play},
    replay::replay,
    suite::Suite,
};
pub(crate) use self::{plan::attribution, whole::run_all};
