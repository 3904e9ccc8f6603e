//! That a failing connect comes to its caller, and as what.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, CloseMode, ErrorKind, Level, Rule, Situation, Step, Stop,
        Symptom, Verification, always,
    },
    rules::errors::{PATIENCE, failed_connects, let_try, retries},
    rules::{Definition, GENERAL, part},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served, Situation::ConnectFailed],
    },
    owns: &[always(Symptom::WrongErrorKind)],
    rank: GENERAL,
    scenario: &[
        part("a connect that fails", connect_fails),
        part("a connect that fails while another connection is held", connect_fails_beside_others),
        part("a closed pool", pool_is_closed),
        part("a full pool", pool_is_full),
        part("a connect that hangs", connect_hangs),
    ],
};

fn connect_fails(s: &mut Scenario<'_, '_>) -> Verification {
    s.open(0, 1)?;
    fails_as_connect(s)
}

fn connect_fails_beside_others(s: &mut Scenario<'_, '_>) -> Verification {
    s.open(0, 3)?;
    s.hold()?;
    fails_as_connect(s)
}

fn fails_as_connect(s: &mut Scenario<'_, '_>) -> Verification {
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let client = s.acquire();
    let_try(s, client);
    if s.holds(client).is_some() {
        // A pool may have opened one ahead of demand.
        return Err(Stop::Vacuous("every acquire is served, though connects fail".to_owned()));
    }
    if s.is_pending(client) || failed_connects(s) == 0 {
        return Err(Stop::unreached("the check needs an acquire that fails because its connect does"));
    }
    let kinds: &[ErrorKind] =
        if retries(s) { &[ErrorKind::Connect, ErrorKind::Timeout] } else { &[ErrorKind::Connect] };
    s.expect_error(client, kinds, "an acquire whose connect fails reports Connect")
}

fn pool_is_closed(s: &mut Scenario<'_, '_>) -> Verification {
    if s.declaration().close_mode == CloseMode::Unsupported {
        return Ok(());
    }
    for server_is_gone in [false, true] {
        s.open(0, 1)?;
        s.leave_idle()?;
        if server_is_gone {
            s.perform(Step::Always(Call::Connect, Behaviour::Fail));
        }
        s.close()?;
        let late = s.acquire();
        s.expect_error(late, &[ErrorKind::Closed], "an acquire from a closed pool reports Closed")?;
    }
    Ok(())
}

fn pool_is_full(s: &mut Scenario<'_, '_>) -> Verification {
    for max in [1, 2] {
        s.open(0, max)?;
        s.fill()?;
        s.perform(Step::Always(Call::Connect, Behaviour::Fail));
        let client = s.acquire();
        expires(s, client)?;
        if failed_connects(s) > 0 {
            return Err(Stop::unreached("the check needs a full pool that does not connect"));
        }
        if s.waits_when_full() {
            let kinds = [ErrorKind::Timeout, ErrorKind::Exhausted];
            s.expect_error(client, &kinds, "an acquire that waits in vain on a full pool reports Timeout")?;
        } else {
            s.expect_error(client, &[ErrorKind::Exhausted], "an acquire from a full pool reports Exhausted")?;
        }
    }
    Ok(())
}

/// A limit of its own on connecting may well be reported as a connect that failed.
fn connect_hangs(s: &mut Scenario<'_, '_>) -> Verification {
    s.open(0, 1)?;
    s.gate(Call::Connect);
    let client = s.acquire();
    if s.trace().count(|summary| summary.connecting) == 0 {
        return Err(Stop::unreached("the check needs an acquire that connects"));
    }
    expires(s, client)?;
    let kinds = [ErrorKind::Timeout, ErrorKind::Connect];
    s.expect_error(client, &kinds, "an acquire whose connect hangs reports Timeout at its limit")
}

fn expires(s: &mut Scenario<'_, '_>, client: Actor) -> Verification {
    s.wait_for(client, PATIENCE);
    if s.is_pending(client) && !s.declaration().claims(Capability::Timeout) {
        return Err(Stop::Vacuous("the pool claims no limit on acquires".to_owned()));
    }
    if s.is_pending(client) {
        let limit = s.pool().setup().acquire_timeout.unwrap_or_default();
        return Err(Stop::unreached(format!(
            "no acquire came to its limit of {limit:?} in {PATIENCE:?} of tokio's time"
        )));
    }
    Ok(())
}
