//! What `close` does to what it finds.

use crate::{
    model::{
        Capability, CloseMode, Leak, Level, Need, Rule, Situation, Step, Stop, Symptom, Verification, always,
    },
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-09",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Closing],
        requirement: "A connection in use when `close` starts is never handed to anyone else and is ended when released; \
                  unless the pool declares that it aborts, it stays usable until then.",
        why: "A guard that outlives `close` must neither lose its connection under its hands nor park it in a dead pool.",
        hints: &[
            "does the guard's drop look at the closed flag, under the same lock that `close` sets it with?",
            "does the awaited `release` take the same way as the drop?",
        ],
        situations: &[Situation::Served, Situation::ClosedWithHeld],
    },
    owns: &[always(Symptom::Leaked(Leak::Held))],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in [1, 2] {
            for explicit in [false, true] {
                released_after_close(s, max, explicit)?;
            }
        }
        Ok(())
    })],
};

fn released_after_close(s: &mut Scenario<'_, '_>, max: usize, explicit: bool) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let close = s.begin_close();
    for holder in holders {
        let id = s.holds(holder).ok_or_else(|| Stop::unreached("a guard that outlives `close`"))?;
        let aborts = s.declaration().close_mode == CloseMode::Abort;
        let expected = format!("{id} stays open for as long as {holder} holds it");
        Stop::unless(
            aborts || !s.trace().is_ended(id),
            expected,
            format!("{id} was ended under {holder}'s hands"),
        )?;
        s.perform(if explicit { Step::Release(holder) } else { Step::Drop(holder) });
        s.settle();
        let how = if explicit { "released" } else { "dropped" };
        let expected = format!("{id} is ended when its guard is {how} after `close`");
        Stop::unless(s.trace().is_ended(id), expected, format!("{id} is open, and idle in a closed pool"))?;
    }
    s.expect_settled(close, "`close` completes once the last guard is back")?;
    let size = s.status()?.size;
    Stop::unless(
        size == 0,
        "a closed pool whose guards are all back has size 0",
        format!("its size is {size}"),
    )
}
