//! A rule and what became of it, as data.

use super::FailureRecord;
use crate::report::Waiver;

/// A rule and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct RuleRecord {
    /// The rule's id, such as `LIFE-04`.
    pub id: String,
    /// `MUST`, `SHOULD` or `MAY`.
    pub level: String,
    /// The capability that a pool must claim for the rule to apply.
    pub capability: String,
    /// The promise, in one sentence.
    pub requirement: String,
    /// What goes wrong where the promise is broken.
    pub why: String,
    /// Where to look first when a pool breaks the rule.
    pub hints: Vec<String>,
    /// What became of the rule.
    pub outcome: OutcomeKind,
    /// Why, where the outcome has a reason of its own.
    pub note: Option<String>,
    /// The waiver that covers the rule, if one does.
    pub waiver: Option<Waiver>,
    /// How much a pass is worth, where the rule passed.
    pub strength: Option<StrengthRecord>,
    /// How the rule was broken, where it was, waived or not.
    pub failures: Vec<FailureRecord>,
}

impl RuleRecord {
    /// The name of the rule as a test, such as `life_04`.
    #[must_use]
    pub fn test_name(&self) -> String {
        self.id.to_ascii_lowercase().replace('-', "_")
    }

    /// What a pass is worth, or why there is none, in a few words.
    pub(crate) fn evidence(&self) -> String {
        match (&self.strength, &self.waiver, &self.note) {
            (Some(StrengthRecord { complete: 0, sampled: 0 }), ..) => "by its scenario".to_owned(),
            (Some(StrengthRecord { complete, sampled }), ..) => {
                format!("all of {complete} schedules of small worlds, and {sampled} others")
            }
            (None, Some(waiver), _) => waiver.reason.clone(),
            (None, None, Some(note)) => note.clone(),
            _ => String::new(),
        }
    }
}

macro_rules! outcomes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        /// The kinds of outcomes; every rule has exactly one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "json", serde(rename_all = "kebab-case"))]
        #[non_exhaustive]
        pub enum OutcomeKind {
            $($(#[$doc])* $variant,)*
        }

        impl OutcomeKind {
            /// Every kind, the gravest first.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$variant),*];

            /// The words by which reports speak of it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

outcomes! {
    /// A MUST is broken.
    Fail = "fail",
    /// A waived rule is kept, so the waiver is to be removed.
    UnexpectedPass = "unexpected pass",
    /// The factory or the kit is at fault.
    Errored = "errored",
    /// A SHOULD or a MAY is broken.
    Deviates = "deviates",
    /// The rule's situation did not come about, or nothing certain can be said.
    Inconclusive = "inconclusive",
    /// The rule is broken or inconclusive, and that is accepted.
    Waived = "waived",
    /// The rule is kept, as far as exploration or its scenario looked.
    Pass = "pass",
    /// The pool declares that it lacks what CORE asks of every pool.
    Lacking = "lacking",
    /// The pool does not claim what the rule is about.
    NotApplicable = "not applicable",
    /// The rule was left out on request.
    NotSelected = "not selected",
}

impl OutcomeKind {
    /// Whether this keeps a pool from being conformant without a word more: broken, doubtful or at fault.
    #[must_use]
    pub fn is_bad(self) -> bool {
        use OutcomeKind::{Deviates, Errored, Fail, Inconclusive, UnexpectedPass};
        matches!(self, Fail | UnexpectedPass | Errored | Deviates | Inconclusive)
    }

    /// Whether the rule was judged at all.
    #[must_use]
    pub fn is_judged(self) -> bool {
        !matches!(self, Self::Lacking | Self::NotApplicable | Self::NotSelected)
    }
}

/// How much a pass is worth, in schedules. What was tried on threads is not counted here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct StrengthRecord {
    /// Schedules of small worlds of which every one was run.
    pub complete: u64,
    /// Schedules that were drawn, or run in worlds that were not gone through to the end; both are 0 where a fixed
    /// scenario was all.
    pub sampled: u64,
}
