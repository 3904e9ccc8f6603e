//! What a run found.

use std::{fmt, process::ExitCode};

use crate::{
    model::Rule,
    report::{Circumstances, Coverage, Failure, Outcome, Paint, Verdict, Waiver, render},
};

/// A rule and what became of it.
#[derive(Clone, Debug)]
pub struct RuleResult {
    rule: &'static Rule,
    outcome: Outcome,
    noted: Vec<Failure>,
}

impl RuleResult {
    pub(crate) fn new(rule: &'static Rule, outcome: Outcome) -> Self {
        Self { rule, outcome, noted: Vec::new() }
    }

    /// Adds failures that the outcome does not tell of.
    pub(crate) fn noting(self, noted: Vec<Failure>) -> Self {
        Self { noted, ..self }
    }

    /// The same, accepted.
    pub(crate) fn waived(self, waiver: &Waiver) -> Self {
        Self { outcome: self.outcome.waive(waiver), ..self }
    }

    /// Failures of this rule that were found although it was not selected, or although nothing is said of it.
    #[must_use]
    pub fn noted(&self) -> &[Failure] {
        &self.noted
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// What became of it.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }
}

/// What a run found: an outcome for every rule there is.
///
/// `Display` writes the whole report as plain text, 80 columns wide.
#[derive(Clone, Debug)]
#[must_use = "a report that nobody reads judges nothing; see `verdict` and `exit_code`"]
pub struct Report {
    pub(crate) results: Vec<RuleResult>,
    pub(crate) explored: Vec<Coverage>,
    pub(crate) usage_errors: Vec<String>,
    pub(crate) stale_waivers: Vec<String>,
    pub(crate) circumstances: Circumstances,
}

impl Report {
    pub(crate) fn new(results: Vec<RuleResult>, explored: Vec<Coverage>, usage_errors: Vec<String>) -> Self {
        Self {
            results,
            explored,
            usage_errors,
            stale_waivers: Vec::new(),
            circumstances: Circumstances::default(),
        }
    }

    /// Adds the entries of the baseline that are to be removed or mended.
    pub(crate) fn with_stale(mut self, stale: Vec<String>) -> Self {
        self.stale_waivers = stale;
        self
    }

    /// Adds what the run was asked for.
    pub(crate) fn of(mut self, circumstances: Circumstances) -> Self {
        self.circumstances = circumstances;
        self
    }

    /// What is said of the pool as a whole.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let outcomes: Vec<_> =
            self.results.iter().map(|result| super::record::kind(result.outcome())).collect();
        Verdict::of(&outcomes, &self.usage_errors, &self.stale_waivers)
    }

    /// The verdict as the exit code of a process; see [`Verdict::exit_code`].
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.verdict().exit_code())
    }

    /// Every rule there is, in the order of the catalogue, and what became of it.
    #[must_use]
    pub fn results(&self) -> &[RuleResult] {
        &self.results
    }

    /// How far exploration went, world by world.
    #[must_use]
    pub fn explored(&self) -> &[Coverage] {
        &self.explored
    }

    /// What the run was asked for and does not exist, such as an unknown rule.
    #[must_use]
    pub fn usage_errors(&self) -> &[String] {
        &self.usage_errors
    }

    /// Entries of the baseline, and waivers, that are to be removed or mended, each with its place.
    #[must_use]
    pub fn stale_waivers(&self) -> &[String] {
        &self.stale_waivers
    }

    /// The report as text, coloured if it goes to a terminal that may be coloured (`NO_COLOR` is respected).
    #[must_use]
    pub fn render_for(&self, stream: &impl std::io::IsTerminal) -> String {
        self.text(true, stream)
    }

    /// The report as text for a stream, with a line for every rule where that is asked for.
    pub(crate) fn text(&self, full: bool, stream: &impl std::io::IsTerminal) -> String {
        self.painted(full, Paint::for_stream(stream))
    }

    /// The same, in these colours or none.
    pub(crate) fn painted(&self, full: bool, paint: Paint) -> String {
        render(self, full, paint)
    }

    /// Panics with the report unless the pool is conformant, with deviations or waivers or without.
    ///
    /// # Panics
    ///
    /// If [`Verdict::is_conformant`] denies it.
    #[track_caller]
    pub fn assert_conformant(&self) {
        assert!(self.verdict().is_conformant(), "\n{}", self.text(false, &std::io::stderr()));
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(self, true, Paint::PLAIN))
    }
}
