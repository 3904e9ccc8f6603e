//! That what went wrong can be read in the error.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Settled, Situation, Step, Stop, Verification},
    rules::errors::failed_connects,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::ConnectFailed],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (max, held) in [(1, 0), (2, 1), (3, 0)] {
            refused(s, max, held, Behaviour::Fail)?;
            refused(s, max, held, Behaviour::Gate)?;
            answered_late(s, max, held)?;
        }
        Ok(())
    })],
};

/// The first connect fails, and whatever the pool tries after it fails as well or hangs.
fn refused(s: &mut Scenario<'_, '_>, max: usize, held: usize, after: Behaviour) -> Verification {
    open_and_hold(s, max, held)?;
    s.perform(Step::Next(Call::Connect, Behaviour::Fail));
    s.perform(Step::Always(Call::Connect, after));
    shows_its_cause(s)
}

/// The acquire has to wait for its connect to fail.
fn answered_late(s: &mut Scenario<'_, '_>, max: usize, held: usize) -> Verification {
    open_and_hold(s, max, held)?;
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
    s.perform(Step::Next(Call::Connect, Behaviour::Gate));
    shows_its_cause(s)
}

fn open_and_hold(s: &mut Scenario<'_, '_>, max: usize, held: usize) -> Verification {
    s.open(0, max)?;
    (0..held).try_for_each(|_| s.hold().map(drop))
}

fn shows_its_cause(s: &mut Scenario<'_, '_>) -> Verification {
    let client = s.acquire();
    s.finish(Call::Connect, Behaviour::Fail);
    s.wait_out(client);
    if s.holds(client).is_some() && s.trace().summary().held > 1 {
        // A pool may have opened one ahead of demand.
        return Ok(());
    }
    let Some(Settled::Failed(refusal)) = s.settled(client) else {
        return Err(Stop::unreached(format!(
            "the check needs an acquire that fails because its connect does, but {}",
            s.describe(client)
        )));
    };
    let seen = format!("{client} fails with {refusal}, after {} failed connects", failed_connects(s));
    Stop::unless(
        refusal.cause.is_some(),
        "the error of an acquire whose connect failed leads to that of `connect`",
        seen,
    )
}
