//! Dropped when its turn had come, and before it knew.

use crate::{
    model::{Actor, Capability, Level, Need, Rule, Situation, Step, Stop, Symptom, Verification, after},
    rules::{Definition, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CANC-05",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Waiting],
        requirement: "A waiter dropped after it was chosen but before it ran passes the slot on: the next waiter is served, \
                  or the connection becomes idle.",
        why: "What was handed to it is lost with it: the subtlest leak of a pool (bb8 #67 and #84, mobc #63, psycopg 1275).",
        hints: &[
            "does the future, when it is dropped, look whether it was given a connection or a permit?",
            "was its wake the only one, and is another waiter woken in its place?",
        ],
        situations: &[Situation::Waited, Situation::ChosenCancelled],
    },
    owns: &[
        after(&[Situation::ChosenCancelled], Symptom::Stranded),
        after(&[Situation::ChosenCancelled], Symptom::CapacityLost),
    ],
    rank: 20,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Release, ReleaseMode::Broken] {
            for max in 1..=2 {
                for returned in 1..=max {
                    for waiters in 1..=3 {
                        for dropped in 1..=waiters {
                            Turn { max, returned, waiters, dropped, how }.check(s)?;
                        }
                    }
                }
            }
        }
        Ok(())
    })],
};

/// How many connections come back, and how many of the waiters, as each is woken, are dropped.
struct Turn {
    max: usize,
    returned: usize,
    waiters: usize,
    dropped: usize,
    how: ReleaseMode,
}

impl Turn {
    fn check(&self, s: &mut Scenario<'_, '_>) -> Verification {
        s.open(0, self.max)?;
        let holders = s.fill()?;
        let waiters = (0..self.waiters).map(|_| s.queue()).collect::<Result<Vec<_>, _>>()?;
        for holder in holders.into_iter().take(self.returned) {
            self.give_back(s, holder);
        }
        let dropped = self.drop_chosen(s, &waiters);
        if dropped == 0 {
            return self.nobody_was_chosen();
        }
        s.settle();
        self.next_is_served(s, &waiters, dropped)?;
        let expected = "each connection that is given back later serves a waiter";
        s.expect_served_in_turn(&waiters, ReleaseMode::Drop, expected)?;
        s.expect_reachable("a waiter was dropped when it had been woken")
    }

    /// Gives back to the end, polling nobody else.
    fn give_back(&self, s: &mut Scenario<'_, '_>, holder: Actor) {
        s.begin_release(holder, self.how);
        for _ in 0..3 {
            s.perform(Step::Tasks);
            if s.is_woken(holder) {
                s.perform(Step::Poll(holder));
            }
        }
    }

    /// Drops one woken waiter after the other, each before it is polled.
    fn drop_chosen(&self, s: &mut Scenario<'_, '_>, waiters: &[Actor]) -> usize {
        for dropped in 0..self.dropped {
            s.perform(Step::Tasks);
            let Some(chosen) = waiters.iter().find(|waiter| s.is_woken(**waiter)) else { return dropped };
            s.perform(Step::Cancel(*chosen));
        }
        self.dropped
    }

    /// A broken connection may be replaced first, and then nobody is woken at once.
    fn nobody_was_chosen(&self) -> Verification {
        match self.how {
            ReleaseMode::Broken => Ok(()),
            _ => Err(Stop::unreached("the check needs a waiter that is woken when a connection comes back")),
        }
    }

    fn next_is_served(&self, s: &Scenario<'_, '_>, waiters: &[Actor], dropped: usize) -> Verification {
        let served = waiters.iter().filter(|waiter| s.holds(**waiter).is_some()).count();
        let due = self.returned.min(self.waiters - dropped);
        let left = s.pending(waiters);
        let expected = format!("what the dropped waiter was woken for serves another at once ({due} in all)");
        let left = left.first().map(|left| format!("{served} served, and {}", s.describe(*left)));
        Stop::unless(served >= due, expected, left.unwrap_or_else(|| format!("{served} served")))
    }
}
