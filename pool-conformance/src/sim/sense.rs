//! Which steps make sense by now; any other does nothing.

use super::Sim;
use crate::model::{Actor, Step};

pub(super) fn makes_sense(sim: &Sim<'_>, step: Step) -> bool {
    let has_handle = sim.pool.has_handle();
    let holds = |actor| sim.tasks.holds(actor).is_some();
    if step.extension().is_some_and(|extension| !sim.declaration().extensions.has(extension)) {
        return false;
    }
    match step {
        Step::Start(actor) | Step::Create(actor) | Step::TryAcquire(actor) => {
            has_handle && !sim.tasks.is_pending(actor) && !holds(actor) && !is_second_resize(sim, actor)
        }
        Step::Poll(actor) | Step::PollAnew(actor) | Step::Cancel(actor) | Step::Arm(actor, _) => {
            sim.tasks.is_pending(actor)
        }
        Step::ReleaseForeign(actor) => {
            has_handle && sim.pool.foreign_guard.is_some() && !sim.tasks.is_pending(actor) && !holds(actor)
        }
        Step::Drop(actor) | Step::DropOutside(actor) | Step::Unwind(actor) | Step::Break(actor) => {
            holds(actor)
        }
        Step::Release(actor) | Step::Discard(actor) | Step::Detach(actor) => has_handle && holds(actor),
        Step::BreakIdle => sim.trace.idle() > 0,
        Step::BreakSecondIdle => sim.trace.idle() > 1,
        Step::DropHandle => has_handle,
        Step::Finish(call, _) => sim.gated(call) > 0,
        Step::FinishSecond(call, _) => sim.gated(call) > 1,
        Step::Tasks => sim.clock().has_ready_tasks(),
        Step::Pass(what) => sim.pool.until_past(what).is_some(),
        Step::Next(..)
        | Step::Always(..)
        | Step::Heal
        | Step::Advance(_)
        | Step::Leap
        | Step::Settle
        | Step::Preempt(_) => true,
    }
}

/// Of two bounds that are set at the same time either may win.
fn is_second_resize(sim: &Sim<'_>, actor: Actor) -> bool {
    let resizes = |actor: Actor| matches!(actor, Actor::Resize(_));
    resizes(actor) && sim.tasks.actors().any(|other| resizes(other) && sim.tasks.is_pending(other))
}
