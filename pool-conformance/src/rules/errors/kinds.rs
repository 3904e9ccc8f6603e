//! That a failing connect comes to its caller, and as what.

use super::{PATIENCE, failed_connects, let_try, retries};
use crate::{
    Capability, CloseMode,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, ErrorKind, Step, Witness, World},
};

pub(crate) static ERR_01: Rule = Rule {
    id: "ERR-01",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "If connecting fails, the acquire settles with an error in bounded time: at once, or at its limit if \
                  the pool declares that it tries again; it never hangs.",
    why: "A wrong password that shows as a hanging request is looked for in all the wrong places (node-pool #175).",
    hints: &[
        "does the error of `connect` find its way from the opener, or its task, to the caller who waits?",
        "does a loop that tries again look at the acquire limit?",
        "if the pool tries again until its limit on purpose, declare `ConnectErrors::UntilDeadline`",
    ],
    witnesses: &[Witness::Served, Witness::ConnectFailed],
    check: |w| {
        for (max, held) in [(1, 0), (2, 1), (3, 0), (3, 2)] {
            for gated in [false, true] {
                refused(w, max, held, gated)?;
            }
        }
        replacement_refused(w)
    },
};

/// So many connections are held, and none can be opened any more.
fn refused(w: &mut World<'_>, max: usize, held: usize, gated: bool) -> Check {
    w.open(0, max)?;
    for _ in 0..held {
        w.hold()?;
    }
    if gated {
        w.perform(Step::Next(Call::Connect, Behaviour::Gate));
    }
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let client = w.acquire();
    w.finish(Call::Connect, Behaviour::Fail);
    settles(w, client)
}

/// What is idle has died, and nothing can be opened in its place.
fn replacement_refused(w: &mut World<'_>) -> Check {
    w.build_with(0, 1, |setup| setup.validate_on_acquire = true)?;
    w.init()?;
    w.leave_idle()?;
    w.perform(Step::BreakIdle);
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let client = w.acquire();
    settles(w, client)
}

fn settles(w: &mut World<'_>, client: Actor) -> Check {
    let_try(w, client);
    if failed_connects(w) == 0 {
        return Ok(());
    }
    let when = if retries(w) { "by its limit" } else { "at once" };
    w.expect_settled(client, &format!("an acquire settles {when} when its connect fails"))
}

pub(crate) static ERR_02: Rule = Rule {
    id: "ERR-02",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "The kind of an acquire's error tells apart a closed pool (Closed), a full one (Timeout or Exhausted) \
                  and a failing connect (Connect).",
    why: "Callers stop on the first, try again on the second and raise an alarm on the third.",
    hints: &[
        "does a timeout around the whole acquire hide the error that `connect` gave?",
        "does a closed semaphore or channel show as Timeout or Connect?",
        "a pool that tries again until its limit may report Timeout for a failing connect, if it declares so",
    ],
    witnesses: &[Witness::Served, Witness::ConnectFailed],
    check: |w| {
        let mut unreached = None;
        for part in [connect_fails, connect_fails_beside_others, pool_is_closed, pool_is_full, connect_hangs]
        {
            match part(w) {
                Err(Stop::Unreached(why)) => unreached = Some(why),
                other => other?,
            }
        }
        unreached.map_or(Ok(()), |why| Err(Stop::Unreached(why)))
    },
};

fn connect_fails(w: &mut World<'_>) -> Check {
    w.open(0, 1)?;
    fails_as_connect(w)
}

fn connect_fails_beside_others(w: &mut World<'_>) -> Check {
    w.open(0, 3)?;
    w.hold()?;
    fails_as_connect(w)
}

fn fails_as_connect(w: &mut World<'_>) -> Check {
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let client = w.acquire();
    let_try(w, client);
    if w.is_pending(client) || failed_connects(w) == 0 {
        return Err(Stop::unreached("the check needs an acquire that fails because its connect does"));
    }
    let kinds: &[ErrorKind] =
        if retries(w) { &[ErrorKind::Connect, ErrorKind::Timeout] } else { &[ErrorKind::Connect] };
    w.expect_error(client, kinds, "an acquire whose connect fails reports Connect")
}

fn pool_is_closed(w: &mut World<'_>) -> Check {
    if w.declaration().close_mode == CloseMode::Unsupported {
        return Ok(());
    }
    for server_is_gone in [false, true] {
        w.open(0, 1)?;
        w.leave_idle()?;
        if server_is_gone {
            w.perform(Step::Always(Call::Connect, Behaviour::Fail));
        }
        w.close()?;
        let late = w.acquire();
        w.expect_error(late, &[ErrorKind::Closed], "an acquire from a closed pool reports Closed")?;
    }
    Ok(())
}

fn pool_is_full(w: &mut World<'_>) -> Check {
    for max in [1, 2] {
        w.open(0, max)?;
        w.fill()?;
        w.perform(Step::Always(Call::Connect, Behaviour::Fail));
        let client = w.acquire();
        expires(w, client)?;
        if failed_connects(w) > 0 {
            return Err(Stop::unreached("the check needs a full pool that does not connect"));
        }
        if w.waits_when_full() {
            let kinds = [ErrorKind::Timeout, ErrorKind::Exhausted];
            w.expect_error(client, &kinds, "an acquire that waits in vain on a full pool reports Timeout")?;
        } else {
            w.expect_error(client, &[ErrorKind::Exhausted], "an acquire from a full pool reports Exhausted")?;
        }
    }
    Ok(())
}

/// A limit of its own on connecting may well be reported as a connect that failed.
fn connect_hangs(w: &mut World<'_>) -> Check {
    w.open(0, 1)?;
    w.gate(Call::Connect);
    let client = w.acquire();
    if w.count(|fold| fold.connecting) == 0 {
        return Err(Stop::unreached("the check needs an acquire that connects"));
    }
    expires(w, client)?;
    let kinds = [ErrorKind::Timeout, ErrorKind::Connect];
    w.expect_error(client, &kinds, "an acquire whose connect hangs reports Timeout at its limit")
}

fn expires(w: &mut World<'_>, client: Actor) -> Check {
    w.wait_for(client, PATIENCE);
    if w.is_pending(client) {
        let limit = w.setup().acquire_timeout.unwrap_or_default();
        return Err(Stop::unreached(format!(
            "no acquire came to its limit of {limit:?} in {PATIENCE:?} of tokio's time"
        )));
    }
    Ok(())
}
