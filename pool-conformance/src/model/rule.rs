//! A rule, in words.

use std::fmt;

use super::areas::AREAS;
use crate::model::{Capability, Situation};

/// How binding a rule is, in the words of RFC 2119.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    /// Breaking it makes a pool not conformant.
    Must,
    /// Breaking it is a deviation, shown and allowed.
    Should,
    /// Breaking it is a deviation of a pool that claims what the rule is about.
    May,
}

impl Level {
    /// The word of RFC 2119.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Must => "MUST",
            Self::Should => "SHOULD",
            Self::May => "MAY",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What a pool must have for a rule to be applicable to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Acquires wait when the pool is full.
    Waiting,
    /// The pool can be closed.
    Closing,
}

/// One promise of a pool.
pub struct Rule {
    pub(crate) id: &'static str,
    pub(crate) level: Level,
    pub(crate) capability: Capability,
    pub(crate) needs: &'static [Need],
    pub(crate) requirement: &'static str,
    pub(crate) why: &'static str,
    pub(crate) hints: &'static [&'static str],
    pub(crate) situations: &'static [Situation],
}

impl Rule {
    /// The rule's id, such as `LIFE-04`; it is never changed and never given to another rule.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// How binding the rule is.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// The capability that a pool must claim for the rule to be applicable.
    #[must_use]
    pub fn capability(&self) -> Capability {
        self.capability
    }

    /// The promise, in one sentence.
    #[must_use]
    pub fn requirement(&self) -> &'static str {
        self.requirement
    }

    /// What goes wrong where the promise is broken.
    #[must_use]
    pub fn why(&self) -> &'static str {
        self.why
    }

    /// The situations that a run has to come to for the rule to be judged, in words.
    pub fn situations(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.situations.iter().map(|situation| situation.text())
    }

    /// Where to look first when a pool breaks the rule.
    #[must_use]
    pub fn hints(&self) -> &'static [&'static str] {
        self.hints
    }
}

impl Rule {
    /// The name of the area that the prefix of the id stands for.
    pub(crate) fn area(&self) -> &'static str {
        let prefix = self.id.split('-').next().unwrap_or(self.id);
        AREAS.iter().find(|(known, _)| *known == prefix).map_or("other", |(_, name)| name)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule").field("id", &self.id).field("level", &self.level).finish_non_exhaustive()
    }
}
