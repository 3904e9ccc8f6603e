//! Connections are used again.

use crate::{
    model::{Actor, Call, Capability, ConnId, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACQ-06",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Reuse before growth: if a healthy idle connection is available, acquire uses it rather than opening \
                  another.",
        why: "Not to connect for every use is the point of a pool.",
        hints: &[
            "is the idle list looked at before `connect` is called?",
            "does a healthy connection go back to the idle list when its guard is dropped or released?",
        ],
        situations: &[Situation::Served, Situation::Reused, Situation::Released],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 1), (0, 3), (1, 3)] {
            for how in [ReleaseMode::Drop, ReleaseMode::Release] {
                again_and_again(s, min, max, how)?;
                all_of_them(s, min, max, how)?;
                with_slow_connects(s, min, max, how)?;
            }
        }
        Ok(())
    })],
};

/// How often one connection goes out and comes back.
const TIMES: usize = 5;

fn again_and_again(s: &mut Scenario<'_, '_>, min: usize, max: usize, how: ReleaseMode) -> Verification {
    s.open(min, max)?;
    let client = s.hold()?;
    for _ in 0..TIMES {
        s.release_guard(client, how);
        reuses(s, client)?;
    }
    let opened = s.trace().opened();
    let expected =
        format!("nothing has broken, so a pool of {max} has opened no more than {max} in its life");
    Stop::unless(opened <= max, expected, format!("it has opened {opened}"))
}

fn all_of_them(s: &mut Scenario<'_, '_>, min: usize, max: usize, how: ReleaseMode) -> Verification {
    s.open(min, max)?;
    let clients = s.fill()?;
    for client in &clients {
        s.release_guard(*client, how);
    }
    clients.into_iter().try_for_each(|client| reuses(s, client))
}

/// Whoever connects now is not served.
fn with_slow_connects(s: &mut Scenario<'_, '_>, min: usize, max: usize, how: ReleaseMode) -> Verification {
    s.open(min, max)?;
    let client = s.hold()?;
    s.release_guard(client, how);
    s.gate(Call::Connect);
    s.start(client);
    s.expect_held(client, "an idle connection serves an acquire at once, with no connect to wait for")
}

/// The client acquires, and is given what was there before.
fn reuses(s: &mut Scenario<'_, '_>, client: Actor) -> Verification {
    let there: Vec<ConnId> = s.trace().count(|summary| summary.idle().collect());
    let expected = "a healthy connection that is given back stays open, to be used again";
    Stop::unless(!there.is_empty(), expected, "no connection is open and idle after that")?;
    s.perform(Step::Start(client));
    s.settle();
    let expected = format!("{client} is given an idle connection: {}", list(&there));
    let given = s.holds(client);
    Stop::unless(given.is_some_and(|id| there.contains(&id)), expected, s.describe(client))
}

fn list(ids: &[ConnId]) -> String {
    let ids: Vec<String> = ids.iter().map(ConnId::to_string).collect();
    ids.join(" or ")
}
