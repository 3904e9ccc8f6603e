//! What need not be gone through because it differs from another schedule only in the order of steps that have nothing to do
//! with each other.
//!
//! A pool is opaque: any two steps that call it may depend on each other, and their orders are all gone through. Three kinds
//! of steps do not call it, and the pool learns of them by something that follows. That *a call finishes* it learns when the
//! waiting future, or task, is polled; that *a held connection has broken* it can see when it comes back. Both are one move
//! together with what tells the pool ([`Transition`](super::transitions::Transition)). That *an idle connection has broken* it sees when
//! it next looks at that connection, and nobody can say beforehand which step that is: so a break is gone through at the last
//! moment before it makes a difference, and a schedule in which it came earlier is left as soon as that is known.

use crate::{
    model::{ConnId, Entry, Event, Step},
    sim::Sim,
};

/// Whether an idle connection was broken, steps have been made since, and the break could as well follow them.
pub(crate) fn breaks_too_early(sim: &Sim<'_>) -> bool {
    let Some((nth, id, since)) = last_idle_break(sim.trace().entries()) else { return false };
    let steps = since.iter().filter(|entry| matches!(entry.event, Event::Step(_))).count();
    steps > 0
        && sim.trace().summary().idle().nth(nth) == Some(id)
        && !since.iter().any(|entry| minds(&entry.event, id))
}

/// Which idle connection was broken last, and as which, if nothing has minded it so far: only then can it be too early later.
pub(crate) fn unminded_break(sim: &Sim<'_>) -> Option<(usize, ConnId)> {
    let (nth, id, since) = last_idle_break(sim.trace().entries())?;
    (!since.iter().any(|entry| minds(&entry.event, id))).then_some((nth, id))
}

/// Which of the idle connections was broken last, and what has happened since.
fn last_idle_break(entries: &[Entry]) -> Option<(usize, ConnId, &[Entry])> {
    let (at, nth) = entries.iter().enumerate().rev().find_map(|(at, entry)| match entry.event {
        Event::Step(Step::BreakIdle) => Some((at, 0)),
        Event::Step(Step::BreakSecondIdle) => Some((at, 1)),
        _ => None,
    })?;
    let since = &entries[at + 1..];
    let broke = since.iter().position(|entry| matches!(entry.event, Event::Broke(_)))?;
    match since[broke].event {
        Event::Broke(id) => Some((nth, id, &since[broke + 1..])),
        _ => None,
    }
}

/// Whether it may matter to this whether the connection has broken by now: the pool looks at it or transitions it, or somebody
/// begins to ask, who is to be given nothing that had broken by then.
fn minds(event: &Event, id: ConnId) -> bool {
    match *event {
        Event::Called { conn, .. } => conn == Some(id),
        Event::Held(_, conn) | Event::Unheld(_, conn) | Event::Ended(conn, _) | Event::Detached(conn) => {
            conn == id
        }
        Event::Step(Step::Start(_) | Step::TryAcquire(_) | Step::Pass(_) | Step::Advance(_) | Step::Leap) => {
            true
        }
        _ => false,
    }
}
