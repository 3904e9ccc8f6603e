//! What `close` does to what it finds.

use std::collections::BTreeSet;

use crate::{
    Capability, CloseMode,
    ledger::{Call, ConnId, Event},
    probe::Behaviour,
    rule::{Check, Level, Need, Rule, Stop},
    world::{Actor, ErrorKind, Settled, Step, Witness, World},
};

pub(crate) static LIFE_08: Rule = Rule {
    id: "LIFE-08",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Closing],
    requirement: "When `close` completes, every connection that was idle has been ended.",
    why: "A caller exits when `close` returns; what is still open then is cut off, and the server sees an abort.",
    hints: &[
        "does `close` await each `disconnect`, or leave that to a task?",
        "are connections that came back during `close` ended too?",
    ],
    witnesses: &[Witness::Served, Witness::Closed, Witness::ClosedWithIdle],
    check: |w| {
        for (gated, max) in [(false, 1), (true, 1), (true, 3)] {
            w.open(0, max)?;
            w.fill()?;
            w.give_back_all();
            if gated {
                w.gate(Call::Disconnect);
            }
            let close = w.begin_close();
            for _ in 0..max {
                w.finish(Call::Disconnect, Behaviour::Succeed);
            }
            w.expect_settled(close, "`close` completes once every connection has been ended")?;
            let open = open_when_settled(w, close);
            let seen = format!("{} had not been ended yet", list(&open));
            Stop::unless(
                open.is_empty(),
                "when `close` completes, all idle connections have been ended",
                seen,
            )?;
        }
        Ok(())
    },
};

/// The connections that nobody held and that had not been ended when the actor settled.
fn open_when_settled(w: &World<'_>, actor: Actor) -> BTreeSet<ConnId> {
    let mut open = BTreeSet::new();
    let mut held = BTreeSet::new();
    for entry in w.entries() {
        match entry.event {
            Event::Opened(id) => drop(open.insert(id)),
            Event::Ended(id, _) => drop(open.remove(&id)),
            Event::Held(_, id) => drop(held.insert(id)),
            Event::Unheld(_, id) => drop(held.remove(&id)),
            Event::Settled(who, _) if who == actor => break,
            _ => {}
        }
    }
    open.difference(&held).copied().collect()
}

fn list(ids: &BTreeSet<ConnId>) -> String {
    let ids: Vec<String> = ids.iter().map(ConnId::to_string).collect();
    ids.join(", ")
}

pub(crate) static LIFE_09: Rule = Rule {
    id: "LIFE-09",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Closing],
    requirement: "A connection in use when `close` starts is never handed to anyone else and is ended when released; \
                  unless the pool declares that it aborts, it stays usable until then.",
    why: "A guard that outlives `close` must neither lose its connection under its hands nor park it in a dead pool.",
    hints: &[
        "does the guard's drop look at the closed flag, under the same lock that `close` sets it with?",
        "does the awaited `release` take the same way as the drop?",
    ],
    witnesses: &[Witness::Served, Witness::ClosedWithHeld],
    check: |w| {
        for max in [1, 2] {
            for explicit in [false, true] {
                released_after_close(w, max, explicit)?;
            }
        }
        Ok(())
    },
};

fn released_after_close(w: &mut World<'_>, max: usize, explicit: bool) -> Check {
    w.open(0, max)?;
    let holders = w.fill()?;
    let close = w.begin_close();
    for holder in holders {
        let id = w.holds(holder).ok_or_else(|| Stop::unreached("a guard that outlives `close`"))?;
        let aborts = w.declaration().close_mode == CloseMode::Abort;
        let expected = format!("{id} stays open for as long as {holder} holds it");
        Stop::unless(aborts || !w.is_ended(id), expected, format!("{id} was ended under {holder}'s hands"))?;
        w.perform(if explicit { Step::Release(holder) } else { Step::Drop(holder) });
        w.settle();
        let how = if explicit { "released" } else { "dropped" };
        let expected = format!("{id} is ended when its guard is {how} after `close`");
        Stop::unless(w.is_ended(id), expected, format!("{id} is open, and idle in a closed pool"))?;
    }
    w.expect_settled(close, "`close` completes once the last guard is back")?;
    let size = w.status()?.size;
    Stop::unless(
        size == 0,
        "a closed pool whose guards are all back has size 0",
        format!("its size is {size}"),
    )
}

