//! What `status` says.

use pool_protocol::Status;

use super::{
    incidents::{Incident, Moment},
    scripts::INCIDENTS,
};
use crate::{
    Capability, CloseMode, Prefill,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, Step, Witness, World},
};

pub(crate) static ACCT_01: Rule = Rule {
    id: "ACCT-01",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "At rest, `size` is `idle` and `in_use` together, and `in_use` is the number of guards held.",
    why: "Capacity is planned, and alarms are raised, by these numbers (deadpool before 0.8.0 counted discarded \
          connections).",
    hints: &[
        "is a counter changed on one way out of an operation, and not on another: error, cancellation, discard?",
        "is a guard counted from when it is handed out, or already while its acquire waits or connects?",
    ],
    witnesses: &[Witness::Served, Witness::Reused, Witness::Released],
    check: |w| at_every_rest(w, adds_up),
};

fn adds_up(w: &mut World<'_>, after: &str) -> Check {
    let status = w.status()?;
    let Status { size, idle, in_use, closed, .. } = status;
    let expected = format!("at rest after {after}, `size` is `idle` and `in_use` together");
    Stop::unless(idle.checked_add(in_use) == Some(size), expected, shown(&status))?;
    let held = w.count(|fold| fold.held);
    // Such a pool has taken the connections back already, and whoever still has a guard has nothing in it.
    let taken_away = closed && w.declaration().close_mode == CloseMode::Abort;
    let expected = format!("at rest after {after}, `in_use` is the number of guards held, {held}");
    Stop::unless(in_use == held || taken_away, expected, shown(&status))
}

/// Goes through every incident, to look whenever the pool is at rest, and once more when all has come back.
pub(super) fn at_every_rest(w: &mut World<'_>, look: fn(&mut World<'_>, &str) -> Check) -> Check {
    for incident in INCIDENTS {
        if !incident.suits(w) {
            continue;
        }
        incident.build(w)?;
        w.init()?;
        let about = incident.about;
        incident.happen(w, &mut |w, moment| match moment {
            Moment::Settled if is_at_rest(w) => look(w, about),
            _ => Ok(()),
        })?;
        bring_all_back(w);
        if is_at_rest(w) {
            look(w, about)?;
        }
    }
    Ok(())
}

/// Whether nothing is under way in a world that has settled.
fn is_at_rest(w: &World<'_>) -> bool {
    w.count(|fold| fold.running) == 0 && !w.actors().any(|actor| w.is_pending(actor))
}

/// Every acquire has its turn, every guard comes back, and who still waits gives up.
pub(super) fn bring_all_back(w: &mut World<'_>) {
    w.heal();
    w.serve_in_turn();
    w.cancel_all();
    w.serve_in_turn();
}

fn shown(status: &Status) -> String {
    let Status { size, idle, in_use, max_size, .. } = status;
    format!("`status` shows size {size}, idle {idle}, in_use {in_use} (max_size {max_size})")
}

pub(crate) static ACCT_02: Rule = Rule {
    id: "ACCT-02",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "Every snapshot, at any moment, is sane: nothing wraps around, `size` is at most `max_size`, and \
                  `idle` and `in_use` are at most `size`.",
    why: "A number that wraps below zero becomes a huge one, and somebody loops over it (sqlx #4289, deadpool #205).",
    hints: &[
        "is one number computed as the difference of two that are read one after the other?",
        "is `in_use` counted before the connect, and `size` only after it?",
    ],
    witnesses: &[Witness::Served, Witness::Reused],
    check: |w| at_every_moment(w, is_sane),
};

fn is_sane(w: &mut World<'_>) -> Check {
    let status = w.status()?;
    let max = w.max();
    let sane = status.size <= max && status.idle <= status.size && status.in_use <= status.size;
    let expected = format!("at any moment size <= {max}, the `max_size`, idle <= size and in_use <= size");
    Stop::unless(sane, expected, shown(&status))
}

pub(crate) static ACCT_06: Rule = Rule {
    id: "ACCT-06",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "`status` can be called at any time (before `init`, during connects, during and after `close`), never \
                  waits for the manager, and reports the configured limits.",
    why: "Metrics are read by a timer that knows nothing of the pool's state, most of all when the server is stuck.",
    hints: &[
        "is a lock that `status` takes held across a call of the manager?",
        "does `status` assume that `init` has run, or that the pool is open?",
        "are the limits kept apart from what `close` sets to zero?",
    ],
    witnesses: &[Witness::Served, Witness::Reused],
    check: |w| at_every_moment(w, reports_limits),
};

fn reports_limits(w: &mut World<'_>) -> Check {
    let status = w.status()?;
    let (min, max) = (w.setup().min_size, w.max());
    let seen = format!("`status` shows max_size {} and min_size {}", status.max_size, status.min_size);
    Stop::unless(status.max_size == max, format!("`status` shows the configured `max_size`, {max}"), &seen)?;
    let no_prefill = w.declaration().prefill == Prefill::None && status.min_size == 0;
    let expected = format!("`status` shows the configured `min_size`, {min}");
    Stop::unless(status.min_size == min || no_prefill, expected, seen)
}

/// Goes through every incident, to look before `init` and after every step: with a manager that answers, and with one
/// of which every call hangs until the next step has been made.
fn at_every_moment(w: &mut World<'_>, look: fn(&mut World<'_>) -> Check) -> Check {
    for incident in INCIDENTS {
        if !incident.suits(w) {
            continue;
        }
        incident.build(w)?;
        look(w)?;
        w.init()?;
        incident.happen(w, &mut |w, _| look(w))?;
        behind_gates(w, incident, look)?;
    }
    Ok(())
}

const ASYNC: [Call; 3] = [Call::Connect, Call::Check, Call::Disconnect];

fn behind_gates(w: &mut World<'_>, incident: &Incident, look: fn(&mut World<'_>) -> Check) -> Check {
    incident.build(w)?;
    for call in ASYNC {
        w.gate(call);
    }
    w.start(Actor::Init(0));
    look(w)?;
    while w.gated(Call::Connect) > 0 && w.is_pending(Actor::Init(0)) {
        w.finish(Call::Connect, Behaviour::Succeed);
        look(w)?;
    }
    incident.happen(w, &mut |w, _| {
        look(w)?;
        for call in ASYNC {
            w.perform(Step::Finish(call, Behaviour::Succeed));
        }
        look(w)
    })
}
