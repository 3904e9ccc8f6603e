//! The judge.

#![forbid(unsafe_code)]

mod capability;
mod declaration;
mod erased;
mod explore;
mod judge;
mod ledger;
mod probe;
mod report;
mod rule;
mod rules;
mod setup;
mod subject;
mod world;

pub use crate::{
    capability::Capability,
    declaration::{CloseMode, ConnectErrors, Declaration, Exhaustion, Prefill, TimeSource},
    explore::Budget,
    judge::{Suite, replay},
    probe::{Probe, ProbeConnection, ProbeError},
    report::{Failure, Outcome, Report, RuleResult, Scope, Strength, Verdict},
    rule::{Level, Rule},
    setup::Setup,
    subject::{Declared, Subject, declare},
};

/// The environment variable that makes [`run_all`] run one script again, given by its token or as text.
pub const REPLAY_VARIABLE: &str = "POOL_CONFORMANCE_REPLAY";

/// Judges a pool by every rule.
///
/// Where the environment variable `POOL_CONFORMANCE_REPLAY` holds a token of an earlier report, only that script is run,
/// as by [`replay`].
///
/// # Panics
///
/// With the report, unless the pool is conformant, with deviations or without.
#[track_caller]
pub fn run_all(subject: impl Subject) {
    match std::env::var(REPLAY_VARIABLE) {
        Ok(script) => replay(subject, &script),
        Err(_) => Suite::new(subject).run().assert_conformant(),
    }
}

/// Every rule there is, in the order of the catalogue.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    rules::RULES
}
