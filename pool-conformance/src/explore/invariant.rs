//! What holds after every step, and which rule owns it.

use pool_protocol::Status;

use super::{
    blame::{Diagnosis, Symptom},
    rest::holds_at_rest,
    sound::nothing_broken_is_lent,
};
use crate::{
    Exhaustion, Probe,
    ledger::{Call, CallEnd, Fold},
    rule::Violation,
    world::{Actor, ErrorKind, Refusal, Settled, World},
};

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) rule: &'static str,
    pub(crate) violation: Violation,
    /// What is wrong and what can have led to it, where the rule was chosen by that.
    pub(super) diagnosis: Option<Diagnosis>,
}

impl Broken {
    pub(super) fn new(rule: &'static str, expected: impl Into<String>, seen: impl Into<String>) -> Self {
        let violation = Violation { expected: expected.into(), seen: seen.into() };
        Self { rule, violation, diagnosis: None }
    }

    /// A symptom, of which the rule depends on what the pool has been through.
    pub(super) fn symptom(
        world: &World<'_>,
        symptom: Symptom,
        expected: impl Into<String>,
        seen: impl Into<String>,
    ) -> Self {
        let diagnosis = Diagnosis::of(world, symptom);
        Self { diagnosis: Some(diagnosis), ..Self::new(diagnosis.rule(), expected, seen) }
    }

    /// The rule that is broken if threads led to it: a symptom may have any of their deeds for its cause.
    pub(super) fn rule_among_threads(&self) -> &'static str {
        if self.is_symptom() { "CONC-02" } else { self.rule }
    }

    /// Whether the rule was chosen by what had gone before.
    pub(super) fn is_symptom(&self) -> bool {
        self.diagnosis.is_some()
    }

    /// Whether nothing but the status is wrong: such a pool may be right in everything else, or wrong in more.
    pub(super) fn is_of_status(&self) -> bool {
        ["ACCT-01", "ACCT-02", "ACCT-03", "ACCT-06"].contains(&self.rule)
    }

    /// Whether the pool panicked.
    pub(super) fn is_panic(&self) -> bool {
        self.violation.seen.contains("panicked")
    }

    /// Whether this is what was broken before, or the same with less that can have led to it.
    pub(super) fn explains(&self, known: &Self) -> bool {
        match (self.diagnosis, known.diagnosis) {
            (Some(this), Some(known)) => this.is_simpler_form_of(known),
            _ => self.rule == known.rule,
        }
    }

    pub(super) fn unless(
        kept: bool,
        rule: &'static str,
        expected: &str,
        seen: impl FnOnce() -> String,
    ) -> Result<(), Self> {
        if kept { Ok(()) } else { Err(Self::new(rule, expected, seen())) }
    }
}

pub(super) type Kept = Result<(), Broken>;

/// Looks at everything that holds at any moment.
pub(super) fn inspect(world: &mut World<'_>) -> Kept {
    if !world.take_news() {
        return Ok(());
    }
    ledger_holds(world)?;
    nothing_broken_is_lent(world)?;
    while let Some((actor, settled)) = world.take_fresh() {
        expected_end(world, actor, &settled)?;
    }
    let shown = shows_sane_status(world)?;
    holds_at_rest(world, shown)
}

fn ledger_holds(world: &World<'_>) -> Kept {
    let fold = world.fold();
    nothing_is_shared(fold)?;
    if let Some(id) = fold.used_after_end.filter(|_| !world.may_have_taken_away()) {
        let seen = format!("{id} was ended while held, or held after its end had begun");
        return Err(Broken::new("ACCT-05", "no connection is ended while held, or held after its end", seen));
    }
    bound_is_kept(fold, world.max())?;
    if let Some(text) = &fold.panicked_reentry {
        let seen = format!("the pool, called by it, panicked: {text}");
        return Err(Broken::new("CONC-05", "code that the pool calls may call the pool", seen));
    }
    Broken::unless(!fold.endless_poll, "CONC-07", "the work done inside one poll is bounded", || {
        "one poll made more than a thousand calls of the manager".to_owned()
    })
}

pub(super) fn nothing_is_shared(fold: &Fold) -> Kept {
    let Some((id, first, second)) = fold.shared else { return Ok(()) };
    let seen = format!("{second} was given {id}, which {first} holds");
    Err(Broken::new("ACQ-01", "a connection is held by at most one guard", seen))
}

pub(super) fn bound_is_kept(fold: &Fold, max: usize) -> Kept {
    Broken::unless(
        fold.peak <= max,
        "ACQ-02",
        "open connections and running connects never exceed `max_size`",
        || format!("{} at once, with `max_size` {max}", fold.peak),
    )
}

