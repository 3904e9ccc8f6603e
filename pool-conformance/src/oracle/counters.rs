//! What a pool counts, and how many it says are waiting.

use pool_protocol::Counters;

use super::{Finding, Holds};
use crate::{
    model::{Capability, Extension, Symptom},
    sim::{Quiescence, Sim, ask_for_counters, may_try_again},
};

/// Looks at the counters of a pool at rest, and at the number of waiters if the pool has shown a status.
pub(super) fn counters_hold(sim: &mut Sim<'_>, shown: bool) -> Holds {
    if !sim.declaration().claims(Capability::Observability) {
        return Ok(());
    }
    if !matches!(sim.quiescence(), Quiescence::Idle | Quiescence::Waiting(_)) {
        return Ok(());
    }
    if shown {
        waiting_is_true(sim)?;
    }
    if !sim.declaration().extensions.has(Extension::Observe) {
        return Ok(());
    }
    let counters = ask_for_counters(sim).map_err(|stop| {
        Finding::new(Symptom::OperationPanicked, "`counters` can be called at any time", stop.to_string())
    })?;
    let Some((before, now)) = counters else { return Ok(()) };
    none_goes_back(&before, &now)?;
    counters_are_true(sim, &now)
}

/// On a full pool whoever is pending is in the queue, and nowhere else.
fn waiting_is_true(sim: &Sim<'_>) -> Holds {
    let full = sim.trace().summary().held >= sim.pool().max_size();
    let Some(waiting) = sim.shown().waiting.filter(|_| full && !may_try_again(sim)) else { return Ok(()) };
    let pending = sim.tasks().actors().filter(|actor| sim.tasks().is_pending(*actor)).count();
    let expected = "at rest, `waiting` is the number of acquires in the queue";
    Finding::unless(waiting == pending, Symptom::WaitingWrong, expected, || {
        format!("waiting {waiting}; {pending} are pending")
    })
}

/// Counts and sums by their names.
fn named(counters: &Counters) -> [(&'static str, u128); 13] {
    let ended = counters.ended;
    [
        ("opened", counters.opened.into()),
        ("ended.idle", ended.idle.into()),
        ("ended.lifetime", ended.lifetime.into()),
        ("ended.broken", ended.broken.into()),
        ("ended.discarded", ended.discarded.into()),
        ("ended.closed", ended.closed.into()),
        ("ended.other", ended.other.into()),
        ("acquired", counters.acquired.into()),
        ("timeouts", counters.timeouts.into()),
        ("failures", counters.failures.into()),
        ("waited", counters.waited.into()),
        ("wait_time", counters.wait_time.as_nanos()),
        ("use_time", counters.use_time.as_nanos()),
    ]
}

fn none_goes_back(before: &Counters, now: &Counters) -> Holds {
    let pairs = named(before).into_iter().zip(named(now));
    for ((name, before), (_, now)) in pairs {
        let seen = || format!("`{name}` was {before}, and is {now}");
        Finding::unless(now >= before, Symptom::CounterWentBack, "no counter ever goes backwards", seen)?;
    }
    Ok(())
}

fn counters_are_true(sim: &Sim<'_>, now: &Counters) -> Holds {
    let (summary, outcomes) = (sim.trace().summary(), sim.trace().outcomes());
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    // The outcomes of acquires come last.
    let counted = [
        ("opened", now.opened, count(summary.opened), 0),
        ("ended", now.ended.total(), count(summary.ended), 0),
        ("acquired", now.acquired, outcomes.served, 0),
        ("timeouts", now.timeouts, outcomes.timeouts, 0),
        ("failures", now.failures, outcomes.failures, outcomes.panics),
    ];
    let known = if outcomes.uncertain { 2 } else { counted.len() };
    for (name, says, happened, more) in counted.into_iter().take(known) {
        let seen = || format!("`{name}` is {says}; it happened {happened} times");
        let exact = (happened..=happened + more).contains(&says);
        Finding::unless(exact, Symptom::CounterWrong, "at rest, counters are what happened", seen)?;
    }
    Ok(())
}
