//! What `init` opens, and what a pool makes of its sizes.

use std::time::Duration;

use crate::{
    Capability, ConnectErrors, Prefill,
    ledger::{Call, CallEnd},
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, ErrorKind, Settled, Step, Witness, World},
};

/// How long, in virtual time, a background prefill may take, and a pool that retries may try.
const PATIENCE: Duration = Duration::from_mins(5);
const INIT: Actor = Actor::Init(0);

pub(crate) static PRE_01: Rule = Rule {
    id: "PRE-01",
    level: Level::Must,
    capability: Capability::Prefill,
    needs: &[],
    requirement: "With a healthy manager and no demand, a successful `init` leads to exactly `min_size` open and idle \
                  connections; a `min_size` of 0 leaves none open.",
    why: "`min_size` is there so that the first requests find warm connections; one too many costs the server, one \
          too few the caller.",
    hints: &[
        "does `init` open `min_size` connections, or stop after the first?",
        "is the loop's bound inclusive by mistake?",
        "does a background prefill get a chance to run without demand?",
    ],
    witnesses: &[Witness::Prefilled],
    check: |w| {
        for (min, max) in [(0, 2), (1, 1), (1, 3), (2, 3), (3, 3)] {
            w.open(min, max)?;
            if w.declaration().prefill == Prefill::Background {
                w.advance(PATIENCE);
            }
            exactly_prefilled(w, min)?;
            if min > 0 {
                w.note(Witness::Prefilled);
            }
        }
        Ok(())
    },
};

fn exactly_prefilled(w: &mut World<'_>, min: usize) -> Check {
    let expected = format!("after `init` with `min_size` {min}, exactly {min} connections are open and idle");
    let (live, idle) = (w.live(), w.idle());
    let seen = format!("{live} are open, {idle} of them idle");
    Stop::unless(live == min && idle == min, expected, seen)?;
    let status = w.status()?;
    let expected = format!("`status` shows the {min} idle connections that `init` opened");
    let seen = format!("it shows size {} and idle {}", status.size, status.idle);
    Stop::unless(status.size == min && status.idle == min, expected, seen)
}

pub(crate) static PRE_02: Rule = Rule {
    id: "PRE-02",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "Nonsensical sizes (`max_size` 0, `min_size` above `max_size`) are refused or clamped before any \
                  connect; they never become a hang later.",
    why: "A typing error in a configuration file should be an error at start-up and not a service that never answers.",
    hints: &[
        "does anything compare the sizes with each other, and `max_size` with 0, when the pool is built?",
    ],
    witnesses: &[Witness::Served],
    check: |w| {
        w.open(1, 1)?;
        w.hold()?;
        for (min, max) in [(0, 0), (1, 0), (2, 1)] {
            nonsense(w, min, max)?;
        }
        Ok(())
    },
};

/// A factory that panics on nonsense has refused it: there is no other way in which a constructor can.
fn nonsense(w: &mut World<'_>, min: usize, max: usize) -> Check {
    match w.build_with(min, max, |setup| setup.acquire_timeout = None) {
        Err(Stop::Factory(_)) => return Ok(()),
        built => built?,
    }
    w.start(INIT);
    w.wait_for(INIT, PATIENCE);
    let sizes = format!("`min_size` {min} and `max_size` {max}");
    w.expect_settled(INIT, &format!("`init` with {sizes} settles"))?;
    if matches!(w.settled(INIT), Some(Settled::Failed(_))) {
        let connects = w.count(|fold| fold.connects);
        let expected = format!("{sizes} are refused before any connect");
        Stop::unless(connects == 0, expected, format!("`init` failed after {connects} connects"))?;
    }
    let client = w.acquire();
    w.wait_for(client, PATIENCE);
    w.expect_settled(client, &format!("an acquire from a pool with {sizes} and no limit settles, either way"))
}

pub(crate) static PRE_03: Rule = Rule {
    id: "PRE-03",
    level: Level::Must,
    capability: Capability::Prefill,
    needs: &[],
    requirement: "A failing prefill ends as declared: `init` returns the connect error in bounded time, or is Ok and \
                  goes on filling in the background; never Ok and unfilled for good.",
    why: "An `init` that hides a wrong password, or hangs on it, moves the failure to the first request.",
    hints: &[
        "is the error of a prefill's `connect` returned, or only logged?",
        "is a background prefill tried again after a failure?",
    ],
    witnesses: &[Witness::ConnectFailed],
    check: |w| {
        for (min, good) in [(1, 0), (3, 0), (3, 2)] {
            begin_failing_init(w, min, good)?;
            if w.declaration().prefill == Prefill::Background {
                fills_once_healed(w, min)?;
            } else {
                reports_the_failure(w)?;
                fills_when_tried_again(w, min)?;
            }
        }
        Ok(())
    },
};

/// Starts an `init` of which so many connects are good, and every further one fails.
fn begin_failing_init(w: &mut World<'_>, min: usize, good: usize) -> Check {
    w.build(min, min + 1)?;
    for _ in 0..good {
        w.perform(Step::Next(Call::Connect, Behaviour::Succeed));
    }
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
    w.start(INIT);
    if w.declaration().connect_errors == ConnectErrors::UntilDeadline {
        w.wait_for(INIT, PATIENCE);
    }
    Ok(())
}

