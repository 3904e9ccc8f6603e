//! Getting ready.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, Level, Rule, Situation, Stop, Symptom, Verification, always,
    },
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served],
    },
    owns: &[always(Symptom::InitRefused), always(Symptom::InitStuck)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 2), (1, 2), (2, 3)] {
            init_again(s, min, max)?;
            init_together(s, min, max)?;
        }
        Ok(())
    })],
};

fn init_again(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    s.open(min, max)?;
    let client = s.hold()?;
    let opened = s.trace().opened();
    s.start(Actor::Init(1));
    s.expect_settled(Actor::Init(1), "a second `init` settles at once on a pool that is ready")?;
    let seen = format!(
        "{} were open before the second `init`, {} have been opened after it",
        opened,
        s.trace().opened()
    );
    Stop::unless(s.trace().opened() <= opened.max(min), "a second `init` opens nothing", seen)?;
    let ended = s.trace().count(|summary| summary.ended);
    Stop::unless(ended == 0, "a second `init` ends no connection", format!("{ended} were ended"))?;
    s.give_back(client);
    s.expect_reachable("a second `init`")
}

fn init_together(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    s.build(min, max)?;
    s.gate(Call::Connect);
    s.start(Actor::Init(0));
    s.start(Actor::Init(1));
    for _ in 0..2 * max {
        s.finish(Call::Connect, Behaviour::Succeed);
    }
    s.expect_settled(Actor::Init(0), "both of two concurrent `init`s settle once the manager has answered")?;
    s.expect_settled(Actor::Init(1), "both of two concurrent `init`s settle once the manager has answered")?;
    let (opened, connects) = s.trace().count(|summary| (summary.opened, summary.connects));
    let expected = format!("two concurrent `init`s open {min} connections together, and no more");
    Stop::unless(connects <= min, expected, format!("{connects} connects were made, {opened} succeeded"))
}
