//! What became of a rule.

use std::fmt;

use super::{Failure, Waiver};

/// How much a pass is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strength {
    /// A fixed script, or a few, was gone through.
    Scenario,
    /// A fixed script, and so many others against the invariant that the rule owns.
    Explored {
        /// Schedules of small worlds of which every one was run.
        complete: u64,
        /// Schedules that were drawn from larger worlds, or from small ones that were not gone through to the end.
        sampled: u64,
    },
}

/// What became of a rule; every rule has exactly one outcome.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The rule is kept, as far as that was looked into.
    Pass(Strength),
    /// A MUST is broken: a failure for each distinct cause, at least one, the shortest first.
    Fail(Vec<Failure>),
    /// A SHOULD, or a MAY that the pool claims, is broken: a failure for each distinct cause, at least one, the shortest first.
    Deviates(Vec<Failure>),
    /// The situation that the rule is about did not come about, or nothing certain can be said of it.
    Inconclusive(String),
    /// The pool does not claim what the rule is about.
    NotApplicable(String),
    /// The pool declares that it lacks something which CORE asks of every pool.
    Lacking(String),
    /// The rule is broken, inconclusive or lacking, and that is accepted.
    Waived {
        /// Why it is accepted.
        waiver: Box<Waiver>,
        /// What became of the rule.
        outcome: Box<Outcome>,
    },
    /// The rule is waived and is kept: the waiver is to be taken away.
    UnexpectedPass {
        /// Why it was thought to be broken.
        waiver: Box<Waiver>,
    },
    /// The factory or the kit is at fault, and nothing is said of the pool.
    Errored(String),
    /// The rule was left out on request.
    NotSelected,
}

impl Outcome {
    /// The word by which reports speak of it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Pass(_) => "pass",
            Self::Fail(_) => "FAIL",
            Self::Deviates(_) => "deviates",
            Self::Inconclusive(_) => "inconclusive",
            Self::NotApplicable(_) | Self::Lacking(_) => "not applicable",
            Self::Waived { .. } => "waived",
            Self::UnexpectedPass { .. } => "UNEXPECTED PASS",
            Self::Errored(_) => "ERRORED",
            Self::NotSelected => "not selected",
        }
    }

    /// How the rule was broken, where it was: the shortest of its failures.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.failures().first()
    }

    /// How the rule was broken, where it was: a failure for each distinct cause.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        match self {
            Self::Fail(failures) | Self::Deviates(failures) => failures,
            Self::Waived { outcome, .. } => outcome.failures(),
            _ => &[],
        }
    }

    /// What else there is to say of the outcome, in a line.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        match self {
            Self::Inconclusive(text)
            | Self::NotApplicable(text)
            | Self::Lacking(text)
            | Self::Errored(text) => Some(text),
            Self::Waived { waiver, .. } | Self::UnexpectedPass { waiver } => Some(&waiver.reason),
            Self::Fail(_) | Self::Deviates(_) => self.failure().map(Failure::seen),
            Self::Pass(_) | Self::NotSelected => None,
        }
    }

    /// Whether this keeps the pool from being fully conformant, and can be accepted.
    pub(crate) fn can_be_waived(&self) -> bool {
        matches!(self, Self::Fail(_) | Self::Deviates(_) | Self::Inconclusive(_) | Self::Lacking(_))
    }

    pub(crate) fn waive(self, waiver: &Waiver) -> Self {
        let waiver = Box::new(waiver.clone());
        match self {
            Self::Pass(_) => Self::UnexpectedPass { waiver },
            broken if broken.can_be_waived() => Self::Waived { waiver, outcome: Box::new(broken) },
            other => other,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
