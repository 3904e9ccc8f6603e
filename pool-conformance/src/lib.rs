//! The judge.

#![forbid(unsafe_code)]

mod capability;
mod declaration;
mod erased;
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
    judge::Suite,
    probe::{Probe, ProbeConnection, ProbeError},
    report::{Failure, Outcome, Report, RuleResult, Strength, Verdict},
    rule::{Level, Rule},
    setup::Setup,
    subject::{Declared, Subject, declare},
};

/// Judges a pool by every rule.
///
/// # Panics
///
/// With the report, unless the pool is conformant, with deviations or without.
#[track_caller]
pub fn run_all(subject: impl Subject) {
    Suite::new(subject).run().assert_conformant();
}

/// Every rule there is, in the order of the catalogue.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    rules::RULES
}
