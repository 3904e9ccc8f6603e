//! What an acquire that timed out leaves behind.

use crate::{
    model::{Call, Capability, Level, Rule, Situation, Symptom, Verification, after},
    rules::limits::{LIMITS, open},
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "TIME-03",
        level: Level::Must,
        capability: Capability::Timeout,
        needs: &[],
        requirement: "An acquire that timed out uses up no capacity.",
        why: "Timeouts come in crowds, when a server is slow; a pool that loses a place with each is empty when the server is \
          back (commons-pool POOL-144, tarn 3.0).",
        hints: &[
            "is the place freed on every way out of an acquire, the one at its limit included?",
            "what becomes of a connection that arrives after the limit?",
        ],
        situations: &[Situation::LimitReached],
    },
    owns: &[after(&[Situation::LimitReached], Symptom::CapacityLost)],
    rank: 45,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            if s.waits_when_full() {
                in_the_queue(s, max)?;
            }
            while_connecting(s, max)?;
        }
        Ok(())
    })],
};

/// A crowd, and nobody gives back before its limit.
fn in_the_queue(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    const CROWD: usize = 20;
    open(s, max, LIMITS[0])?;
    s.fill()?;
    let crowd = (0..CROWD).map(|_| s.queue()).collect::<Result<Vec<_>, _>>()?;
    for waiter in crowd {
        s.wait_out(waiter);
    }
    s.expect_capacity("acquires that timed out in the queue")
}

fn while_connecting(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    open(s, max, LIMITS[0])?;
    s.gate(Call::Connect);
    for _ in 0..max {
        let client = s.connecting()?;
        s.wait_out(client);
    }
    s.heal();
    s.expect_capacity("acquires that timed out while their connects hung")
}
