//! What a simulation runs in: the subject, the clock, and the heartbeat that a watchdog listens to.

use tokio::runtime::EnterGuard;

use super::{Clock, Heartbeat};
use crate::{model::Declaration, subject::AnySubject};

/// What stays the same from one pool of a simulation to the next.
pub(crate) struct Environment<'a> {
    pub(super) subject: &'a dyn AnySubject,
    pub(super) declaration: Declaration,
    pub(super) clock: &'a Clock,
    pub(super) heartbeat: &'a Heartbeat,
    _entered: EnterGuard<'a>,
}

impl<'a> Environment<'a> {
    pub(super) fn new(subject: &'a dyn AnySubject, clock: &'a Clock, heartbeat: &'a Heartbeat) -> Self {
        let entered = clock.enter();
        Self { subject, declaration: subject.declaration(), clock, heartbeat, _entered: entered }
    }
}
