//! That what went wrong can be read in the error.

use super::failed_connects;
use crate::{
    Capability,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Settled, Step, Witness, World},
};

pub(crate) static ERR_03: Rule = Rule {
    id: "ERR-03",
    level: Level::Should,
    capability: Capability::ErrorSource,
    needs: &[],
    requirement: "The manager's own error is found in the chain of sources of the acquire's error, even where that comes \
                  at the limit.",
    why: "\"Timed out\" hides \"wrong password\": people have moved to another pool over it (bb8 #141, martin #570).",
    hints: &[
        "does the pool make a text of the error, or keep the error itself?",
        "does a pool that tries again remember the last failure, and report Connect with it at its limit?",
        "does each error on the way return the next one from `source`?",
    ],
    witnesses: &[Witness::ConnectFailed],
    check: |w| {
        for (max, held) in [(1, 0), (2, 1), (3, 0)] {
            refused(w, max, held, Behaviour::Fail)?;
            refused(w, max, held, Behaviour::Gate)?;
            answered_late(w, max, held)?;
        }
        Ok(())
    },
};

/// The first connect fails, and whatever the pool tries after it fails as well or hangs.
fn refused(w: &mut World<'_>, max: usize, held: usize, after: Behaviour) -> Check {
    open_and_hold(w, max, held)?;
    w.perform(Step::Next(Call::Connect, Behaviour::Fail));
    w.perform(Step::Always(Call::Connect, after));
    shows_its_cause(w)
}

/// The acquire has to wait for its connect to fail.
fn answered_late(w: &mut World<'_>, max: usize, held: usize) -> Check {
    open_and_hold(w, max, held)?;
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
    w.perform(Step::Next(Call::Connect, Behaviour::Gate));
    shows_its_cause(w)
}

fn open_and_hold(w: &mut World<'_>, max: usize, held: usize) -> Check {
    w.open(0, max)?;
    (0..held).try_for_each(|_| w.hold().map(drop))
}

fn shows_its_cause(w: &mut World<'_>) -> Check {
    let client = w.acquire();
    w.finish(Call::Connect, Behaviour::Fail);
    w.wait_out(client);
    let Some(Settled::Failed(refusal)) = w.settled(client) else {
        return Err(Stop::unreached(format!(
            "the check needs an acquire that fails because its connect does, but {}",
            w.describe(client)
        )));
    };
    let seen = format!("{client} fails with {refusal}, after {} failed connects", failed_connects(w));
    Stop::unless(
        refusal.cause.is_some(),
        "the error of an acquire whose connect failed leads to that of `connect`",
        seen,
    )
}
