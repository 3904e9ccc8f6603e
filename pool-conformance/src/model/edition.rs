//! Editions: which level each rule has.

use std::fmt;

/// Which level each rule has. A rule becomes stricter in the next edition and never within one, so that a pool that is
/// conformant to an edition is not made wrong by a newer kit.
///
/// SHOULD counts the same in every edition: a pool that breaks one deviates, which is shown, and is conformant all the
/// same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Edition {
    /// The levels with which the rules were first published.
    #[default]
    E2026,
}

impl Edition {
    /// The name by which reports speak of it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::E2026 => "2026",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
