//! What a call of the manager is told to do.

use crate::model::{Reentry, VirtualDuration};

/// What a call of the manager is told to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Behaviour {
    #[default]
    Succeed,
    Fail,
    Panic,
    /// Wait until the kit says how to finish; if it never does, the call hangs.
    Gate,
    /// Never finish, whatever the kit says later: only the pool can put an end to it.
    Never,
    /// Succeed after so much virtual time.
    Delay(VirtualDuration),
    /// Call the pool, then succeed.
    Reenter(Reentry),
}
