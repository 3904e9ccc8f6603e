//! What a rule says of itself.

use crate::{
    model::{Owned, Rule, Verification},
    scenario::Scenario,
};

/// A rule, whole: what it promises, what it answers for, and how it is tried.
pub(crate) struct Definition {
    /// The promise in words, and the situations that it is about.
    pub(crate) rule: Rule,
    /// The symptoms that the rule answers for in explorations and among threads.
    pub(crate) owns: &'static [Owned],
    /// Of two rules that answer for a symptom, the one of the lower rank does: the more special, the lower.
    pub(crate) rank: u8,
    /// The scenario, in parts that are judged apart.
    pub(crate) scenario: &'static [Part],
}

/// The rank of a rule that no other has to give way to.
pub(crate) const GENERAL: u8 = 100;

/// A part of a rule's scenario.
pub(crate) struct Part {
    /// What the part is about, after "the part on"; empty where it is the whole.
    pub(crate) about: &'static str,
    pub(crate) verify: fn(&mut Scenario<'_, '_>) -> Verification,
}

/// A scenario of one part.
pub(crate) const fn whole(verify: fn(&mut Scenario<'_, '_>) -> Verification) -> Part {
    Part { about: "", verify }
}

/// One part of several.
pub(crate) const fn part(about: &'static str, verify: fn(&mut Scenario<'_, '_>) -> Verification) -> Part {
    Part { about, verify }
}
