//! Adopting the kit in a pool that breaks some rules: waivers, and the file that lists them.

use std::path::{Path, PathBuf};

use super::Suite;
use crate::{
    baseline::{Baseline, Changes, Date, usual_path},
    child::leave_if_on_trial,
    report::RuleResult,
};

impl Suite {
    /// Accepts that a rule is broken, inconclusive or lacking, for a reason.
    ///
    /// The rule, an id or a glob, is judged all the same. The pool is then not conformant where nothing needs the waiver, and
    /// the run is misused where the rule does not exist, is waived twice, or the reason is empty.
    pub fn waive(mut self, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        self.baseline.waive(rule.into(), reason.into());
        self
    }

    /// Accepts all that a file lists; more than one call adds up.
    ///
    /// A file is a subset of TOML: comments, and `[[waive]]` tables with text on one line each.
    ///
    /// ```toml
    /// [[waive]]
    /// rule = "CANC-05"                       # an id, or a glob such as CANC-*
    /// reason = "a chosen waiter that gives up takes its turn with it"
    /// link = "https://example.org/issues/7"  # optional
    /// until = "2027-01-31"                   # optional: the last day on which it is accepted
    /// pool = "my_pool"                       # optional: a word of the subject's path, where there are several
    /// seen = "sometimes"                     # optional: found by chance, on real threads, so that a pass proves nothing
    /// ```
    ///
    /// It is checked both ways. What it lists does not fail a run, and the verdict is then
    /// [`ConformantWithWaivers`](crate::Verdict::ConformantWithWaivers). An entry that nothing needs, or that is past its day, makes the
    /// pool not conformant, and the report says which lines to remove. A glob is needed while any rule that it covers is. A
    /// file that cannot be read, and a rule that does not exist, is an error of usage.
    pub fn baseline(mut self, path: impl AsRef<Path>) -> Self {
        self.usage_errors.extend(self.baseline.read(path.as_ref()).err());
        self
    }

    /// Writes the file of a baseline anew after the run, before it is applied, and reads it first where it is there.
    ///
    /// Entries that are needed stay as they are written, with their comments. Those that nothing needs go, and each rule that
    /// keeps the pool from being conformant gets one. An entry that is past its day stays, and fails the run.
    pub fn update_baseline(mut self, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        if path.exists() {
            self = self.baseline(&path);
        }
        self.updated = Some(path);
        self
    }

    /// Takes the baseline of the environment, or that beside the manifest of the package under test, if there is one.
    pub(crate) fn usual_baseline(self) -> Self {
        match usual_path() {
            Some(path) => self.baseline(path),
            None => self,
        }
    }

    /// The baseline as it is after it was written anew, where that was asked for.
    pub(super) fn up_to_date(&self, results: &[RuleResult]) -> Result<Baseline, String> {
        let Some(path) = &self.updated else { return Ok(self.baseline.clone()) };
        leave_if_on_trial();
        let written = self.baseline.update(path, &self.subject, Date::today(), results);
        let Changes { added, removed } = written
            .map_err(|error| format!("{}: the baseline cannot be written: {error}", path.display()))?;
        eprintln!("{}: {added} added, {removed} removed", path.display());
        let mut baseline = self.baseline.of_code();
        baseline.read(path)?;
        Ok(baseline)
    }
}
