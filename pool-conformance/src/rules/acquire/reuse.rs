//! Connections are used again.

use crate::{
    Capability,
    ledger::{Call, ConnId},
    rule::{Check, Level, Rule, Stop},
    world::{Actor, Parting, Step, Witness, World},
};

/// How often one connection goes out and comes back.
const TIMES: usize = 5;

pub(crate) static ACQ_06: Rule = Rule {
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
    witnesses: &[Witness::Served, Witness::Reused, Witness::Released],
    check: |w| {
        for (min, max) in [(0, 1), (1, 1), (0, 3), (1, 3)] {
            for how in [Parting::Drop, Parting::Release] {
                again_and_again(w, min, max, how)?;
                all_of_them(w, min, max, how)?;
                with_slow_connects(w, min, max, how)?;
            }
        }
        Ok(())
    },
};

fn again_and_again(w: &mut World<'_>, min: usize, max: usize, how: Parting) -> Check {
    w.open(min, max)?;
    let client = w.hold()?;
    for _ in 0..TIMES {
        w.part(client, how);
        reuses(w, client)?;
    }
    let opened = w.opened();
    let expected =
        format!("nothing has broken, so a pool of {max} has opened no more than {max} in its life");
    Stop::unless(opened <= max, expected, format!("it has opened {opened}"))
}

fn all_of_them(w: &mut World<'_>, min: usize, max: usize, how: Parting) -> Check {
    w.open(min, max)?;
    let clients = w.fill()?;
    for client in &clients {
        w.part(*client, how);
    }
    clients.into_iter().try_for_each(|client| reuses(w, client))
}

/// Whoever connects now is not served.
fn with_slow_connects(w: &mut World<'_>, min: usize, max: usize, how: Parting) -> Check {
    w.open(min, max)?;
    let client = w.hold()?;
    w.part(client, how);
    w.gate(Call::Connect);
    w.start(client);
    w.expect_held(client, "an idle connection serves an acquire at once, with no connect to wait for")
}

/// The client acquires, and is given what was there before.
fn reuses(w: &mut World<'_>, client: Actor) -> Check {
    let there: Vec<ConnId> = w.count(|fold| fold.idle().collect());
    let expected = "a healthy connection that is given back stays open, to be used again";
    Stop::unless(!there.is_empty(), expected, "no connection is open and idle after that")?;
    w.perform(Step::Start(client));
    w.settle();
    let expected = format!("{client} is given an idle connection: {}", list(&there));
    let given = w.holds(client);
    Stop::unless(given.is_some_and(|id| there.contains(&id)), expected, w.describe(client))
}

fn list(ids: &[ConnId]) -> String {
    let ids: Vec<String> = ids.iter().map(ConnId::to_string).collect();
    ids.join(" or ")
}
