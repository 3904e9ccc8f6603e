//! What became of every connection.

use std::time::Duration;

use super::{
    incidents::Incident,
    scripts::INCIDENTS,
    status::{at_every_rest, bring_all_back},
};
use crate::{
    Capability, CloseMode,
    ledger::Life,
    rule::{Check, Level, Rule, Stop},
    world::{Step, Witness, World},
};

/// How long, in virtual time, a pool may take to wind down.
const WIND_DOWN: Duration = Duration::from_mins(1);

pub(crate) static ACCT_03: Rule = Rule {
    id: "ACCT-03",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "At rest, the connections opened less those ended are `size`: nothing leaks and nothing is forgotten.",
    why: "A connection that is open and not counted is lost to the pool and still costs the server; one that is \
          counted and not open blocks a slot.",
    hints: &[
        "does a path that discards a connection, or loses it in a cancellation, correct the count?",
        "is a connection counted that was handed to nobody and kept nowhere?",
    ],
    witnesses: &[Witness::Served, Witness::Reused],
    check: |w| at_every_rest(w, nothing_is_forgotten),
};

fn nothing_is_forgotten(w: &mut World<'_>, after: &str) -> Check {
    let size = w.status()?.size;
    let (opened, ended) = w.count(|fold| (fold.opened, fold.ended));
    let expected = format!("at rest after {after}, `size` is what has been opened and not ended");
    let seen =
        format!("{opened} were opened and {ended} ended, which leaves {}; `size` is {size}", opened - ended);
    Stop::unless(size == opened - ended, expected, seen)
}

pub(crate) static ACCT_04: Rule = Rule {
    id: "ACCT-04",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "At the end of the pool's life (closed and no guard left, or the last handle and guard dropped), each \
                  opened connection has been ended exactly once.",
    why: "What is never ended leaks; what is ended twice may hit a descriptor that is somebody else's by then \
          (HikariCP 6.0.0, commons-pool POOL-231).",
    hints: &[
        "does a guard that comes home to a closed or dropped pool end its connection?",
        "do `close` and the drop of the last handle both end what they find?",
        "does a connection that arrives late, in a task, find nobody to end it?",
    ],
    witnesses: &[Witness::Served, Witness::HandleDropped],
    check: |w| {
        for incident in INCIDENTS {
            for end in [close_when_all_is_back, close_with_guards_out, drop_the_handle] {
                if !incident.suits(w) {
                    continue;
                }
                incident.build(w)?;
                w.init()?;
                incident.happen(w, &mut |_, _| Ok(()))?;
                end(w);
                each_ended_once(w, incident.about)?;
            }
        }
        Ok(())
    },
};

fn close_when_all_is_back(w: &mut World<'_>) {
    bring_all_back(w);
    end_by_close(w);
}

fn close_with_guards_out(w: &mut World<'_>) {
    for _ in 0..w.max() {
        w.acquire();
    }
    end_by_close(w);
    bring_all_back(w);
}

fn end_by_close(w: &mut World<'_>) {
    if w.declaration().close_mode == CloseMode::Unsupported {
        end_by_drop(w);
    } else if !w.close_began() {
        w.begin_close();
    }
}

fn drop_the_handle(w: &mut World<'_>) {
    w.acquire();
    end_by_drop(w);
    bring_all_back(w);
}

/// What is still under way keeps the pool alive, so it is given up as well.
fn end_by_drop(w: &mut World<'_>) {
    w.perform(Step::DropHandle);
    w.cancel_all();
    w.settle();
}

fn each_ended_once(w: &mut World<'_>, after: &str) -> Check {
    if w.count(|fold| fold.opened > fold.ended) {
        w.advance(WIND_DOWN);
    }
    w.expect_ended_once()?;
    let left = w.count(|fold| {
        let left = fold.conns().filter(|(_, conn)| !matches!(conn.life, Life::Ended(_)));
        left.map(|(id, _)| id.to_string()).collect::<Vec<_>>()
    });
    let end =
        if w.has_handle() { "the pool is closed and no guard is left" } else { "the last handle is gone" };
    let expected = format!("after {after}, once {end}, every connection has been ended");
    Stop::unless(left.is_empty(), expected, format!("never ended: {}", left.join(", ")))
}

pub(crate) static ACCT_05: Rule = Rule {
    id: "ACCT-05",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "No connection is ended while held, none is handed out after it began to end, and the manager is \
                  never called with one that has ended.",
    why: "A request fails in the middle for a connection that its own pool has cut (reactor-pool, Npgsql #3247).",
    hints: &[
        "does a reaper or `close` look at connections that are in use?",
        "is a connection taken out of the idle list, under the lock, before its end begins?",
    ],
    witnesses: &[Witness::Served, Witness::Reused],
    check: |w| {
        let aborts = w.declaration().close_mode == CloseMode::Abort;
        for incident in INCIDENTS.iter().filter(|incident| !aborts || !incident.closes()) {
            if incident.suits(w) {
                none_used_after_end(w, incident, drop_the_handle)?;
                none_used_after_end(
                    w,
                    incident,
                    if aborts { drop_the_handle } else { close_with_guards_out },
                )?;
            }
        }
        Ok(())
    },
};

fn none_used_after_end(w: &mut World<'_>, incident: &Incident, end: fn(&mut World<'_>)) -> Check {
    incident.build(w)?;
    w.init()?;
    incident.happen(w, &mut |w, _| kept_apart(w, incident.about))?;
    end(w);
    kept_apart(w, incident.about)
}

fn kept_apart(w: &World<'_>, about: &str) -> Check {
    let Some(id) = w.count(|fold| fold.used_after_end) else { return Ok(()) };
    let expected = format!("in the course of {about}, no connection is used once its end has begun");
    Err(Stop::broken(
        expected,
        format!("{id} was ended while held, or handed out or used after its end had begun"),
    ))
}
