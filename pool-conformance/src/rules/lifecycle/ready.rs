//! Getting ready.

use crate::{
    Capability,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, Settled, Step, Witness, World},
};

pub(crate) static LIFE_01: Rule = Rule {
    id: "LIFE-01",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "After `init` reports success, an acquire on a healthy manager succeeds with no further set-up.",
    why: "A pool that says it is ready and cannot serve fails its first users, far from the cause.",
    hints: &[
        "does `init` return Ok before the pool can hand anything out?",
        "is the pool marked as ready even where `init` failed?",
    ],
    witnesses: &[Witness::Served],
    check: |w| {
        for (min, max) in [(0, 1), (1, 1), (2, 3)] {
            w.build(min, max)?;
            w.start(Actor::Init(0));
            w.expect_done(Actor::Init(0), "`init` on a healthy manager succeeds")?;
            let client = w.acquire();
            w.expect_held(client, "the first acquire after a successful `init` is served at once")?;
        }
        Ok(())
    },
};

pub(crate) static LIFE_02: Rule = Rule {
    id: "LIFE-02",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "A second `init`, later or at the same time, never opens more than one prefill's worth and never \
                  disturbs a running pool; it returns Ok or an error of its own.",
    why: "Two start-up paths that both call `init` would double the prefill, or throw away connections in use.",
    hints: &[
        "is there a guard against a second `init`, and is it taken before the first await?",
        "does `init` count what is open already, held connections included?",
    ],
    witnesses: &[Witness::Served],
    check: |w| {
        for (min, max) in [(0, 2), (1, 2), (2, 3)] {
            init_again(w, min, max)?;
            init_together(w, min, max)?;
        }
        Ok(())
    },
};

fn init_again(w: &mut World<'_>, min: usize, max: usize) -> Check {
    w.open(min, max)?;
    let client = w.hold()?;
    let opened = w.opened();
    w.start(Actor::Init(1));
    w.expect_settled(Actor::Init(1), "a second `init` settles at once on a pool that is ready")?;
    let seen =
        format!("{} were open before the second `init`, {} have been opened after it", opened, w.opened());
    Stop::unless(w.opened() <= opened.max(min), "a second `init` opens nothing", seen)?;
    let ended = w.count(|fold| fold.ended);
    Stop::unless(ended == 0, "a second `init` ends no connection", format!("{ended} were ended"))?;
    w.give_back(client);
    w.expect_reachable("a second `init`")
}

fn init_together(w: &mut World<'_>, min: usize, max: usize) -> Check {
    w.build(min, max)?;
    w.gate(Call::Connect);
    w.start(Actor::Init(0));
    w.start(Actor::Init(1));
    for _ in 0..2 * max {
        w.finish(Call::Connect, Behaviour::Succeed);
    }
    w.expect_settled(Actor::Init(0), "both of two concurrent `init`s settle once the manager has answered")?;
    w.expect_settled(Actor::Init(1), "both of two concurrent `init`s settle once the manager has answered")?;
    let (opened, connects) = w.count(|fold| (fold.opened, fold.connects));
    let expected = format!("two concurrent `init`s open {min} connections together, and no more");
    Stop::unless(connects <= min, expected, format!("{connects} connects were made, {opened} succeeded"))
}

pub(crate) static LIFE_03: Rule = Rule {
    id: "LIFE-03",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "An acquire before `init` settles promptly: it initialises lazily and works, or fails; it never \
                  hangs or panics.",
    why: "Start-up order is easily got wrong, and a hang says nothing of the cause.",
    hints: &["does acquire wait for something that only `init` brings about?"],
    witnesses: &[Witness::Served],
    check: |w| {
        for (min, max) in [(0, 1), (1, 2)] {
            w.build(min, max)?;
            let early = w.acquire();
            w.expect_settled(early, "an acquire before `init` is served, or fails, at once")?;
            w.perform(Step::Drop(early));
            w.init()?;
            w.hold()?;
            let early_again = w.settled(early).cloned();
            Stop::unless(
                !matches!(early_again, Some(Settled::Panicked(_))),
                "giving back what was acquired before `init` works",
                w.describe(early),
            )?;
        }
        Ok(())
    },
};