/// A second `init`, on a manager that is well again, has nothing of the first to be content with. That it may be refused, and
/// what is then to be so, is PRE-05's matter.
fn fills_when_tried_again(w: &mut World<'_>, min: usize) -> Check {
    w.perform(Step::Heal);
    let again = w.new_init();
    w.start(again);
    if w.settled(again) != Some(&Settled::Done) {
        return Ok(());
    }
    let expected = "an `init` that succeeds after one that failed has filled the pool";
    Stop::unless(w.live() >= min, expected, format!("{again} is done, and {} of {min} are open", w.live()))
}

fn reports_the_failure(w: &World<'_>) -> Check {
    let late = w.declaration().connect_errors == ConnectErrors::UntilDeadline;
    let kinds: &[ErrorKind] =
        if late { &[ErrorKind::Connect, ErrorKind::Timeout] } else { &[ErrorKind::Connect] };
    w.expect_error(INIT, kinds, "an `init` whose prefill cannot connect fails with Connect")
}

fn fills_once_healed(w: &mut World<'_>, min: usize) -> Check {
    w.expect_done(INIT, "`init` is Ok at once, the prefill being declared to happen in the background")?;
    w.advance(Duration::from_secs(1));
    w.perform(Step::Heal);
    w.advance(PATIENCE);
    let expected = format!("once the manager is well, the background prefill reaches {min} connections");
    Stop::unless(w.live() >= min, expected, format!("{} are open", w.live()))
}

pub(crate) static PRE_04: Rule = Rule {
    id: "PRE-04",
    level: Level::Must,
    capability: Capability::Prefill,
    needs: &[],
    requirement: "A failed `init` leaves no connection open.",
    why: "A service that retries its start-up leaks the half of a prefill with each attempt.",
    hints: &["what becomes of the connections that were opened before the one that failed?"],
    witnesses: &[Witness::ConnectFailed],
    check: |w| {
        for (min, good) in [(2, 1), (3, 2), (3, 1)] {
            begin_failing_init(w, min, good)?;
            if w.declaration().prefill == Prefill::Background {
                return Err(Stop::Vacuous(
                    "`init` does not fail: the prefill happens in the background".to_owned(),
                ));
            }
            if !matches!(w.settled(INIT), Some(Settled::Failed(_))) {
                return Err(Stop::unreached(format!(
                    "the check needs an `init` that fails, but {}",
                    w.describe(INIT)
                )));
            }
            w.expect_all_ended("after `init` has failed")?;
            let size = w.status()?.size;
            Stop::unless(size == 0, "after a failed `init` the size is 0", format!("`status` shows {size}"))?;
        }
        Ok(())
    },
};

pub(crate) static PRE_05: Rule = Rule {
    id: "PRE-05",
    level: Level::Must,
    capability: Capability::Prefill,
    needs: &[],
    requirement: "After a failed or cancelled `init` the pool is in a defined state: acquire and close settle, and \
                  `init` may be retried or reports Closed. Cancelling leaks nothing.",
    why: "Start-up is where limits and retries are; a pool that is stuck after a first failure needs a restart.",
    hints: &[
        "is a flag or lock that `init` sets undone when its future is dropped?",
        "does a failed `init` keep slots that it had reserved?",
    ],
    witnesses: &[Witness::ConnectFailed],
    check: |w| {
        for (min, max) in [(1, 1), (2, 3)] {
            for answered in 0..min {
                begin_failing_init(w, min, answered)?;
                usable_after(w, "a failed `init`")?;
                cancelled_init(w, min, max, answered)?;
            }
        }
        Ok(())
    },
};

/// Cancels an `init` when so many of its connects have been answered.
fn cancelled_init(w: &mut World<'_>, min: usize, max: usize, answered: usize) -> Check {
    w.build(min, max)?;
    w.gate(Call::Connect);
    w.start(INIT);
    for _ in 0..answered {
        w.finish(Call::Connect, Behaviour::Succeed);
    }
    w.cancel(INIT);
    usable_after(w, "a cancelled `init`")
}

fn usable_after(w: &mut World<'_>, what: &str) -> Check {
    w.perform(Step::Heal);
    while w.count(|fold| fold.connecting) > 0 {
        w.finish(Call::Connect, Behaviour::Succeed);
    }
    let client = w.acquire();
    w.wait_for(client, PATIENCE);
    w.expect_settled(client, &format!("an acquire after {what} settles"))?;
    w.perform(Step::Drop(client));
    let again = Actor::Init(1);
    w.start(again);
    w.wait_for(again, PATIENCE);
    let kept = w.settled(again) == Some(&Settled::Done) || w.error_of(again) == Some(ErrorKind::Closed);
    let expected = format!("an `init` after {what} succeeds, or reports Closed");
    Stop::unless(kept, expected, w.describe(again))?;
    if w.settled(again) == Some(&Settled::Done) {
        w.expect_reachable(what)?;
    }
    closes_without_a_leak(w, what)
}

fn closes_without_a_leak(w: &mut World<'_>, what: &str) -> Check {
    if w.declaration().close_mode == crate::CloseMode::Unsupported {
        w.perform(Step::DropHandle);
    } else {
        let close = w.begin_close();
        w.expect_settled(close, &format!("`close` after {what} settles"))?;
    }
    w.advance(PATIENCE);
    let failures = w.count(|fold| fold.ends(Call::Connect, CallEnd::Failed));
    let after = if failures > 0 { "at the end, a failed `init` included" } else { "at the end" };
    w.expect_all_ended(after)
}
