//! One thing that is wrong in a run.

use crate::{
    model::{Situation, Situations, Symptom, Violation},
    sim::Sim,
};

/// A symptom, in words, and the situations that the run had come to by then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) symptom: Symptom,
    pub(crate) violation: Violation,
    pub(crate) situations: Situations,
}

/// Whether something holds.
pub(crate) type Holds = Result<(), Finding>;

impl Finding {
    /// A symptom for which it does not matter what went before.
    pub(crate) fn new(symptom: Symptom, expected: impl Into<String>, seen: impl Into<String>) -> Self {
        let violation = Violation { expected: expected.into(), seen: seen.into() };
        Self { symptom, violation, situations: Situations::default() }
    }

    /// A symptom, with what the pool has been through.
    pub(crate) fn of(
        sim: &Sim<'_>,
        symptom: Symptom,
        expected: impl Into<String>,
        seen: impl Into<String>,
    ) -> Self {
        Self { situations: sim.reached(), ..Self::new(symptom, expected, seen) }
    }

    pub(crate) fn unless(
        kept: bool,
        symptom: Symptom,
        expected: &str,
        seen: impl FnOnce() -> String,
    ) -> Holds {
        if kept { Ok(()) } else { Err(Self::new(symptom, expected, seen())) }
    }

    /// The same, found while several threads used the pool.
    pub(crate) fn among_threads(mut self) -> Self {
        self.situations.note(Situation::Threaded);
        self
    }
}
