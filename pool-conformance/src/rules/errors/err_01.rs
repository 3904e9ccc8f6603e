//! That a failing connect comes to its caller, and as what.

use crate::{
    model::{Actor, Behaviour, Call, Capability, Level, Rule, Situation, Step, Verification},
    rules::errors::{failed_connects, let_try, retries},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served, Situation::ConnectFailed],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (max, held) in [(1, 0), (2, 1), (3, 0), (3, 2)] {
            for gated in [false, true] {
                refused(s, max, held, gated)?;
            }
        }
        replacement_refused(s)
    })],
};

/// So many connections are held, and none can be opened any more.
fn refused(s: &mut Scenario<'_, '_>, max: usize, held: usize, gated: bool) -> Verification {
    s.open(0, max)?;
    for _ in 0..held {
        s.hold()?;
    }
    if gated {
        s.perform(Step::Next(Call::Connect, Behaviour::Gate));
    }
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let client = s.acquire();
    s.finish(Call::Connect, Behaviour::Fail);
    settles(s, client)
}

/// What is idle has died, and nothing can be opened in its place.
fn replacement_refused(s: &mut Scenario<'_, '_>) -> Verification {
    s.build_with(0, 1, |setup| setup.validate_on_acquire = true)?;
    s.init()?;
    s.leave_idle()?;
    s.wait_until_checked();
    s.perform(Step::BreakIdle);
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let client = s.acquire();
    settles(s, client)
}

fn settles(s: &mut Scenario<'_, '_>, client: Actor) -> Verification {
    let_try(s, client);
    if failed_connects(s) == 0 {
        return Ok(());
    }
    let when = if retries(s) { "by its limit" } else { "at once" };
    s.expect_settled(client, &format!("an acquire settles {when} when its connect fails"))
}