/// Asks the pool for its status, which is to be sane; whether it was asked.
pub(super) fn shows_sane_status(world: &mut World<'_>) -> Result<bool, Broken> {
    if !world.has_handle() || world.overlooks_status() {
        return Ok(false);
    }
    if world.ask_for_status().is_err() {
        return Err(Broken::new("ACCT-06", "`status` can be called at any time", "`status` panicked"));
    }
    is_sane(world.shown(), world.max()).map(|()| true)
}

pub(super) fn is_sane(status: &Status, max: usize) -> Kept {
    const EXPECTED: &str = "every status has size <= max_size, idle <= size and in_use <= size";
    let Status { size, idle, in_use, .. } = *status;
    Broken::unless(size <= max && idle <= size && in_use <= size, "ACCT-02", EXPECTED, || {
        format!("size {size}, idle {idle}, in_use {in_use}, max_size {max}")
    })
}

/// Looks at how an operation ended.
fn expected_end(world: &World<'_>, actor: Actor, settled: &Settled) -> Kept {
    match settled {
        Settled::Panicked(text) if !injected(text) => Err(Broken::new(
            "CONC-02",
            "no operation of the pool panics of itself",
            format!("{actor} panicked: {text}"),
        )),
        Settled::Served(id) if world.began_after_close(actor) => Err(Broken::new(
            "LIFE-04",
            "an acquire that begins after `close` has completed fails with Closed",
            format!("{actor} holds {id}"),
        )),
        Settled::Failed(failure) => expected_failure(world, actor, failure),
        Settled::Done if matches!(actor, Actor::Close(_)) => nothing_left_idle(world),
        _ => Ok(()),
    }
}

/// Whether a panic is one that the probe was told to raise.
pub(super) fn injected(text: &str) -> bool {
    text.contains(Probe::PANIC)
}

fn expected_failure(world: &World<'_>, actor: Actor, failure: &Refusal) -> Kept {
    let ends = |call, end| world.count(|fold| fold.ends(call, end)) > 0;
    let trouble =
        |call| ends(call, CallEnd::Failed) || ends(call, CallEnd::Panicked) || ends(call, CallEnd::Abandoned);
    let (reason, rule, expected) = match (actor, failure.kind) {
        (Actor::Close(_), _) => return Ok(()),
        (Actor::Client(_), _) if !world.is_initialised() => return Ok(()),
        (_, ErrorKind::Closed) => (world.close_began(), "ERR-02", "Closed is for pools that somebody closes"),
        (_, ErrorKind::Connect) => {
            (trouble(Call::Connect) || trouble(Call::Check), "ERR-02", "Connect is for connects that failed")
        }
        (_, ErrorKind::Unhealthy) => (trouble(Call::Check), "ERR-02", "Unhealthy is for checks that failed"),
        (Actor::Client(_), ErrorKind::Timeout) => {
            let limit = world.setup().acquire_timeout;
            let waited = limit.is_some_and(|limit| world.now() >= limit);
            let (rule, expected) = if world.is_full() {
                ("ACQ-04", "an acquire on a full pool waits until its limit")
            } else {
                ("ERR-02", "Timeout is for acquires that came to their limit")
            };
            (waited, rule, expected)
        }
        (Actor::Client(_), ErrorKind::Exhausted) => {
            let fails_fast = world.declaration().exhaustion == Exhaustion::FailFast;
            if world.began_after_close(actor) {
                (false, "ERR-02", "an acquire of a closed pool fails with Closed")
            } else {
                (fails_fast, "ACQ-04", "an acquire on a full pool waits")
            }
        }
        (Actor::Init(_), _) => {
            (trouble(Call::Connect), "LIFE-02", "a further `init` on a healthy pool is harmless")
        }
        (Actor::Client(_), ErrorKind::ForeignGuard) => {
            (false, "REL-03", "a pool takes back the guard that it gave out")
        }
        (Actor::Client(_), _) => (false, "ERR-02", "an acquire on a healthy manager does not fail"),
    };
    Broken::unless(reason, rule, expected, || format!("{actor} failed with {failure}"))
}

/// When `close` completes, every connection that nobody holds has been ended.
fn nothing_left_idle(world: &World<'_>) -> Kept {
    let left = world.left_by_close();
    Broken::unless(
        left == 0,
        "LIFE-08",
        "when `close` completes, every idle connection has been ended",
        || format!("{left} had not been ended"),
    )
}
