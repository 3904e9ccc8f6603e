//! What the trace says must hold all the time, whatever happens at once.

use crate::{
    model::{
        Actor, Capability, Leak, Level, Rule, Settled, Situation, Step, Stop, Symptom, Verification, after,
        always,
    },
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
    trace::Life,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CONC-02",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Under random concurrent acquire, hold, release, break, cancel and status, all invariants hold and \
                  every operation settles.",
        why: "Each operation may be right alone and wrong between two halves of another (bb8 #122, commons-pool POOL-356).",
        hints: &[
            "the last step of the script is where it shows; look at what the steps before it left behind",
            "is a count, a permit or a waker taken in one poll and given back only if a later poll comes?",
        ],
        situations: &[Situation::Served, Situation::Reused, Situation::Released],
    },
    owns: &[
        always(Symptom::OperationPanicked),
        always(Symptom::OperationBlocked),
        always(Symptom::ProcessEnded),
        after(&[Situation::Threaded], Symptom::Stranded),
        after(&[Situation::Threaded], Symptom::CapacityLost),
        after(&[Situation::Threaded], Symptom::InitStuck),
        after(&[Situation::Threaded], Symptom::CloseStuck),
        after(&[Situation::Threaded], Symptom::Leaked(Leak::OpenedTooLate)),
        after(&[Situation::Threaded], Symptom::Leaked(Leak::Held)),
        after(&[Situation::Threaded], Symptom::Leaked(Leak::Idle)),
        after(&[Situation::Threaded], Symptom::Leaked(Leak::Lost)),
        after(&[Situation::Threaded], Symptom::LeakedByHandle),
    ],
    rank: 5,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 2), (2, 3)] {
            s.build(min, max)?;
            s.init()?;
            a_crowd_comes_and_goes(s)?;
            everything_settles(s)?;
            s.expect_capacity("a crowd that came and went")?;
            nothing_is_left(s)?;
        }
        Ok(())
    })],
};

/// More clients than the pool has places: one gives up, one breaks its connection, one panics, one comes back.
fn a_crowd_comes_and_goes(s: &mut Scenario<'_, '_>) -> Verification {
    let [first, second, third, fourth] = [0, 1, 2, 3].map(Actor::Client);
    let steps = [
        Step::Start(first),
        Step::Start(second),
        Step::Start(third),
        Step::Start(fourth),
        Step::Cancel(fourth),
        Step::Drop(first),
        Step::Settle,
        Step::Break(second),
        Step::Drop(second),
        Step::Settle,
        Step::Start(first),
        Step::Release(third),
        Step::Settle,
        Step::Unwind(first),
        Step::Start(second),
        Step::BreakIdle,
        Step::Settle,
    ];
    steps.into_iter().try_for_each(|step| {
        s.perform(step);
        invariants_hold(s)
    })
}

fn invariants_hold(s: &mut Scenario<'_, '_>) -> Verification {
    let (shared, ended, peak) =
        s.trace().count(|summary| (summary.shared, summary.used_after_end, summary.peak));
    if let Some((id, first, second)) = shared {
        let seen = format!("{second} was given {id}, which {first} holds");
        return Err(Stop::broken("a connection is held by at most one guard", seen));
    }
    if let Some(id) = ended {
        let seen = format!("{id} was ended while held, or handed out after its end had begun");
        return Err(Stop::broken("no connection is used once its end has begun", seen));
    }
    let max = s.max();
    let expected =
        format!("open connections and running connects together never exceed {max}, the `max_size`");
    Stop::unless(peak <= max, expected, format!("{peak} were open or being opened at once"))?;
    no_operation_panics(s)?;
    let status = s.status()?;
    let sane = status.size <= max && status.idle <= status.size && status.in_use <= status.size;
    let expected = format!("at any moment size <= {max}, the `max_size`, idle <= size and in_use <= size");
    let seen = format!("`status` shows size {}, idle {}, in_use {}", status.size, status.idle, status.in_use);
    Stop::unless(sane, expected, seen)
}

fn no_operation_panics(s: &Scenario<'_, '_>) -> Verification {
    let panicked = s.tasks().actors().find(|actor| matches!(s.settled(*actor), Some(Settled::Panicked(_))));
    let seen = panicked.map(|actor| s.describe(actor)).unwrap_or_default();
    Stop::unless(panicked.is_none(), "no operation panics", seen)
}

/// With a manager that is well, and guards that come back, everybody has a turn with no time passing.
fn everything_settles(s: &mut Scenario<'_, '_>) -> Verification {
    s.heal();
    s.serve_in_turn();
    invariants_hold(s)?;
    let waiting = s.tasks().actors().find(|actor| s.is_pending(*actor));
    let seen = waiting.map(|actor| format!("{}, and nobody holds a connection", s.describe(actor)));
    Stop::unless(
        waiting.is_none(),
        "every operation settles when all guards come back",
        seen.unwrap_or_default(),
    )
}

fn nothing_is_left(s: &mut Scenario<'_, '_>) -> Verification {
    invariants_hold(s)?;
    let status = s.status()?;
    let idle = s.trace().count(|summary| summary.conns().filter(|(_, conn)| conn.life == Life::Open).count());
    let seen = format!(
        "`status` shows size {}, idle {}, in_use {}; {idle} are open",
        status.size, status.idle, status.in_use
    );
    let kept = (status.size, status.idle, status.in_use) == (idle, idle, 0);
    Stop::unless(kept, "when everything has come back, `status` shows what is open, and all of it idle", seen)
}
