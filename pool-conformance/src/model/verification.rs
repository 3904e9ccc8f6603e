//! What a scenario returns.

use std::fmt;

/// What a check returns: nothing, or why it stopped.
pub(crate) type Verification = Result<(), Stop>;

/// Why a check stopped.
#[derive(Clone, Debug)]
pub(crate) enum Stop {
    /// The rule is broken.
    Broken(Violation),
    /// The situation that the rule is about did not come about, so nothing can be said.
    Unreached(String),
    /// The pool has nothing that the rule speaks of.
    Vacuous(String),
    /// The factory gave no pool to judge.
    Factory(String),
}

/// What was to be expected, and what was seen instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) expected: String,
    pub(crate) seen: String,
}

impl Stop {
    pub(crate) fn broken(expected: impl Into<String>, seen: impl Into<String>) -> Self {
        Self::Broken(Violation { expected: expected.into(), seen: seen.into() })
    }

    pub(crate) fn unreached(why: impl Into<String>) -> Self {
        Self::Unreached(why.into())
    }

    pub(crate) fn panicked(what: &str, text: &str) -> Self {
        Self::broken(format!("`{what}` returns"), format!("`{what}` panicked: {text}"))
    }

    /// Fails with what was expected and seen unless the condition holds.
    pub(crate) fn unless(kept: bool, expected: impl Into<String>, seen: impl Into<String>) -> Verification {
        if kept { Ok(()) } else { Err(Self::broken(expected, seen)) }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(violation) => write!(f, "{}, but {}", violation.expected, violation.seen),
            Self::Unreached(why) | Self::Vacuous(why) | Self::Factory(why) => f.write_str(why),
        }
    }
}
