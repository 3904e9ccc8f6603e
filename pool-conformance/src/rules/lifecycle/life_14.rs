//! A `close` that is given up.

use crate::{
    model::{
        Behaviour, Call, Capability, ErrorKind, Leak, Level, Need, Rule, Situation, Step, Stop, Symptom,
        Verification, after,
    },
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-14",
        level: Level::Must,
        capability: Capability::CancelExt,
        needs: &[Need::Closing],
        requirement: "Dropping the future of `close` midway leaves the pool closed to newcomers; what remains is finished by \
                      the pool itself, by the next `close` or by the last drop, and nothing leaks.",
        why: "Shutdown code wraps `close` in a limit of its own, and goes on when that has passed (asyncpg's documentation \
              says so).",
        hints: &[
            "is a flag that says that somebody closes the pool taken back when that one gives up?",
            "is what `close` has taken out of the list given back, or ended, by a `Drop`?",
            "does a second `close` return because a first one has begun?",
        ],
        situations: &[Situation::CloseCancelled],
    },
    owns: &[
        after(&[Situation::CloseCancelled], Symptom::OpenAfterCancelledClose),
        after(&[Situation::CloseCancelled], Symptom::CloseStuck),
        after(&[Situation::CloseCancelled], Symptom::StatusSizeWrong),
        after(&[Situation::CloseCancelled], Symptom::Leaked(Leak::Idle)),
        after(&[Situation::CloseCancelled], Symptom::Leaked(Leak::Held)),
        after(&[Situation::CloseCancelled], Symptom::Leaked(Leak::Lost)),
        after(&[Situation::CloseCancelled], Symptom::Leaked(Leak::OpenedTooLate)),
    ],
    rank: 15,
    scenario: &[whole(|s| {
        let mut given_up = 0;
        for max in 1..=3 {
            for held in 0..=1 {
                for finished in 0..max {
                    for end in [End::Close, End::Drop] {
                        given_up += usize::from(half_way(s, max, held, finished, end)?);
                    }
                }
            }
        }
        if given_up > 0 { Ok(()) } else { Err(Stop::Vacuous("`close` never waits".to_owned())) }
    })],
};

/// What comes after a `close` that was given up.
#[derive(Clone, Copy)]
enum End {
    /// Another `close`.
    Close,
    /// The drop of the last handle.
    Drop,
}

/// Gives a `close` up when so many of its disconnects have finished; whether it was pending then.
fn half_way(
    s: &mut Scenario<'_, '_>,
    max: usize,
    held: usize,
    finished: usize,
    end: End,
) -> Result<bool, Stop> {
    s.open(0, max)?;
    let holders = s.fill()?;
    for holder in &holders[held.min(max)..] {
        s.give_back(*holder);
    }
    s.gate(Call::Disconnect);
    let close = s.begin_close();
    for _ in 0..finished {
        s.finish(Call::Disconnect, Behaviour::Succeed);
    }
    if !s.is_pending(close) {
        return Ok(false);
    }
    s.cancel(close);
    let late = s.acquire();
    let expected = "an acquire fails with Closed after a `close` that was given up";
    s.expect_error(late, &[ErrorKind::Closed], expected)?;
    s.heal();
    s.give_back_all();
    ends_well(s, end)?;
    Ok(true)
}

fn ends_well(s: &mut Scenario<'_, '_>, end: End) -> Verification {
    match end {
        End::Close => {
            let again = s.begin_close();
            s.expect_settled(again, "a `close` after one that was given up completes")?;
            s.expect_all_ended("when a `close` has completed after one that was given up")
        }
        End::Drop => {
            s.perform(Step::DropHandle);
            s.settle();
            s.expect_all_ended("when the last handle is dropped after a `close` that was given up")
        }
    }
}
