//! Calls of the manager that never end.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, Leak, Level, Rule, Situation, Step, Symptom, Verification, after,
    },
    rules::{Definition, part},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

const ENDLESS: &[Situation] = &[Situation::CallNeverEnds];

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "TIME-08",
        level: Level::Should,
        capability: Capability::Timeout,
        needs: &[],
        requirement: "A call of the manager that never ends costs its slot until the limit at most, and `close` completes all \
                  the same.",
        why: "One connect or ping to a server that is gone without a word keeps a pool of one down for good.",
        hints: &[
            "has a connect that runs in a task of its own a limit?",
            "is a check that outlasts the limit dropped, and its connection with it?",
            "has `disconnect` a limit, in `close` and elsewhere?",
        ],
        situations: &[Situation::CallNeverEnds],
    },
    owns: &[
        after(ENDLESS, Symptom::CapacityLost),
        after(ENDLESS, Symptom::Stranded),
        after(ENDLESS, Symptom::CloseStuck),
        after(ENDLESS, Symptom::LeakedByHandle),
        after(ENDLESS, Symptom::Leaked(Leak::Lost)),
        after(ENDLESS, Symptom::Leaked(Leak::Idle)),
        after(ENDLESS, Symptom::Leaked(Leak::Held)),
        after(ENDLESS, Symptom::Leaked(Leak::OpenedTooLate)),
    ],
    rank: 9,
    scenario: &[
        part("connects that never end", |s| {
            for max in 1..=2 {
                s.open(0, max)?;
                let_hang(s, Call::Connect, max);
                outlasts(s, max)?;
            }
            Ok(())
        }),
        part("disconnects that never end", |s| {
            for max in 1..=2 {
                s.open(0, max)?;
                let holders = s.fill()?;
                let_hang(s, Call::Disconnect, max);
                for holder in holders {
                    s.release_guard(holder, ReleaseMode::Broken);
                }
                outlasts(s, 0)?;
            }
            Ok(())
        }),
        part("a `close` beside disconnects that never end", |s| {
            s.open(0, 2)?;
            s.fill()?;
            let_hang(s, Call::Disconnect, 2);
            s.give_back_all();
            let close = s.begin_close();
            outlast_calls(s);
            s.expect_settled(close, "`close` completes although no disconnect ends")
        }),
    ],
};

/// Lets as much time pass as the pool may take.
fn outlast_calls(s: &mut Scenario<'_, '_>) {
    if let Some(patience) = s.patience() {
        s.wait_for_limits(|s| s.advance(patience));
    }
}

/// Lets the next calls of that kind never end.
fn let_hang(s: &mut Scenario<'_, '_>, call: Call, count: usize) {
    for _ in 0..count {
        s.perform(Step::Next(call, Behaviour::Never));
    }
}

/// So many acquires run into the calls; afterwards the whole pool is there.
fn outlasts(s: &mut Scenario<'_, '_>, acquires: usize) -> Verification {
    let clients: Vec<Actor> = (0..acquires).map(|_| s.acquire()).collect();
    outlast_calls(s);
    for client in clients {
        s.expect_settled(client, "an acquire settles by its limit although a call never ends")?;
    }
    s.expect_capacity("calls that never ended")
}
