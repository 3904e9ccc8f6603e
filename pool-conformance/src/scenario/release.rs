//! When: guards are given back, and waiters are served by that.

use super::Scenario;
use crate::{
    model::{Actor, Step, Stop, Verification},
    sim::Conduct,
};

/// How a client gives its guard back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReleaseMode {
    /// It drops the guard.
    Drop,
    /// It gives the guard to `release`.
    Release,
    /// It panics.
    Unwind,
    /// The connection breaks, and then it drops the guard.
    Broken,
    /// The connection breaks, and then it gives the guard to `release`.
    BrokenRelease,
}

impl ReleaseMode {
    /// The ways in which most rules give a guard back.
    pub(crate) const ALL: [Self; 4] = [Self::Drop, Self::Release, Self::Unwind, Self::Broken];
}

impl Scenario<'_, '_> {
    /// Gives a guard back; nothing else runs.
    pub(crate) fn begin_release(&mut self, client: Actor, how: ReleaseMode) {
        if matches!(how, ReleaseMode::Broken | ReleaseMode::BrokenRelease) {
            self.perform(Step::Break(client));
        }
        self.perform(match how {
            ReleaseMode::Drop | ReleaseMode::Broken => Step::Drop(client),
            ReleaseMode::Release | ReleaseMode::BrokenRelease => Step::Release(client),
            ReleaseMode::Unwind => Step::Unwind(client),
        });
    }

    /// Gives a guard back and lets all that is ready run.
    pub(crate) fn release_guard(&mut self, client: Actor, how: ReleaseMode) {
        self.begin_release(client, how);
        self.settle();
    }

    /// That what is given back serves one waiter after the other, with no newcomer and no time passing.
    pub(crate) fn expect_served_in_turn(
        &mut self,
        waiters: &[Actor],
        how: ReleaseMode,
        expected: &str,
    ) -> Verification {
        let mut waiting = self.pending(waiters);
        while !waiting.is_empty() {
            let Some(holder) = self.tasks().actors().find(|actor| self.holds(*actor).is_some()) else {
                return Err(Stop::broken(
                    expected,
                    format!("nobody holds a connection, and {}", still_pending(&waiting)),
                ));
            };
            self.release_guard(holder, how);
            let left = self.pending(&waiting);
            for served in waiting.iter().filter(|waiter| !left.contains(waiter)) {
                self.expect_held(*served, expected)?;
            }
            let seen = format!("{holder} gave its connection back, and {}", still_pending(&left));
            Stop::unless(left.len() < waiting.len(), expected, seen)?;
            waiting = left;
        }
        Ok(())
    }

    /// Those of them that are pending.
    pub(crate) fn pending(&self, of: &[Actor]) -> Vec<Actor> {
        of.iter().copied().filter(|actor| self.is_pending(*actor)).collect()
    }
}

fn still_pending(waiting: &[Actor]) -> String {
    let names: Vec<String> = waiting.iter().map(Actor::to_string).collect();
    format!("{} {} still pending", names.join(", "), if names.len() == 1 { "is" } else { "are" })
}
