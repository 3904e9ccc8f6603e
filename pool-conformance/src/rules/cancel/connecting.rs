//! Dropped while it connects.

use std::time::Duration;

use crate::{
    Capability,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, Step, Witness, World},
};

pub(crate) static CANC_03: Rule = Rule {
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
    witnesses: &[Witness::Served, Witness::ConnectCancelled],
    check: |w| {
        for max in [1, 2] {
            for when in [When::Running, When::Answered, When::Arrived] {
                for outcome in [Behaviour::Succeed, Behaviour::Fail] {
                    dropped(w, max, when, outcome)?;
                    if w.waits_when_full() {
                        dropped_before_a_waiter(w, max, when, outcome)?;
                    }
                }
            }
            all_dropped(w, max)?;
        }
        dropped_between_attempts(w)?;
        (1..=5).try_for_each(|polls| after_polls(w, polls, false).and(after_polls(w, polls, true)))
    },
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

fn dropped(w: &mut World<'_>, max: usize, when: When, outcome: Behaviour) -> Check {
    let client = connecting(w, max)?;
    drop_while_connecting(w, client, when, outcome);
    capacity_is_back(w)
}

fn dropped_before_a_waiter(w: &mut World<'_>, max: usize, when: When, outcome: Behaviour) -> Check {
    let client = connecting(w, max)?;
    let waiter = w.queue()?;
    drop_while_connecting(w, client, when, outcome);
    w.allow_for_retries(waiter);
    let expected =
        format!("{waiter} is served in the place of {client}, which was dropped while it connected");
    match outcome {
        // Its own connect may have been the one that fails.
        Behaviour::Fail => w.expect_settled(waiter, &expected)?,
        _ => w.expect_held(waiter, &expected)?,
    }
    capacity_is_back(w)
}

/// All places but one are taken, and for that one a client connects.
fn connecting(w: &mut World<'_>, max: usize) -> Result<Actor, Stop> {
    w.open_gated(max)?;
    for _ in 1..max {
        w.hold_gated()?;
    }
    w.connecting()
}

/// Drops the acquire; every connect after that succeeds, and this one, if it still runs, as said.
fn drop_while_connecting(w: &mut World<'_>, client: Actor, when: When, outcome: Behaviour) {
    w.perform(Step::Heal);
    if !matches!(when, When::Running) {
        w.perform(Step::Finish(Call::Connect, outcome));
    }
    if matches!(when, When::Arrived) {
        w.perform(Step::Tasks);
    }
    w.cancel(client);
    w.finish_all(Call::Connect, outcome);
}

fn all_dropped(w: &mut World<'_>, max: usize) -> Check {
    w.open_gated(max)?;
    let clients = (0..max).map(|_| w.acquire()).collect::<Vec<_>>();
    for client in clients {
        w.perform(Step::Cancel(client));
    }
    w.perform(Step::Heal);
    w.finish_all(Call::Connect, Behaviour::Succeed);
    capacity_is_back(w)
}

/// Where the pool tries again after a pause, the acquire is dropped in that pause.
fn dropped_between_attempts(w: &mut World<'_>) -> Check {
    w.open_gated(1)?;
    let client = w.connecting()?;
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
    w.finish(Call::Connect, Behaviour::Fail);
    w.advance(Duration::from_millis(1));
    w.cancel(client);
    w.perform(Step::Heal);
    capacity_is_back(w)
}

/// The manager answers at once, and the acquire is dropped after so many polls if it has not settled by then.
fn after_polls(w: &mut World<'_>, polls: usize, tasks: bool) -> Check {
    w.open(0, 1)?;
    let client = w.new_client();
    w.perform(Step::Create(client));
    for _ in 0..polls {
        w.perform(Step::Poll(client));
        if tasks {
            w.perform(Step::Tasks);
        }
    }
    w.cancel(client);
    capacity_is_back(w)
}

fn capacity_is_back(w: &mut World<'_>) -> Check {
    let bounded = w.count(|fold| fold.peak) <= w.max();
    w.expect_reachable("an acquire was dropped while it connected")?;
    let peak = w.count(|fold| fold.peak);
    let expected = "a connection that arrives after its acquire was dropped is pooled or ended";
    let seen =
        format!("it stays open outside the pool: {peak} were open or being opened at once, not {}", w.max());
    Stop::unless(peak <= w.max() || !bounded, expected, seen)
}
