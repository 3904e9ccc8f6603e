//! A report as plain data: what every face but the terminal is made from, at once or later from a file.

mod building;
mod failure;
mod merge;
mod rule;
mod run;
mod story;

pub(super) use self::{building::kind, story::steps};
pub use self::{
    failure::{
        CallRecord, ClientRecord, ConnectionRecord, EventRecord, FailureRecord, FoundBy, ProspectsRecord,
        SetupRecord, StateRecord, StepRecord,
    },
    merge::MergeError,
    rule::{OutcomeKind, RuleRecord, StrengthRecord},
    run::{BudgetRecord, DeclarationRecord, Measured, MeasuredFailure, MeasuredWorld, WorldRecord},
};

/// The version of the form of a [`Record`]; a reader refuses any other.
pub const RECORD_VERSION: u32 = 1;

/// A whole report as data; [`Report::record`](crate::Report::record) makes one.
///
/// Two runs of the same kit on the same pool with the same budget and seed make the same record, byte for byte, but for
/// [`measured`](Self::measured). A failure that only real threads ran into is found by chance: its rule is then told as
/// broken in one run and may be kept in another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Record {
    /// The version of this form, which is [`RECORD_VERSION`].
    pub version: u32,
    /// The version of the kit.
    pub kit: String,
    /// A digest of all rules: ids, levels, capabilities and requirements.
    pub registry: String,
    /// The edition by which levels were chosen.
    pub edition: String,
    /// The path of the function or type that builds the pool.
    pub subject: String,
    /// What the pool declares.
    pub declaration: DeclarationRecord,
    /// How far exploration was to go.
    pub budget: BudgetRecord,
    /// The verdict, in the words of [`Verdict`](crate::Verdict).
    pub verdict: String,
    /// The exit code of the verdict.
    pub exit_code: u8,
    /// What the run was asked for and does not exist.
    pub usage_errors: Vec<String>,
    /// Entries of the baseline that are to be removed or mended, each with its place.
    pub stale_waivers: Vec<String>,
    /// Every rule, in the order of the catalogue.
    pub rules: Vec<RuleRecord>,
    /// How far exploration went, world by world.
    pub worlds: Vec<WorldRecord>,
    /// All that differs between two runs: times, and what was counted on real threads.
    pub measured: Measured,
}

impl Record {
    /// The rules with this outcome.
    pub fn rules_with(&self, outcome: OutcomeKind) -> impl Iterator<Item = &RuleRecord> {
        self.rules.iter().filter(move |rule| rule.outcome == outcome)
    }

    /// What was seen where a rule was broken; for what threads ran into, that is among what was measured.
    #[must_use]
    pub fn seen<'a>(&'a self, rule: &'a RuleRecord, failure: &'a FailureRecord) -> &'a str {
        let measured = || self.measured.failures.iter().find(|found| found.rule == rule.id);
        failure.seen.as_deref().or_else(|| measured().map(|found| found.seen.as_str())).unwrap_or_default()
    }

    /// How many rules had each outcome, those with none left out, in the order in which outcomes are listed.
    #[must_use]
    pub fn counts(&self) -> Vec<(OutcomeKind, usize)> {
        let count = |outcome| (outcome, self.rules_with(outcome).count());
        OutcomeKind::ALL.into_iter().map(count).filter(|(_, count)| *count > 0).collect()
    }

    /// Whether the run had no fault: the pool is conformant, with deviations or waivers or without.
    #[must_use]
    pub fn is_conformant(&self) -> bool {
        self.exit_code == 0
    }
}
