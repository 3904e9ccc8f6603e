//! Calls of the manager that panic.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, CloseMode, Leak, Level, PROBE_PANIC, Rule, Settled, Situation,
        Step, Stop, Symptom, Verification, after,
    },
    rules::{Definition, part},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ERR-08",
        level: Level::Must,
        capability: Capability::PanicExt,
        needs: &[],
        requirement: "A panic in `is_valid`, `has_broken`, `disconnect` or the connection's own `Drop` reaches the caller or \
                      becomes an error; the capacity is intact and the pool still works.",
        why: "Drivers panic where they should fail; that must cost one connection, and not the lock of the pool or a place \
              in it.",
        hints: &[
            "is a lock held while `has_broken` runs or a connection is dropped, so that it is poisoned afterwards?",
            "is the place of a connection freed by a `Drop`, and before the connection itself is dropped?",
            "does a task that ends connections go on after one whose `disconnect` panics?",
        ],
        situations: &[Situation::Served, Situation::CallPanicked],
    },
    owns: &[
        after(&[Situation::CallPanicked], Symptom::Stranded),
        after(&[Situation::CallPanicked], Symptom::CapacityLost),
        after(&[Situation::CallPanicked], Symptom::CloseStuck),
        after(&[Situation::CallPanicked], Symptom::Leaked(Leak::Idle)),
        after(&[Situation::CallPanicked], Symptom::Leaked(Leak::Held)),
        after(&[Situation::CallPanicked], Symptom::Leaked(Leak::Lost)),
    ],
    rank: 12,
    scenario: &[
        part("a check that panics", |s| panics(s, Call::Check)),
        part("`has_broken` that panics", |s| panics(s, Call::HasBroken)),
        part("a disconnect that panics", |s| panics(s, Call::Disconnect)),
        part("the drop of a connection that panics", |s| panics(s, Call::Drop)),
    ],
};

fn panics(s: &mut Scenario<'_, '_>, call: Call) -> Verification {
    for max in 1..=2 {
        for how in [ReleaseMode::Drop, ReleaseMode::Release, ReleaseMode::Broken, ReleaseMode::BrokenRelease]
        {
            s.build_with(0, max, |setup| setup.validate_on_acquire = true)?;
            s.init()?;
            survives(s, call, how)?;
            s.expect_capacity(&format!("a panic of {}", call.name()))?;
        }
        if s.declaration().close_mode != CloseMode::Unsupported {
            close_survives(s, call, max)?;
        }
    }
    Ok(())
}

/// All connections come back and are asked for again, while the next call of that kind panics.
fn survives(s: &mut Scenario<'_, '_>, call: Call, how: ReleaseMode) -> Verification {
    let holders = s.fill()?;
    s.perform(Step::Next(call, Behaviour::Panic));
    for holder in &holders {
        s.release_guard(*holder, how);
        panics_no_further(s, *holder)?;
    }
    s.wait_until_checked();
    for holder in &holders {
        s.start(*holder);
        let expected = "an acquire settles when a call made for it panics";
        Stop::unless(!s.is_pending(*holder), expected, s.describe(*holder))?;
        panics_no_further(s, *holder)?;
    }
    s.perform(Step::Heal);
    Ok(())
}

fn panics_no_further(s: &Scenario<'_, '_>, actor: Actor) -> Verification {
    let own = match s.settled(actor) {
        Some(Settled::Panicked(text)) => !text.contains(PROBE_PANIC),
        _ => false,
    };
    Stop::unless(!own, "a panic of the manager makes the pool panic no further", s.describe(actor))
}

/// All connections are idle; the next call of that kind panics in `close`, and another `close` follows.
fn close_survives(s: &mut Scenario<'_, '_>, call: Call, max: usize) -> Verification {
    s.open(0, max)?;
    s.fill()?;
    s.give_back_all();
    s.perform(Step::Next(call, Behaviour::Panic));
    let first = s.begin_close();
    panics_no_further(s, first)?;
    Stop::unless(!s.is_pending(first), "`close` settles when a call panics", s.describe(first))?;
    s.perform(Step::Heal);
    let second = s.begin_close();
    s.expect_settled(second, "a `close` after one in which a call panicked completes")?;
    s.expect_all_ended("when a `close` has completed after one in which a call panicked")
}
