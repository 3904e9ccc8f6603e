//! What holds after every step.

use pool_protocol::Status;

use super::{
    Finding, Holds,
    counters::counters_hold,
    extensions::{bound_is_lowered, bound_makes_sense, discarded_is_ended, extensions_hold},
    failures::expected_failure,
    limits::nobody_is_overdue,
    promises::{note_status_order, promises_hold},
    quiescence::{holds_at_rest, may_have_taken_away},
    upkeep::minimum_is_kept,
};
use crate::{
    model::{Actor, Capability, Entrant, Event, PROBE_PANIC, Settled, Symptom, is_about_blocking},
    sim::{Overlap, Sim},
    trace::Summary,
};

/// Looks at everything that holds at any moment.
pub(crate) fn check_invariants(sim: &mut Sim<'_>) -> Holds {
    if !sim.take_news() {
        return Ok(());
    }
    if sim.state().overlap != Overlap::None {
        return holds_after_overlap(sim);
    }
    trace_holds(sim)?;
    nothing_broken_is_lent(sim)?;
    nothing_known_to_be_unfit_is_lent(sim)?;
    extensions_hold(sim)?;
    while let Some((actor, settled)) = sim.take_fresh() {
        expected_end(sim, actor, &settled)?;
    }
    nobody_is_overdue(sim)?;
    minimum_is_kept(sim)?;
    promises_hold(sim)?;
    discarded_is_ended(sim)?;
    bound_is_lowered(sim)?;
    let shown = shows_sane_status(sim)?;
    if shown {
        note_status_order(sim);
    }
    holds_at_rest(sim, shown)?;
    counters_hold(sim, shown)
}

/// Looks at what holds even where two steps were at work at once. Which of the two came first, and what one of them could have known of
/// the other, cannot be said then: nothing is asked of orders, of errors and of who had to be served first.
fn holds_after_overlap(sim: &mut Sim<'_>) -> Holds {
    trace_holds(sim)?;
    while let Some((actor, settled)) = sim.take_fresh() {
        if !matches!(settled, Settled::Failed(_)) {
            expected_end(sim, actor, &settled)?;
        }
    }
    let shown = shows_sane_status(sim)?;
    holds_at_rest(sim, shown)
}

fn trace_holds(sim: &Sim<'_>) -> Holds {
    let summary = sim.trace().summary();
    nothing_is_shared(summary)?;
    if let Some(id) = summary.used_after_end.filter(|_| !may_have_taken_away(sim)) {
        let seen = format!("{id} was ended while held, or held after its end had begun");
        let expected = "no connection is ended while held, or held after its end";
        return Err(Finding::new(Symptom::UsedAfterEnd, expected, seen));
    }
    if let Some((open, max)) = sim.trace().bound().exceeded {
        return Err(bound_exceeded(open, max));
    }
    no_reentry_panicked(sim)?;
    let expected = "the work done inside one poll is bounded";
    Finding::unless(!summary.endless_poll, Symptom::EndlessPoll, expected, || {
        "one poll made more than a thousand calls of the manager".to_owned()
    })
}

pub(crate) fn nothing_is_shared(summary: &Summary) -> Holds {
    if let Some(id) = summary.called_at_once {
        let seen = format!("the manager was called for {id} while another call for it ran");
        return Err(Finding::new(Symptom::Shared, "a connection is used by one at a time", seen));
    }
    let Some((id, first, second)) = summary.shared else { return Ok(()) };
    let seen = format!("{second} was given {id}, which {first} holds");
    Err(Finding::new(Symptom::Shared, "a connection is held by at most one guard", seen))
}

pub(crate) fn bound_is_kept(summary: &Summary, max: usize) -> Holds {
    if summary.peak <= max { Ok(()) } else { Err(bound_exceeded(summary.peak, max)) }
}

fn bound_exceeded(open: usize, max: usize) -> Finding {
    let expected = "open connections and running connects never exceed `max_size`";
    Finding::new(Symptom::BoundExceeded, expected, format!("{open} at once, with `max_size` {max}"))
}

