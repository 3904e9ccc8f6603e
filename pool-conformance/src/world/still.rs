//! Whether anything is under way.

use super::{Actor, Witness, World};
use crate::{
    CloseMode, ConnectErrors,
    ledger::{Call, CallEnd},
};

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Somebody has been woken or not yet been polled, a task is ready, or a call of the manager runs.
    Moving,
    /// Nothing can happen but by time or by another step, and this acquire, or more of them, waits.
    Waiting(Actor),
    /// The same, and something else is pending as well.
    Pending,
    /// Nothing.
    Idle,
}

impl World<'_> {
    pub(crate) fn rest(&self) -> Rest {
        if self.fold().running > 0 || self.has_ready_tasks() {
            return Rest::Moving;
        }
        let mut rest = Rest::Idle;
        for slot in self.slots.iter().filter(|slot| slot.is_pending()) {
            if !slot.polled || slot.flag.woken().is_some() {
                return Rest::Moving;
            }
            rest = match rest {
                Rest::Idle if slot.is_acquiring() => Rest::Waiting(slot.actor),
                Rest::Waiting(first) if slot.is_acquiring() => Rest::Waiting(first),
                _ => Rest::Pending,
            };
        }
        rest
    }

    /// Whether the pool is being closed, and declares that it takes connections away from their holders then.
    pub(crate) fn may_have_taken_away(&self) -> bool {
        self.declaration().close_mode == CloseMode::Abort && self.close_began()
    }

    /// Whether a connect came to nothing, and the pool declares that it tries again by and by.
    pub(crate) fn may_try_again(&self) -> bool {
        let ended = |how| self.fold().ends(Call::Connect, how) > 0;
        // What was abandoned with nobody's acquire the pool itself has given up.
        let given_up = || ended(CallEnd::Abandoned) && !self.reached.has(Witness::ConnectCancelled);
        self.declaration().connect_errors == ConnectErrors::UntilDeadline
            && (ended(CallEnd::Failed) || ended(CallEnd::Panicked) || given_up())
    }
}
