//! Giving connections back, and whom that serves.

use super::{Actor, Step, World};
use crate::rule::{Check, Stop};

/// How a client parts with its guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parting {
    /// It drops the guard.
    Drop,
    /// It gives the guard to `release`.
    Release,
    /// It panics.
    Unwind,
    /// The connection breaks, and then it drops the guard.
    Broken,
}

impl Parting {
    pub(crate) const ALL: [Self; 4] = [Self::Drop, Self::Release, Self::Unwind, Self::Broken];
}

impl World<'_> {
    /// Parts with a guard; nothing else runs.
    pub(crate) fn begin_to_part(&mut self, client: Actor, how: Parting) {
        if how == Parting::Broken {
            self.perform(Step::Break(client));
        }
        self.perform(match how {
            Parting::Drop | Parting::Broken => Step::Drop(client),
            Parting::Release => Step::Release(client),
            Parting::Unwind => Step::Unwind(client),
        });
    }

    /// Parts with a guard and lets all that is ready run.
    pub(crate) fn part(&mut self, client: Actor, how: Parting) {
        self.begin_to_part(client, how);
        self.settle();
    }

    /// That what is given back serves one waiter after the other, with no newcomer and no time passing.
    pub(crate) fn expect_served_in_turn(&mut self, waiters: &[Actor], how: Parting, expected: &str) -> Check {
        let mut waiting = self.pending(waiters);
        while !waiting.is_empty() {
            let Some(holder) = self.actors().find(|actor| self.holds(*actor).is_some()) else {
                return Err(Stop::broken(
                    expected,
                    format!("nobody holds a connection, and {}", still_pending(&waiting)),
                ));
            };
            self.part(holder, how);
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
