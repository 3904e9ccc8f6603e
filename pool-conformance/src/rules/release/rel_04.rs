//! A guard that comes to the wrong pool.

use crate::{
    model::{Capability, ErrorKind, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::{Conduct, Sim, take_guard_of, with_second},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "REL-04",
        level: Level::Must,
        capability: Capability::HandleRelease,
        needs: &[],
        requirement: "A guard that this pool did not lend is refused with `ForeignGuard`, and this pool stays as it was.",
        why: "A program with two pools of one type mixes them up sooner or later; taken back by the wrong one, a connection \
              leads to the wrong database (node-pool 2.2.2).",
        hints: &[
            "does `release` compare the pool that the guard came from with itself?",
            "does the guard that is refused still give its place back to its own pool, when it is dropped?",
        ],
        situations: &[Situation::Served, Situation::ForeignOffered],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            for held in 0..=max {
                refused(s, max, held)?;
            }
        }
        Ok(())
    })],
};

/// This pool has so many guards out, and is offered one of a second pool.
fn refused(s: &mut Scenario<'_, '_>, max: usize, held: usize) -> Verification {
    s.open(0, max)?;
    s.fill()?;
    s.give_back_all();
    for _ in 0..held {
        s.hold()?;
    }
    with_second(s, |own, second| {
        let before = figures(own);
        let mut second = Scenario::new(second);
        second.open(0, max)?;
        let holder = second.hold()?;
        take_guard_of(own, &mut second, holder);
        let mut own = Scenario::new(own);
        let client = own.new_client();
        own.perform(Step::ReleaseForeign(client));
        own.settle();
        second.settle();
        let expected = "a guard of another pool is refused with ForeignGuard";
        own.expect_error(client, &[ErrorKind::ForeignGuard], expected)?;
        let after = figures(&own);
        let expected = "a pool that refuses a guard stays as it was";
        Stop::unless(before == after, expected, format!("{before:?} became {after:?}"))?;
        own.expect_capacity("a guard of another pool was refused")?;
        second.expect_capacity("its guard was refused by another pool")
    })
}

/// How many connections were opened, are open and are held.
fn figures(sim: &Sim<'_>) -> [usize; 3] {
    sim.trace().count(|summary| [summary.opened, summary.live, summary.held])
}