/// Code that the pool calls may call the pool.
fn no_reentry_panicked(sim: &Sim<'_>) -> Holds {
    let Some(text) = &sim.trace().summary().panicked_reentry else { return Ok(()) };
    let by_call = sim.trace().entries().iter().rev().find_map(|entry| match entry.event {
        Event::Reenters(who, _) => Some(matches!(who, Entrant::Call(_))),
        _ => None,
    });
    let symptom =
        if by_call == Some(true) { Symptom::CallReentryPanicked } else { Symptom::WakerReentryPanicked };
    let seen = format!("the pool, called by it, panicked: {text}");
    Err(Finding::new(symptom, "code that the pool calls may call the pool", seen))
}

/// With checks on, no client is given a connection that had broken before that client asked: one that breaks later may
/// have passed its check already.
fn nothing_broken_is_lent(sim: &Sim<'_>) -> Holds {
    let checks = sim.pool().setup().validate_on_acquire && sim.declaration().claims(Capability::HealthBorrow);
    if !checks {
        return Ok(());
    }
    if let Some((id, actor)) = sim.trace().summary().lent_unfit {
        let expected = "an idle connection of which the check fails is ended and never handed out";
        let seen = format!("{actor} was given {id}, of which the last check had failed");
        return Err(Finding::new(Symptom::LentUnfit, expected, seen));
    }
    if !sim.trace().summary().lent_broken {
        return Ok(());
    }
    let expected = "with `validate_on_acquire`, an idle connection is checked before it is handed out";
    match sim.trace().lent_broken(sim.declaration().check_bypass) {
        Some((id, actor)) => {
            let seen = format!("{actor} was given {id}, which had broken before {actor} asked");
            Err(Finding::new(Symptom::LentBroken, expected, seen))
        }
        None => Ok(()),
    }
}

