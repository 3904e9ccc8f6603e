//! What is left when a pool is gone.

use std::time::Duration;

use crate::{
    Capability, CloseMode,
    rule::{Check, Level, Rule, Stop},
    world::{Settled, Step, Witness, World},
};

/// How long, in virtual time, a pool may take to wind down.
const WIND_DOWN: Duration = Duration::from_mins(1);
/// How long nothing may happen after that.
const SILENCE: Duration = Duration::from_hours(1);

pub(crate) static RES_01: Rule = Rule {
    id: "RES-01",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "Dropping the last handle without `close` ends every idle connection.",
    why: "Programs forget to close; a pool that keeps itself alive then leaks every connection it has.",
    hints: &[
        "does a guard, a task or a waiter keep a strong reference to the pool, and the pool to it?",
        "does a background task end when the last handle is gone?",
    ],
    witnesses: &[Witness::Served, Witness::HandleDropped],
    check: |w| {
        for (min, max) in [(0, 1), (2, 3)] {
            w.open(min, max)?;
            w.fill()?;
            w.give_back_all();
            drop_handle(w)?;
            w.advance(WIND_DOWN);
            w.expect_all_ended("once the last handle is gone")?;
        }
        Ok(())
    },
};

fn drop_handle(w: &mut World<'_>) -> Check {
    w.perform(Step::DropHandle);
    w.settle();
    match w.drop_panic() {
        None => Ok(()),
        Some(text) => {
            Err(Stop::broken("dropping the last handle does not panic", format!("it panicked: {text}")))
        }
    }
}

pub(crate) static RES_02: Rule = Rule {
    id: "RES-02",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "A guard may outlive the handle: it stays usable, and dropping it ends or returns its connection \
                  without panic.",
    why: "The order in which a program drops its parts at shutdown is rarely tidy.",
    hints: &["does the guard's drop assume that the pool is still there, say by upgrading a weak reference?"],
    witnesses: &[Witness::Served, Witness::HandleDropped],
    check: |w| {
        for others in [0, 1] {
            w.open(0, 2)?;
            let holder = w.hold()?;
            for _ in 0..others {
                w.leave_idle()?;
            }
            drop_handle(w)?;
            outlives(w, holder)?;
        }
        Ok(())
    },
};

fn outlives(w: &mut World<'_>, holder: crate::world::Actor) -> Check {
    let id = w.holds(holder).ok_or_else(|| Stop::unreached("a guard that outlives the handle"))?;
    let expected = format!("{id} stays open for as long as {holder} holds it");
    Stop::unless(!w.is_ended(id), expected, format!("{id} was ended when the handle was dropped"))?;
    w.give_back(holder);
    if let Some(Settled::Panicked(text)) = w.settled(holder) {
        return Err(Stop::broken(
            "a guard can be dropped after the handle",
            format!("its drop panicked: {text}"),
        ));
    }
    w.advance(WIND_DOWN);
    w.expect_all_ended("once the last handle and the last guard are gone")
}

pub(crate) static RES_03: Rule = Rule {
    id: "RES-03",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "After `close` completes, or the last handle and guard are gone, no activity of the pool remains \
                  beyond a bounded wind-down: no task, no connect, nothing that keeps the manager.",
    why: "A task that nobody can reach any more runs for as long as the process, and may go on connecting.",
    hints: &[
        "does a maintenance task hold a strong reference to the pool?",
        "does the task look at the closed flag, or at a weak reference, in every round?",
    ],
    witnesses: &[Witness::Served],
    check: |w| {
        for closed in [true, false] {
            if closed && w.declaration().close_mode == CloseMode::Unsupported {
                continue;
            }
            w.open(1, 2)?;
            w.leave_idle()?;
            if closed {
                w.close()?;
                stays_silent(w, "after `close`")?;
            }
            drop_handle(w)?;
            w.advance(WIND_DOWN);
            nothing_remains(w)?;
            stays_silent(w, "after the last handle was dropped")?;
        }
        Ok(())
    },
};

fn stays_silent(w: &mut World<'_>, when: &str) -> Check {
    w.advance(WIND_DOWN);
    let before = w.count(|fold| fold.connects);
    w.advance(SILENCE);
    let begun = w.count(|fold| fold.connects) - before;
    let expected = format!("no connect begins later than {WIND_DOWN:?} {when}");
    Stop::unless(begun == 0, expected, format!("{begun} connects began in the hour that followed"))
}

fn nothing_remains(w: &World<'_>) -> Check {
    let tasks = w.tasks();
    let expected = format!("no task is left {WIND_DOWN:?} after the last handle was dropped");
    Stop::unless(tasks == 0, expected, format!("{tasks} tasks are left"))?;
    let kept = w.outside_references();
    let expected = "the manager is dropped with the pool";
    Stop::unless(
        kept == 0,
        expected,
        format!("{kept} clones of it, or connections of it, are still kept somewhere"),
    )
}
