//! What holds in every run, and what a run shows that breaks it: symptoms, never ids of rules.
//! Called by `explore`, `stress` and `runner`; calls `run`, `trace` and `model`.

mod attribution;
mod causes;
mod counters;
mod extensions;
mod failures;
mod finding;
mod invariants;
mod leak;
mod limits;
mod promises;
mod quiescence;
mod run;
mod teardown;
mod upkeep;

pub(crate) use self::{
    attribution::{Attribution, Owner},
    finding::{Finding, Holds},
    invariants::{bound_is_kept, check_invariants, injected, is_sane, nothing_is_shared, shows_sane_status},
    run::{Ran, begin, end, may_give_up, run},
    teardown::teardown,
};
