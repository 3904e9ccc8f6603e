//! The language that rules are written in: given, when, then. The one page for authors of rules, beside the steps
//! (`model/step.rs`), what can be asked of the trace (`trace/queries.rs`) and how a pool is used (`run/conduct.rs`).
//! Called by `rules`; calls `oracle`, `run`, `trace` and `model`.

mod expect;
mod given;
mod release;

use std::ops::{Deref, DerefMut};

use pool_protocol::Status;

pub(crate) use self::{
    given::{leave_to_be_checked, require_connecting},
    release::ReleaseMode,
};
use crate::{
    model::{Actor, ConnId, Settled, Stop},
    sim::Sim,
};

/// A simulation as a rule drives it.
pub(crate) struct Scenario<'s, 'a> {
    sim: &'s mut Sim<'a>,
}

impl<'s, 'a> Scenario<'s, 'a> {
    pub(crate) fn new(sim: &'s mut Sim<'a>) -> Self {
        Self { sim }
    }

    /// How many connections may be open at once.
    pub(crate) fn max(&self) -> usize {
        self.pool().max_size()
    }

    /// What the pool says of itself.
    pub(crate) fn status(&mut self) -> Result<Status, Stop> {
        self.ask_for_status().map(|()| *self.shown())
    }

    /// The connection that the actor holds.
    pub(crate) fn holds(&self, actor: Actor) -> Option<ConnId> {
        self.tasks().holds(actor)
    }

    pub(crate) fn is_pending(&self, actor: Actor) -> bool {
        self.tasks().is_pending(actor)
    }

    /// Whether the actor has been woken and not been polled since.
    pub(crate) fn is_woken(&self, actor: Actor) -> bool {
        self.tasks().is_woken(actor)
    }

    /// How the actor's last operation ended, if it has.
    pub(crate) fn settled(&self, actor: Actor) -> Option<&Settled> {
        self.tasks().settled(actor)
    }
}

impl<'a> Deref for Scenario<'_, 'a> {
    type Target = Sim<'a>;

    fn deref(&self) -> &Sim<'a> {
        self.sim
    }
}

impl DerefMut for Scenario<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.sim
    }
}
