//! Bounds worlds: what there is in one.

use std::fmt;

use crate::model::{Capability, CloseMode, Declaration, Extension, Gates, Limits, Script};

/// A world small enough for all of its schedules to be gone through: some clients that acquire and give back once,
/// and so many disturbances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) clients: u8,
    pub(crate) min: u8,
    pub(crate) max: u8,
    /// Which calls are slow; where checks are, they are made on every acquire.
    pub(crate) gates: Gates,
    pub(crate) cancellations: u8,
    pub(crate) faults: u8,
    pub(crate) closes: u8,
    pub(crate) health_checks: u8,
    /// Whether `init` is a client like the others, instead of being over before they begin.
    pub(crate) init: bool,
    /// Whether clients give back through `release`, instead of dropping their guards.
    pub(crate) releases: bool,
    /// An operation beyond the trait of pools that somebody makes once, at any moment.
    pub(crate) extension: Option<Extension>,
    /// The delay bound: how many other steps may run in a schedule before a ready task does.
    pub(crate) delays: u8,
    pub(crate) time: TimeBounds,
    /// Whether one step of an actor stands in a call-out while another takes one, on a second thread.
    pub(crate) preempted: bool,
}

/// What there is of time in a small world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeBounds {
    pub(crate) limits: Limits,
    /// How often a limit, or an hour, may pass.
    pub(crate) passes: u8,
    /// How many calls of the manager may never end.
    pub(crate) endless: u8,
}

impl TimeBounds {
    /// No time passes.
    pub(crate) const STILL: Self = Self { limits: Limits::USUAL, passes: 0, endless: 0 };
}

impl Bounds {
    /// Three clients on a pool of two, and nothing that disturbs them.
    pub(crate) const UNDISTURBED: Self = Self {
        clients: 3,
        min: 0,
        max: 2,
        gates: Gates::NONE,
        cancellations: 0,
        faults: 0,
        closes: 0,
        health_checks: 0,
        init: false,
        releases: false,
        extension: None,
        delays: 0,
        time: TimeBounds::STILL,
        preempted: false,
    };

    /// So many clients on a pool of that size with slow connects, two cancellations, two faults and a close.
    pub(crate) fn crowd(clients: u8, max: u8) -> Self {
        Self {
            clients,
            max,
            gates: Gates { connect: true, ..Gates::NONE },
            cancellations: 2,
            faults: 2,
            closes: 1,
            delays: u8::MAX,
            ..Self::UNDISTURBED
        }
    }

    pub(crate) fn script(&self) -> Script {
        let Self { gates, init, time, .. } = *self;
        let (limits, validate) = (time.limits, gates.check);
        Script { validate, gates, limits, uninitialised: init, ..Script::of(self.min, self.max) }
    }

    /// Whether the world has anything for this pool.
    pub(crate) fn suits(&self, declaration: &Declaration) -> bool {
        (self.closes == 0 || declaration.close_mode != CloseMode::Unsupported)
            && (self.health_checks == 0 || declaration.claims(Capability::PoolHealth))
            && self.extension.is_none_or(|extension| declaration.extensions.has(extension))
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "max {}, min {}{}", self.max, self.min, self.time.limits)?;
        if self.clients > Self::UNDISTURBED.clients {
            write!(f, ", {} clients", self.clients)?;
        }
        for (call, gated) in self.gates.each() {
            if gated {
                write!(f, ", slow {}", call.name())?;
            }
        }
        let traits = [
            ("`init` at any moment", self.init),
            ("awaited releases", self.releases),
            ("one preemption", self.preempted),
        ];
        for (word, set) in traits {
            if set {
                write!(f, ", {word}")?;
            }
        }
        if let Some(extension) = self.extension {
            write!(f, ", one `{}`", extension.name())?;
        }
        let extras = [
            (self.cancellations, "cancellation"),
            (self.faults, "fault"),
            (self.closes, "close"),
            (self.health_checks, "health check"),
            (self.time.passes, "passage"),
            (self.time.endless, "endless call"),
        ];
        for (count, what) in extras.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {what}{}", if count > 1 { "s" } else { "" })?;
        }
        Ok(())
    }
}
