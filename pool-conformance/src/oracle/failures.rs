//! With which errors an operation may fail, and for which reasons.

use super::{Finding, Holds, extensions::is_nonsense};
use crate::{
    model::{Actor, Call, Capability, ErrorKind, Exhaustion, Refusal, Situation, Symptom},
    sim::Sim,
};

/// What is asked of a failure: whether there is a reason for it; the symptom and the expectation if not.
type Verdict = (bool, Symptom, &'static str);

/// Looks at how an operation failed.
pub(super) fn expected_failure(sim: &Sim<'_>, actor: Actor, failure: &Refusal) -> Holds {
    let verdict = match actor {
        Actor::Close(_) => return Ok(()),
        Actor::Client(_) | Actor::HealthCheck(_) if !sim.tasks().is_initialised() => return Ok(()),
        Actor::Client(_) if releases_as_claimed(sim, actor) && failure.kind == ErrorKind::Connect => {
            (false, Symptom::ReleaseFailedToConnect, "`release` does not fail with the error of a connect")
        }
        Actor::Client(_) => failure_of_client(sim, actor, failure.kind),
        Actor::Init(_) => failure_of_init(sim, failure.kind),
        Actor::HealthCheck(_) => failure_of_health_check(sim, actor, failure.kind),
        Actor::Resize(size) => failure_of_resize(sim, size, failure.kind),
    };
    let (reason, symptom, expected) = verdict;
    if reason {
        return Ok(());
    }
    Err(Finding::of(sim, symptom, expected, format!("{actor} failed with {failure}")))
}

/// Whether the operation is a `release` of a pool that claims that it does more than drop the guard.
fn releases_as_claimed(sim: &Sim<'_>, actor: Actor) -> bool {
    sim.tasks().gives_back(actor) && sim.declaration().claims(Capability::ExplicitRelease)
}

/// The kinds of errors that mean the same whichever operation fails with them.
fn common_kind(sim: &Sim<'_>, kind: ErrorKind) -> Option<Verdict> {
    let trouble = |call| sim.trace().had_trouble(call);
    let (reason, expected) = match kind {
        ErrorKind::Closed => (sim.trace().close_began(), "Closed is for pools that somebody closes"),
        ErrorKind::Connect => {
            (trouble(Call::Connect) || trouble(Call::Check), "Connect is for connects that failed")
        }
        ErrorKind::Unhealthy => {
            let discarded = sim.trace().situations().has(Situation::Discarded);
            let reason = trouble(Call::Check) || (discarded && trouble(Call::Disconnect));
            (reason, "Unhealthy is for checks that failed, and for endings of what was discarded")
        }
        _ => return None,
    };
    Some((reason, Symptom::WrongErrorKind, expected))
}

fn failure_of_init(sim: &Sim<'_>, kind: ErrorKind) -> Verdict {
    common_kind(sim, kind).unwrap_or_else(|| {
        let reason = sim.trace().had_trouble(Call::Connect);
        (reason, Symptom::InitRefused, "a further `init` on a healthy pool is harmless")
    })
}

/// A health check fails where the pool is closed or a call of the manager came to nothing, or might; not because others use
/// the pool.
fn failure_of_health_check(sim: &Sim<'_>, actor: Actor, kind: ErrorKind) -> Verdict {
    let trace = sim.trace();
    let trouble = |calls: &[Call]| calls.iter().any(|call| trace.had_trouble(*call));
    let (reason, expected) = match kind {
        ErrorKind::Closed => (trace.close_began(), "Closed is for pools that somebody closes"),
        ErrorKind::Connect => (trouble(&[Call::Connect, Call::Check]), "Connect is for connects that failed"),
        ErrorKind::Unhealthy => {
            let broke = trace.count(|summary| summary.breaks) > 0;
            (broke || trouble(&[Call::Check]), "Unhealthy is for connections that failed their check")
        }
        ErrorKind::Timeout | ErrorKind::Exhausted => {
            // Places that nobody held then may have been on their way from one operation to the next.
            let then = trace.summary_when_settled(actor);
            let used = then.held >= sim.pool().max_size() && then.running == 0;
            let quick =
                kind == ErrorKind::Timeout && is_early(sim, actor) && trace.is_untroubled_since(actor);
            let troubled = trouble(&[Call::Connect, Call::Check, Call::Disconnect]);
            (!quick && (!used || troubled), "a full pool is not an unhealthy one, nor one that has time left")
        }
        _ => (false, "a health check on a healthy manager does not fail"),
    };
    (reason, Symptom::HealthAnswerWrong, expected)
}

/// Whether no time has passed for an operation that has some.
fn is_early(sim: &Sim<'_>, actor: Actor) -> bool {
    let began = sim.tasks().created(actor).unwrap_or_default().duration();
    let zero = sim.pool().setup().acquire_timeout.is_some_and(|limit| limit.is_zero());
    !zero && sim.trace().elapsed() == began
}

fn failure_of_resize(sim: &Sim<'_>, size: u8, kind: ErrorKind) -> Verdict {
    common_kind(sim, kind).unwrap_or_else(|| {
        let reason = kind == ErrorKind::InvalidConfig && is_nonsense(sim, size);
        (reason, Symptom::BoundRefused, "a bound that makes sense is accepted")
    })
}

fn failure_of_client(sim: &Sim<'_>, actor: Actor, kind: ErrorKind) -> Verdict {
    common_kind(sim, kind).unwrap_or_else(|| match kind {
        ErrorKind::Timeout => timeout(sim, actor),
        ErrorKind::Exhausted if sim.tasks().began_after_close(actor) => {
            (false, Symptom::WrongErrorKind, "an acquire of a closed pool fails with Closed")
        }
        ErrorKind::Exhausted => {
            let fails_fast = sim.declaration().exhaustion == Exhaustion::FailFast;
            (fails_fast, Symptom::RefusedWhenFull, "an acquire on a full pool waits")
        }
        ErrorKind::ForeignGuard => {
            (false, Symptom::OwnGuardRefused, "a pool takes back the guard that it gave out")
        }
        _ => (false, Symptom::WrongErrorKind, "an acquire on a healthy manager does not fail"),
    })
}

/// A timeout is due when this acquire is older than its limit, whatever else is.
fn timeout(sim: &Sim<'_>, actor: Actor) -> Verdict {
    const DUE: &str = "Timeout is for acquires that came to their limit";
    let began = sim.tasks().created(actor).unwrap_or_default().duration();
    let age = sim.trace().elapsed().saturating_sub(began);
    let due = sim.pool().setup().acquire_timeout.is_some_and(|limit| age >= limit);
    let summary = sim.trace().summary();
    let full = summary.live + summary.connecting >= sim.pool().max_size();
    if sim.trace().close_began() {
        (due, Symptom::WrongErrorKind, DUE)
    } else if !age.is_zero() && sim.declaration().claims(Capability::Timeout) {
        (due, Symptom::TimedOutEarly, DUE)
    } else if full {
        (due, Symptom::RefusedWhenFull, "an acquire on a full pool waits until its limit")
    } else {
        (due, Symptom::WrongErrorKind, DUE)
    }
}
