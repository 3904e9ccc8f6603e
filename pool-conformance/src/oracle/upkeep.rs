//! What holds of a pool that keeps `min_size` connections open.

use super::{Finding, Holds};
use crate::{
    model::{Call, CallEnd, Capability, ConnId, Entry, Event, Settled, Step, Symptom, VirtualDuration},
    sim::{Conduct, Sim},
};

/// How much later than its period the upkeep may be done.
const SLACK: VirtualDuration = VirtualDuration::secs(1);

/// Whether the pool has to keep a least size by now.
fn keeps_up(sim: &Sim<'_>) -> bool {
    sim.pool().setup().min_size > 0
        && sim.declaration().claims(Capability::MaintainMin)
        && sim.tasks().is_initialised()
        && !sim.trace().close_began()
}

/// No fewer than `min_size` are open for longer than the pool says, and being idle is no reason to end one of the last.
pub(super) fn minimum_is_kept(sim: &Sim<'_>) -> Holds {
    if sim.trace().now() == VirtualDuration::ZERO || !keeps_up(sim) {
        return Ok(());
    }
    nothing_was_reaped_below(sim)?;
    is_restored(sim)
}

/// Gives the pool the time that it says it needs, if too few connections are open.
pub(super) fn minimum_is_restored(sim: &mut Sim<'_>) -> Holds {
    if !keeps_up(sim) || sim.trace().live() >= sim.pool().setup().min_size {
        return Ok(());
    }
    let period = sim.declaration().upkeep_period;
    sim.advance(period + 2 * SLACK.duration());
    super::check_invariants(sim)
}

fn is_restored(sim: &Sim<'_>) -> Holds {
    let (live, min) = (sim.trace().live(), sim.pool().setup().min_size);
    if live >= min || sim.trace().summary().running > 0 || sim.pool().manager().is_disturbed() {
        return Ok(());
    }
    let latest = sim.trace().entries().iter().rev().find(|entry| matters(&entry.event));
    let since = latest.map_or(VirtualDuration::ZERO, |entry| entry.at).duration();
    let waited = sim.trace().elapsed().saturating_sub(since);
    if waited <= sim.declaration().upkeep_period + SLACK.duration() {
        return Ok(());
    }
    let expected = "what is lost below `min_size` is replaced within the period of the upkeep";
    let seen = format!("{live} are open, with `min_size` {min}, and have been for {waited:?}");
    Err(Finding::of(sim, Symptom::BelowMinimum, expected, seen))
}

/// Whether the upkeep may have to begin anew after this.
fn matters(event: &Event) -> bool {
    match event {
        Event::Ended(..) | Event::Step(Step::Heal) => true,
        Event::Called { kind, .. } => matches!(kind, Call::Connect | Call::Disconnect),
        Event::Returned { kind, end, .. } => *kind == Call::Connect && *end != CallEnd::Succeeded,
        Event::Settled(_, settled) => *settled == Settled::Done,
        _ => false,
    }
}

/// While time passed and nobody asked for anything, none of the last `min_size` healthy connections was ended for lying
/// idle. Where connections grow old, too, that may have been the reason.
fn nothing_was_reaped_below(sim: &Sim<'_>) -> Holds {
    let setup = sim.pool().setup();
    if setup.idle_timeout.is_none() || setup.max_lifetime.is_some() {
        return Ok(());
    }
    let entries = sim.trace().entries();
    let Some(step) = entries.iter().rposition(|entry| matches!(entry.event, Event::Step(_))) else {
        return Ok(());
    };
    let since = &entries[step + 1..];
    let passes = matches!(entries[step].event, Event::Step(Step::Advance(_) | Step::Pass(_) | Step::Leap));
    let alone = sim.tasks().acquiring().next().is_none();
    let asked = |entry: &Entry| matches!(entry.event, Event::Held(..) | Event::Settled(..));
    if !passes || !alone || since.iter().any(asked) {
        return Ok(());
    }
    match reaped_below(sim, since, setup.min_size) {
        None => Ok(()),
        Some((id, left)) => {
            let expected = "idle connections are not ended below `min_size`";
            let seen = format!(
                "{id} was ended while idle, and {left} were left, with `min_size` {}",
                setup.min_size
            );
            Err(Finding::of(sim, Symptom::ReapedBelowMinimum, expected, seen))
        }
    }
}

/// The healthy connection whose end left fewer than that, and how many it left.
fn reaped_below(sim: &Sim<'_>, since: &[Entry], min: usize) -> Option<(ConnId, usize)> {
    let summary = sim.trace().summary();
    let mut live = summary.live;
    let failed = |id: ConnId| {
        let of = |conn: Option<ConnId>, end| conn == Some(id) && end != CallEnd::Succeeded;
        let entries = sim.trace().entries().iter();
        entries
            .into_iter()
            .any(|entry| matches!(entry.event, Event::Returned { conn, end, .. } if of(conn, end)))
    };
    for entry in since.iter().rev() {
        let ended = match entry.event {
            Event::Opened(_) => {
                live -= 1;
                None
            }
            Event::Called { kind: Call::Disconnect, conn, .. } => conn,
            Event::Ended(id, _) if summary.conn(id).disconnects == 0 => Some(id),
            _ => None,
        };
        let Some(id) = ended else { continue };
        if live < min && !summary.conn(id).broken && !failed(id) {
            return Some((id, live));
        }
        live += 1;
    }
    None
}
