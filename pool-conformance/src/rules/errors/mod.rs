//! When connecting fails, or panics, for a moment or for long.

pub(crate) mod outage;

use std::time::Duration;

use crate::{
    model::{Actor, Behaviour, Call, CallEnd, ConnectErrors, Stop, Verification},
    scenario::Scenario,
    sim::{Conduct, expect_promptness},
    subject::Setup,
};

/// How long an acquire may go on trying, in virtual time: some pools have the limit for each phase of an acquire.
pub(crate) const PATIENCE: Duration = Setup::ACQUIRE_TIMEOUT.saturating_mul(4);

/// Waits with an acquire whose connects fail, if the pool declares to try again until its limit.
pub(crate) fn let_try(s: &mut Scenario<'_, '_>, client: Actor) {
    if retries(s) {
        s.wait_for(client, PATIENCE);
    }
}

pub(crate) fn retries(s: &Scenario<'_, '_>) -> bool {
    s.declaration().connect_errors == ConnectErrors::UntilDeadline
}

pub(crate) fn failed_connects(s: &Scenario<'_, '_>) -> usize {
    s.trace().count(|summary| summary.ends(Call::Connect, CallEnd::Failed))
}

pub(crate) fn open_with(s: &mut Scenario<'_, '_>, max: usize, held: usize) -> Verification {
    s.open(0, max)?;
    s.require_capacity()?;
    s.open(0, max)?;
    (0..held).try_for_each(|_| s.hold().map(drop))
}

/// All but one connection are held, a client connects, others wait behind it, and so many connects fail.
///
/// Whoever is served gives back at once; then everybody is to have had a turn.
pub(crate) fn passes_on(
    s: &mut Scenario<'_, '_>,
    max: usize,
    waiters: usize,
    failures: usize,
    how: Behaviour,
) -> Verification {
    s.open(0, max)?;
    expect_promptness(s);
    for _ in 1..max {
        s.hold()?;
    }
    s.gate(Call::Connect);
    let clients: Vec<Actor> = (0..=waiters).map(|_| s.acquire()).collect();
    let set = s.trace().count(|summary| summary.connecting) > 0
        && clients.iter().all(|client| s.is_pending(*client));
    if !set && max > 1 {
        // A pool may open connections ahead of demand, and then has none to open now.
        return Ok(());
    }
    if !set {
        return Err(Stop::unreached(
            "the check needs a client that connects, and others that wait for its slot",
        ));
    }
    for _ in 0..failures {
        s.finish(Call::Connect, how);
    }
    s.heal();
    take_turns(s, &clients);
    let expected = match how {
        Behaviour::Panic => "a panic in one client's connect passes its slot on to those who wait",
        _ => "one client's failed connect passes its slot on to those who wait",
    };
    clients.iter().try_for_each(|client| {
        Stop::unless(!s.is_pending(*client), expected, format!("{}, with a slot free", s.describe(*client)))
    })
}

/// Lets the clients give back what they get, for as long as the pool declares to try again, but for the last second.
fn take_turns(s: &mut Scenario<'_, '_>, clients: &[Actor]) {
    const SECOND: Duration = Duration::from_secs(1);
    let end = s.trace().elapsed()
        + if retries(s) { Setup::ACQUIRE_TIMEOUT.saturating_sub(SECOND) } else { Duration::ZERO };
    loop {
        for _ in clients {
            for client in clients {
                s.give_back(*client);
            }
        }
        if s.trace().elapsed() >= end
            || s.state().livelocked
            || clients.iter().all(|client| !s.is_pending(*client))
        {
            return;
        }
        s.advance(SECOND);
    }
}
