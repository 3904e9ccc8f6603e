//! Dropped when its turn had come, and before it knew.

use crate::{
    Capability,
    rule::{Check, Level, Need, Rule, Stop},
    world::{Actor, Parting, Step, Witness, World},
};

pub(crate) static CANC_05: Rule = Rule {
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
    witnesses: &[Witness::Waited, Witness::ChosenCancelled],
    check: |w| {
        for how in [Parting::Drop, Parting::Release, Parting::Broken] {
            for max in 1..=2 {
                for returned in 1..=max {
                    for waiters in 1..=3 {
                        for dropped in 1..=waiters {
                            Turn { max, returned, waiters, dropped, how }.check(w)?;
                        }
                    }
                }
            }
        }
        Ok(())
    },
};

/// How many connections come back, and how many of the waiters, as each is woken, are dropped.
struct Turn {
    max: usize,
    returned: usize,
    waiters: usize,
    dropped: usize,
    how: Parting,
}

impl Turn {
    fn check(&self, w: &mut World<'_>) -> Check {
        w.open(0, self.max)?;
        let holders = w.fill()?;
        let waiters = (0..self.waiters).map(|_| w.queue()).collect::<Result<Vec<_>, _>>()?;
        for holder in holders.into_iter().take(self.returned) {
            self.give_back(w, holder);
        }
        let dropped = self.drop_chosen(w, &waiters);
        if dropped == 0 {
            return self.nobody_was_chosen();
        }
        w.settle();
        self.next_is_served(w, &waiters, dropped)?;
        let expected = "each connection that is given back later serves a waiter";
        w.expect_served_in_turn(&waiters, Parting::Drop, expected)?;
        w.expect_reachable("a waiter was dropped when it had been woken")
    }

    /// Gives back to the end, polling nobody else.
    fn give_back(&self, w: &mut World<'_>, holder: Actor) {
        w.begin_to_part(holder, self.how);
        for _ in 0..3 {
            w.perform(Step::Tasks);
            if w.is_woken(holder) {
                w.perform(Step::Poll(holder));
            }
        }
    }

    /// Drops one woken waiter after the other, each before it is polled.
    fn drop_chosen(&self, w: &mut World<'_>, waiters: &[Actor]) -> usize {
        for dropped in 0..self.dropped {
            w.perform(Step::Tasks);
            let Some(chosen) = waiters.iter().find(|waiter| w.is_woken(**waiter)) else { return dropped };
            w.perform(Step::Cancel(*chosen));
        }
        self.dropped
    }

    /// A broken connection may be replaced first, and then nobody is woken at once.
    fn nobody_was_chosen(&self) -> Check {
        match self.how {
            Parting::Broken => Ok(()),
            _ => Err(Stop::unreached("the check needs a waiter that is woken when a connection comes back")),
        }
    }

    fn next_is_served(&self, w: &World<'_>, waiters: &[Actor], dropped: usize) -> Check {
        let served = waiters.iter().filter(|waiter| w.holds(**waiter).is_some()).count();
        let due = self.returned.min(self.waiters - dropped);
        let left = w.pending(waiters);
        let expected = format!("what the dropped waiter was woken for serves another at once ({due} in all)");
        let left = left.first().map(|left| format!("{served} served, and {}", w.describe(*left)));
        Stop::unless(served >= due, expected, left.unwrap_or_else(|| format!("{served} served")))
    }
}