/// What is known to be of no use, or of no use to another, is not lent again, as far as the pool claims that it looks.
fn nothing_known_to_be_unfit_is_lent(sim: &Sim<'_>) -> Holds {
    let summary = sim.trace().summary();
    let lent = [
        (
            summary.lent_known_broken,
            (Capability::HealthRelease, Symptom::LentKnownBroken),
            "a connection that has broken by the time it comes back is never handed out again",
        ),
        (
            summary.lent_used,
            (Capability::Reset, Symptom::SessionShared),
            "a connection is reset between any two holders",
        ),
        (
            summary.lent_unsound,
            (Capability::Reset, Symptom::LentHalfReset),
            "a connection of which the reset failed, or was dropped, is never handed out again",
        ),
    ];
    for (lent, (capability, symptom), expected) in lent {
        match lent {
            Some((id, actor)) if sim.declaration().claims(capability) => {
                return Err(Finding::new(symptom, expected, format!("{actor} was given {id}")));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Asks the pool for its status, which is to be sane; whether it was asked.
pub(crate) fn shows_sane_status(sim: &mut Sim<'_>) -> Result<bool, Finding> {
    if !sim.pool().has_handle() || sim.ignores_status() {
        return Ok(false);
    }
    if let Err(stop) = sim.ask_for_status() {
        let expected = "`status` can be called at any time";
        return Err(panicked(Symptom::StatusPanicked, expected, &stop.to_string(), "`status` panicked"));
    }
    is_sane(sim.shown(), sim.trace().bound().allowed())?;
    if sim.declaration().claims(Capability::Snapshot) {
        adds_up(sim.shown(), sim.trace().summary().connecting)?;
    }
    Ok(true)
}

pub(crate) fn is_sane(status: &Status, max: usize) -> Holds {
    const EXPECTED: &str = "every status has size <= max_size, idle <= size and in_use <= size";
    let Status { size, idle, in_use, .. } = *status;
    let sane = size <= max && idle <= size && in_use <= size;
    Finding::unless(sane, Symptom::StatusInsane, EXPECTED, || {
        format!("size {size}, idle {idle}, in_use {in_use}, max_size {max}")
    })
}

/// What is neither idle nor in use is being opened.
fn adds_up(status: &Status, connecting: usize) -> Holds {
    let Status { size, idle, in_use, .. } = *status;
    let expected = "in every status, size is idle and in_use together, and perhaps the connects that run";
    let whole = (idle + in_use..=idle + in_use + connecting).contains(&size);
    Finding::unless(whole, Symptom::SnapshotWrong, expected, || {
        format!("size {size}, idle {idle}, in_use {in_use}; {connecting} connects run")
    })
}

/// Looks at how an operation ended.
fn expected_end(sim: &Sim<'_>, actor: Actor, settled: &Settled) -> Holds {
    match settled {
        Settled::Panicked(text) if !injected(text) => {
            let symptom = match actor {
                Actor::HealthCheck(_) => Symptom::HealthCheckPanicked,
                _ => Symptom::OperationPanicked,
            };
            let expected = "no operation of the pool panics of itself";
            let found = panicked(symptom, expected, text, &format!("{actor} panicked: {text}"));
            Err(Finding { situations: sim.reached(), ..found })
        }
        Settled::Served(id) if sim.tasks().began_after_close(actor) => {
            let expected = "an acquire that begins after `close` has completed fails with Closed";
            Err(Finding::new(Symptom::ServedAfterClose, expected, format!("{actor} holds {id}")))
        }
        Settled::Failed(failure) => expected_failure(sim, actor, failure),
        Settled::Done if matches!(actor, Actor::Close(_)) => {
            nothing_left_idle(sim)?;
            nothing_left_unended(sim)
        }
        Settled::Done if matches!(actor, Actor::HealthCheck(_)) => healthy_while_open(sim, actor),
        Settled::Done if revived(sim, actor) => {
            let expected = "closed is final: `init` fails with Closed";
            Err(Finding::new(Symptom::Revived, expected, format!("{actor} is done")))
        }
        Settled::Done => bound_makes_sense(sim, actor),
        _ => Ok(()),
    }
}

/// A panic of the pool's own, or of tokio about a pool that blocks.
fn panicked(symptom: Symptom, expected: &str, text: &str, seen: &str) -> Finding {
    if is_about_blocking(text) {
        let expected = "inside a task, no operation and no drop blocks on a runtime or drops one";
        return Finding::new(Symptom::BlockedOnRuntime, expected, format!("tokio panicked: {text}"));
    }
    Finding::new(symptom, expected, seen)
}

/// Whether a panic is one that the probe was told to raise.
pub(crate) fn injected(text: &str) -> bool {
    text.contains(PROBE_PANIC)
}

/// A pool of which `close` has completed is not healthy, and neither is one that has tried to connect and could not.
fn healthy_while_open(sim: &Sim<'_>, actor: Actor) -> Holds {
    let expected = "a health check that begins after `close` has completed fails with Closed";
    let kept = !sim.tasks().began_after_close(actor);
    let well = || format!("{actor} says that all is well");
    Finding::unless(kept, Symptom::HealthAnswerWrong, expected, well)?;
    let expected = "a health check of which each call fails, a connect among them, fails";
    Finding::unless(!sim.trace().only_failed_for(actor), Symptom::HealthAnswerWrong, expected, well)
}

/// Whether a pool that claims to stay closed was initialised again.
fn revived(sim: &Sim<'_>, actor: Actor) -> bool {
    matches!(actor, Actor::Init(_))
        && sim.tasks().began_after_close(actor)
        && sim.declaration().claims(Capability::TerminalClose)
}

/// When a `close` that waits completes, everything that was lent has come back and has been ended.
fn nothing_left_unended(sim: &Sim<'_>) -> Holds {
    let left = sim.state().unended_by_close;
    if left == 0 || !sim.declaration().claims(Capability::CloseWaits) {
        return Ok(());
    }
    let expected = "`close` completes when all guards are back and every ending has finished";
    Err(Finding::of(sim, Symptom::ClosedTooEarly, expected, format!("{left} had not been ended")))
}

/// When `close` completes, every connection that no client holds has been ended.
fn nothing_left_idle(sim: &Sim<'_>) -> Holds {
    let left = sim.state().left_by_close;
    let expected = "when `close` completes, every idle connection has been ended";
    Finding::unless(left == 0, Symptom::IdleLeftByClose, expected, || format!("{left} had not been ended"))
}
