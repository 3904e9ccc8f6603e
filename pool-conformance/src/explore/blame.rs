//! Which rule a symptom breaks, by what the pool had been through.

use super::leak::Leak;
use crate::world::{Reached, Witness, World};

/// What is wrong, by now or at the end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symptom {
    /// Somebody waits although capacity is free.
    Stranded,
    StuckInit,
    StuckClose,
    /// Less can be held than before.
    CapacityLost,
    /// Something is still open after `close`.
    Leaked(Leak),
    /// Something is still open after the last handle was dropped.
    LeakedByHandle,
}

/// The rules about a disturbance: for a waiter that is stranded by it, and for capacity that is lost to it.
const DISTURBANCES: [(Witness, &str, &str); 10] = [
    (Witness::ChosenCancelled, "CANC-05", "CANC-05"),
    (Witness::ConnectCancelled, "CANC-03", "CANC-03"),
    (Witness::WaiterCancelled, "CANC-02", "CANC-02"),
    (Witness::ConnectPanicked, "ERR-07", "ERR-07"),
    (Witness::ConnectFailed, "ERR-05", "ERR-04"),
    (Witness::Unwound, "REL-05", "REL-05"),
    (Witness::InitCancelled, "PRE-05", "PRE-05"),
    (Witness::InitFailed, "PRE-05", "PRE-05"),
    // No rule speaks of these alone, and they can be the cause all the same.
    (Witness::LimitReached, "ACQ-05", "ACQ-03"),
    (Witness::Broke, "ACQ-05", "ACQ-03"),
];

/// What can have gone before a leak, and the rule about that.
const BEGINNINGS: [(Witness, &str); 2] =
    [(Witness::InitCancelled, "PRE-05"), (Witness::InitFailed, "PRE-04")];

/// A symptom, and what the pool had been through by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Diagnosis {
    symptom: Symptom,
    close_began: bool,
    reached: Reached,
}

impl Diagnosis {
    pub(super) fn of(world: &World<'_>, symptom: Symptom) -> Self {
        let all = world.reached();
        let mut reached = Reached::default();
        let causes = DISTURBANCES.iter().map(|(cause, ..)| *cause);
        causes.filter(|cause| all.has(*cause)).for_each(|cause| reached.note(cause));
        Self { symptom, close_began: world.close_began(), reached }
    }

    /// The rule that is broken.
    pub(super) fn rule(self) -> &'static str {
        let disturbance = DISTURBANCES.iter().find(|(cause, ..)| self.reached.has(*cause));
        match self.symptom {
            Symptom::Stranded if self.close_began => "LIFE-10",
            Symptom::Stranded => disturbance.map_or("ACQ-05", |(_, stranded, _)| stranded),
            Symptom::CapacityLost => disturbance.map_or("ACQ-03", |(.., lost)| lost),
            Symptom::StuckInit => "LIFE-02",
            Symptom::StuckClose => "LIFE-07",
            Symptom::Leaked(leak) => leak.rule().unwrap_or_else(|| {
                let beginning = BEGINNINGS.iter().find(|(cause, _)| self.reached.has(*cause));
                beginning.map_or("ACCT-04", |(_, rule)| rule)
            }),
            Symptom::LeakedByHandle => "RES-01",
        }
    }

    /// Whether the same is wrong here as there, and all that can have led to it there, and more, is here.
    pub(super) fn has_more_causes_than(self, other: Self) -> bool {
        self.symptom == other.symptom
            && self.close_began == other.close_began
            && self.reached != other.reached
            && other.reached.is_part_of(self.reached)
    }

    /// Whether the same is wrong here, by its symptom or by its rule, with nothing that can have led to it but what was
    /// there before.
    pub(super) fn is_simpler_form_of(self, known: Self) -> bool {
        let less_closed = known.close_began || !self.close_began;
        let same = self.symptom == known.symptom || self.rule() == known.rule();
        same && less_closed && self.reached.is_part_of(known.reached)
    }
}

/// The rules that explorations judge: those named here and in the invariants.
pub(crate) const OWNED: &[&str] = &[
    "LIFE-02", "LIFE-04", "LIFE-07", "LIFE-08", "LIFE-09", "LIFE-10", "LIFE-12", "ACQ-01", "ACQ-02",
    "ACQ-03", "ACQ-04", "ACQ-05", "REL-03", "REL-05", "PRE-04", "PRE-05", "HLTH-02", "CANC-02", "CANC-03",
    "CANC-05", "ERR-02", "ERR-04", "ERR-05", "ERR-07", "ACCT-01", "ACCT-02", "ACCT-03", "ACCT-04", "ACCT-05",
    "ACCT-06", "CONC-02", "CONC-05", "CONC-07", "RES-01",
];
