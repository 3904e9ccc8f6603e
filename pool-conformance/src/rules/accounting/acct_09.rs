//! What a pool counts.

use crate::{
    model::{Capability, Extension, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, part},
    scenario::Scenario,
    sim::{Conduct, ask_for_counters},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACCT-09",
        level: Level::Should,
        capability: Capability::Observability,
        needs: &[],
        requirement: "The count of waiters is exact at rest; counters equal what happened at rest, and never go backwards.",
        why: "An alarm for a pool that is full looks at who waits, and a rate is the difference of two readings of a counter.",
        hints: &[
            "is a waiter that gives up, or is refused by `close`, counted out of the queue?",
            "is a counter computed as the difference of two others that are read one after the other?",
            "does every way in which a connection ends count once?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[always(Symptom::CounterWentBack), always(Symptom::CounterWrong), always(Symptom::WaitingWrong)],
    rank: GENERAL,
    scenario: &[
        part("waiters", |s| {
            for max in 1..=2 {
                counts_waiters(s, max)?;
            }
            Ok(())
        }),
        part("counters", |s| {
            for max in 1..=2 {
                counts_what_happens(s, max)?;
            }
            Ok(())
        }),
    ],
};

fn counts_waiters(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    const WAITERS: usize = 3;
    s.open(0, max)?;
    s.fill()?;
    if s.status()?.waiting.is_none() || !s.waits_when_full() {
        return Err(Stop::Vacuous("the pool does not say how many wait".to_owned()));
    }
    for count in 1..=WAITERS {
        s.queue()?;
        expect_waiting(s, count)?;
    }
    s.cancel_all();
    expect_waiting(s, 0)
}

fn expect_waiting(s: &mut Scenario<'_, '_>, count: usize) -> Verification {
    let waiting = s.status()?.waiting;
    let expected = format!("`waiting` is {count} while {count} acquires wait");
    Stop::unless(waiting == Some(count), expected, format!("it is {waiting:?}"))
}

fn counts_what_happens(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    if !s.declaration().extensions.has(Extension::Observe) {
        return Err(Stop::Vacuous("the pool has no counters".to_owned()));
    }
    s.open(0, max)?;
    for holder in s.fill()? {
        s.give_back(holder);
    }
    for holder in s.fill()? {
        s.give_back(holder);
    }
    let Some((_, counters)) = ask_for_counters(s)? else { return Err(Stop::unreached("counters")) };
    let (opened, served) = (s.trace().opened(), s.trace().outcomes().served);
    let expected = format!("`opened` is {opened}, and `acquired` is {served}");
    let exact = u64::try_from(opened) == Ok(counters.opened) && counters.acquired == served;
    Stop::unless(exact, expected, format!("they are {} and {}", counters.opened, counters.acquired))
}
