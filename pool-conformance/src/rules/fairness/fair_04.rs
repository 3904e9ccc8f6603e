//! Which idle connection is lent.

use crate::{
    model::{Actor, Capability, ConnId, IdleOrder, Level, Rule, Situation, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "FAIR-04",
        level: Level::May,
        capability: Capability::ReuseOrder,
        needs: &[],
        requirement: "Idle connections are lent in the order that the pool declares.",
        why: "The one that came back last first lets what is too many grow old (golang/go #39471); the one that has been idle \
          longest first spreads the use.",
        hints: &[
            "is a connection that comes back put to the end that the next is taken from?",
            "does a sweep of the idle connections change their order?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Release] {
            for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
                in_order(s, order, how)?;
            }
        }
        Ok(())
    })],
};

/// Three connections come back in an order, and are lent again one after the other.
fn in_order(s: &mut Scenario<'_, '_>, order: [usize; 3], how: ReleaseMode) -> Verification {
    s.open(0, order.len())?;
    let holders = s.fill()?;
    let mut expected = Vec::new();
    for holder in order.map(|place| holders[place]) {
        expected.push(held(s, holder)?);
        s.release_guard(holder, how);
    }
    if s.declaration().idle_order == IdleOrder::Lifo {
        expected.reverse();
    }
    for id in expected {
        let client = s.acquire();
        s.expect_held(client, "an idle connection is lent")?;
        let lent = held(s, client)?;
        let which =
            if s.declaration().idle_order == IdleOrder::Lifo { "came back last" } else { "is idle longest" };
        Stop::unless(lent == id, format!("{id} is lent, which {which}"), format!("{lent} was lent"))?;
    }
    Ok(())
}

fn held(s: &Scenario<'_, '_>, client: Actor) -> Result<ConnId, Stop> {
    s.holds(client).ok_or_else(|| Stop::unreached("the check needs a client that holds a connection"))
}
