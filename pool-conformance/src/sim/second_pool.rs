//! A second pool of the same subject, beside the one that is judged.

use super::{Sim, giving_back::unhold};
use crate::model::{Actor, Event};

/// Acts with a pool, which has been built, and with a second one beside it, which has not.
pub(crate) fn with_second<'a, T>(own: &mut Sim<'a>, act: impl FnOnce(&mut Sim<'a>, &mut Sim<'a>) -> T) -> T {
    let mut second = Sim::new(own.env.subject, own.env.clock, own.env.heartbeat);
    second.transcribe_from(own.transcribed_from);
    let acted = act(own, &mut second);
    drop(second);
    own.env.heartbeat.watch(&own.pool.probe.shared);
    acted
}

/// Takes a guard from a client of another pool, for the step that gives it to this one's `release`.
pub(crate) fn take_guard_of<'a>(own: &mut Sim<'a>, other: &mut Sim<'a>, holder: Actor) {
    let index = other.tasks.place(holder);
    if let Some(id) = other.tasks.holds(holder) {
        other.record(Event::Unheld(holder, id));
    }
    own.pool.foreign_guard = unhold(other, index);
}
