//! Dropped while it connects.

use std::time::Duration;

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification, after,
    },
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CANC-03",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Dropping an acquire during its connect restores capacity; a connection that still arrives is pooled \
                  or ended.",
        why: "Callers give up just when connecting is slow; each place that is lost then is missing when it works again \
          (deadpool 0.4.0, r2dbc-pool #143).",
        hints: &[
            "is the place that was reserved for the connect freed by a `Drop`, and not only after the await?",
            "what becomes of a connection that arrives when its receiver is gone?",
            "is a waiter told that the place is free again?",
        ],
        situations: &[Situation::Served, Situation::ConnectCancelled],
    },
    owns: &[
        after(&[Situation::ConnectCancelled], Symptom::Stranded),
        after(&[Situation::ConnectCancelled], Symptom::CapacityLost),
    ],
    rank: 30,
    scenario: &[whole(|s| {
        for max in [1, 2] {
            for when in [When::Running, When::Answered, When::Arrived] {
                for outcome in [Behaviour::Succeed, Behaviour::Fail] {
                    dropped(s, max, when, outcome)?;
                    if s.waits_when_full() {
                        dropped_before_a_waiter(s, max, when, outcome)?;
                    }
                }
            }
            all_dropped(s, max)?;
        }
        dropped_between_attempts(s)?;
        (1..=5).try_for_each(|polls| after_polls(s, polls, false).and_then(|()| after_polls(s, polls, true)))
    })],
};

/// How far the connect has come.
#[derive(Clone, Copy)]
enum When {
    Running,
    /// The manager has answered, and nobody has looked.
    Answered,
    /// Background tasks have run since; the acquire has not.
    Arrived,
}

fn dropped(s: &mut Scenario<'_, '_>, max: usize, when: When, outcome: Behaviour) -> Verification {
    let client = connecting(s, max)?;
    drop_while_connecting(s, client, when, outcome);
    capacity_is_back(s)
}

fn dropped_before_a_waiter(
    s: &mut Scenario<'_, '_>,
    max: usize,
    when: When,
    outcome: Behaviour,
) -> Verification {
    let client = connecting(s, max)?;
    let waiter = s.queue()?;
    drop_while_connecting(s, client, when, outcome);
    s.allow_for_retries(waiter);
    let expected =
        format!("{waiter} is served in the place of {client}, which was dropped while it connected");
    match outcome {
        // Its own connect may have been the one that fails.
        Behaviour::Fail => s.expect_settled(waiter, &expected)?,
        _ => s.expect_held(waiter, &expected)?,
    }
    capacity_is_back(s)
}

/// All places but one are taken, and for that one a client connects.
fn connecting(s: &mut Scenario<'_, '_>, max: usize) -> Result<Actor, Stop> {
    s.open_gated(max)?;
    for _ in 1..max {
        s.hold_gated()?;
    }
    s.connecting()
}

/// Drops the acquire; every connect after that succeeds, and this one, if it still runs, as said.
fn drop_while_connecting(s: &mut Scenario<'_, '_>, client: Actor, when: When, outcome: Behaviour) {
    s.perform(Step::Heal);
    if !matches!(when, When::Running) {
        s.perform(Step::Finish(Call::Connect, outcome));
    }
    if matches!(when, When::Arrived) {
        s.perform(Step::Tasks);
    }
    s.cancel(client);
    s.finish_all(Call::Connect, outcome);
}

fn all_dropped(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open_gated(max)?;
    let clients = (0..max).map(|_| s.acquire()).collect::<Vec<_>>();
    for client in clients {
        s.perform(Step::Cancel(client));
    }
    s.perform(Step::Heal);
    s.finish_all(Call::Connect, Behaviour::Succeed);
    capacity_is_back(s)
}

/// Where the pool tries again after a pause, the acquire is dropped in that pause.
fn dropped_between_attempts(s: &mut Scenario<'_, '_>) -> Verification {
    s.open_gated(1)?;
    let client = s.connecting()?;
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
    s.finish(Call::Connect, Behaviour::Fail);
    s.advance(Duration::from_millis(1));
    s.cancel(client);
    s.perform(Step::Heal);
    capacity_is_back(s)
}

/// The manager answers at once, and the acquire is dropped after so many polls if it has not settled by then.
fn after_polls(s: &mut Scenario<'_, '_>, polls: usize, tasks: bool) -> Verification {
    s.open(0, 1)?;
    let client = s.new_client();
    s.perform(Step::Create(client));
    for _ in 0..polls {
        s.perform(Step::Poll(client));
        if tasks {
            s.perform(Step::Tasks);
        }
    }
    s.cancel(client);
    capacity_is_back(s)
}

fn capacity_is_back(s: &mut Scenario<'_, '_>) -> Verification {
    let bounded = s.trace().count(|summary| summary.peak) <= s.max();
    s.expect_reachable("an acquire was dropped while it connected")?;
    let peak = s.trace().count(|summary| summary.peak);
    let expected = "a connection that arrives after its acquire was dropped is pooled or ended";
    let seen =
        format!("it stays open outside the pool: {peak} were open or being opened at once, not {}", s.max());
    Stop::unless(peak <= s.max() || !bounded, expected, seen)
}
