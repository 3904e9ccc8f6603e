//! The calls of the manager that are under way.

use crate::model::{Actor, Behaviour, Call, CallId, ConnId};

/// A call of the manager that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RunningCall {
    pub(crate) call: CallId,
    pub(crate) kind: Call,
    pub(crate) conn: Option<ConnId>,
    pub(crate) by: Option<Actor>,
    /// What the call was told to do last.
    pub(crate) how: Behaviour,
    /// After how many events it began, or was told how to finish.
    pub(crate) moved: u32,
}

impl RunningCall {
    /// Whether the call goes down with this actor: it is the actor's own, or a task's that has not been told to come to
    /// nothing.
    pub(super) fn goes_down_with(&self, actor: Actor) -> bool {
        let doomed = matches!(self.how, Behaviour::Fail | Behaviour::Panic);
        self.by == Some(actor) || (self.by.is_none() && !doomed)
    }
}
