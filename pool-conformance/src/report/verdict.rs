//! The verdict of a run.

use std::fmt;

use super::record::OutcomeKind;

/// What a run says of a pool as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// Every rule that applies is kept.
    Conformant,
    /// Every MUST is kept, and some SHOULD, or a MAY that the pool claims, is not.
    ConformantWithDeviations,
    /// Every rule that applies is kept or waived, and some rule is waived.
    ConformantWithWaivers,
    /// No MUST is broken as far as was seen, but a rule is inconclusive, lacking or was left out.
    Partial,
    /// A MUST is broken, or a waiver is not needed or past its day.
    NotConformant,
    /// No rule was judged.
    NothingJudged,
    /// The factory or the kit failed, so nothing is said of the pool.
    Errored,
    /// The run was asked for something that does not exist.
    Misused,
}

impl Verdict {
    pub(crate) fn of(outcomes: &[OutcomeKind], usage_errors: &[String], stale: &[String]) -> Self {
        use OutcomeKind::{
            Deviates, Errored, Fail, Inconclusive, Lacking, NotSelected, UnexpectedPass, Waived,
        };
        let any = |kinds: &[OutcomeKind]| outcomes.iter().any(|outcome| kinds.contains(outcome));
        if !usage_errors.is_empty() {
            Self::Misused
        } else if !stale.is_empty() || any(&[Fail, UnexpectedPass]) {
            Self::NotConformant
        } else if any(&[Errored]) {
            Self::Errored
        } else if !outcomes.iter().any(|outcome| outcome.is_judged()) {
            Self::NothingJudged
        } else if any(&[Inconclusive, Lacking, NotSelected]) {
            Self::Partial
        } else if any(&[Waived]) {
            Self::ConformantWithWaivers
        } else if any(&[Deviates]) {
            Self::ConformantWithDeviations
        } else {
            Self::Conformant
        }
    }

    /// The exit code of a process that reports this verdict: 0 conformant, with deviations or waivers or
    /// without; 1 not conformant; 2 partial; 3 nothing judged; 4 errored; 64 misused.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Conformant | Self::ConformantWithDeviations | Self::ConformantWithWaivers => 0,
            Self::NotConformant => 1,
            Self::Partial => 2,
            Self::NothingJudged => 3,
            Self::Errored => 4,
            Self::Misused => 64,
        }
    }

    /// Whether the pool may be called conformant, with deviations or waivers or without.
    #[must_use]
    pub fn is_conformant(self) -> bool {
        self.exit_code() == 0
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Conformant => "conformant",
            Self::ConformantWithDeviations => "conformant with deviations",
            Self::ConformantWithWaivers => "conformant with waivers",
            Self::Partial => "partial",
            Self::NotConformant => "not conformant",
            Self::NothingJudged => "nothing judged",
            Self::Errored => "errored",
            Self::Misused => "misused",
        })
    }
}