pub(crate) static LIFE_10: Rule = Rule {
    id: "LIFE-10",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Closing, Need::Waiting],
    requirement: "Every acquire that is queued when `close` starts settles no later than `close` completes, without \
                  waiting for its own timeout; the result is Closed or a working connection.",
    why: "A waiter that nobody will ever serve hangs its task, and the shutdown with it.",
    hints: &[
        "does `close` wake every waiter, or only one?",
        "does a woken waiter look at the closed flag before it goes back to sleep?",
    ],
    witnesses: &[Witness::Waited, Witness::ClosedWithWaiter],
    check: |w| {
        for (max, waiters) in [(1, 1), (1, 3), (2, 3)] {
            w.open(0, max)?;
            w.fill()?;
            let queued = (0..waiters).map(|_| w.queue()).collect::<Result<Vec<_>, _>>()?;
            let close = w.begin_close();
            drain(w, close);
            for waiter in queued {
                settled_by_close(w, waiter)?;
            }
        }
        Ok(())
    },
};

/// Gives every guard back, those of waiters that are still served included, until `close` has settled.
fn drain(w: &mut World<'_>, close: Actor) {
    for _ in 0..8 {
        if !w.is_pending(close) {
            return;
        }
        w.give_back_all();
    }
}

fn settled_by_close(w: &World<'_>, waiter: Actor) -> Check {
    let expected = "a queued acquire settles, with Closed or a connection, by the time `close` has completed";
    w.expect_settled(waiter, expected)?;
    match w.error_of(waiter) {
        None | Some(ErrorKind::Closed) => Ok(()),
        Some(_) => Err(Stop::broken(expected, w.describe(waiter))),
    }
}

pub(crate) static LIFE_12: Rule = Rule {
    id: "LIFE-12",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Closing],
    requirement: "A connection whose `connect` was in flight when `close` started is not leaked: the attempt is \
                  cancelled or its result is ended; the acquire that asked for it settles.",
    why: "The classic shutdown leak: the connection arrives when nobody looks any more.",
    hints: &[
        "is the closed flag looked at again after the `connect` has been awaited?",
        "what becomes of a connection that a background task opened while the pool was closed?",
    ],
    witnesses: &[Witness::Closed, Witness::ClosedConnecting],
    check: |w| {
        for (max, how) in [(1, Behaviour::Succeed), (2, Behaviour::Succeed), (1, Behaviour::Fail)] {
            w.open(0, max)?;
            if max > 1 {
                w.leave_idle()?;
                w.hold()?;
            }
            w.gate(Call::Connect);
            let client = w.acquire();
            connect_after_close(w, client, how)?;
        }
        Ok(())
    },
};

fn connect_after_close(w: &mut World<'_>, client: Actor, how: Behaviour) -> Check {
    let close = w.begin_close();
    w.finish(Call::Connect, how);
    w.expect_settled(client, "an acquire in mid-connect settles once its connect has, closed or not")?;
    w.give_back_all();
    let expected = "`close` completes once the connect in flight has finished and all guards are back";
    w.expect_settled(close, expected)?;
    w.expect_all_ended("once `close` has completed and the connect in flight has finished")
}

pub(crate) static LIFE_15: Rule = Rule {
    id: "LIFE-15",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Closing],
    requirement: "A `disconnect` that fails for one connection neither stops the others from being ended nor keeps \
                  `close` from completing.",
    why: "One broken socket must not leave the rest of the pool open at shutdown.",
    hints: &["does `close` return early, with `?`, when a `disconnect` fails?"],
    witnesses: &[Witness::Served, Witness::ClosedWithIdle],
    check: |w| {
        for (max, failing) in [(1, 0), (2, 0), (2, 1), (5, 1), (5, 4)] {
            w.open(0, max)?;
            w.fill()?;
            w.give_back_all();
            for _ in 0..failing {
                w.perform(Step::Next(Call::Disconnect, Behaviour::Succeed));
            }
            w.perform(Step::Next(Call::Disconnect, Behaviour::Fail));
            closes_all_the_same(w)?;
        }
        Ok(())
    },
};

fn closes_all_the_same(w: &mut World<'_>) -> Check {
    let close = w.begin_close();
    w.expect_settled(close, "`close` completes although one `disconnect` fails")?;
    w.expect_all_ended("although one `disconnect` failed")?;
    let disconnects: u32 = w.count(|fold| fold.conns().map(|(_, conn)| conn.disconnects).sum());
    if disconnects == 0 && w.settled(close) == Some(&Settled::Done) {
        return Err(Stop::Vacuous(
            "the pool ends connections by dropping them, never by `disconnect`".to_owned(),
        ));
    }
    Ok(())
}
