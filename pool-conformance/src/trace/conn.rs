//! What the trace knows of a connection.

use super::moment::Moment;
use crate::model::{Actor, ConnId, Ending, Leak};

/// Where a connection is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Life {
    Open,
    /// Handed to `disconnect`, which has not finished.
    Ending,
    Ended(Ending),
    /// Taken out of the pool by a client.
    Detached,
}

/// What the trace knows of one connection.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
#[derive(Clone, Debug)]
pub(crate) struct Conn {
    pub(crate) life: Life,
    pub(crate) holder: Option<Actor>,
    pub(crate) broken: bool,
    pub(crate) disconnects: u32,
    pub(crate) times_held: u32,
    /// What it would be, left open by a pool that is closed.
    pub(crate) left: Leak,
    pub(super) opened: Moment,
    /// When it was last opened, lent, given back, or come back from a call.
    pub(super) moved: Moment,
    pub(super) broke: Option<Moment>,
    /// Whether it had broken when its holder gave it back.
    pub(crate) came_back_broken: bool,
    /// Whether its session is as its last holder left it.
    pub(crate) used: bool,
    /// Whether its last check has found it unfit.
    pub(crate) unfit: bool,
    /// Whether a check of it came to nothing.
    pub(crate) failed_check: bool,
    /// Calls of the manager for it that run.
    pub(crate) calls: u32,
    /// Whether its holder has discarded it.
    pub(crate) discarded: bool,
}

impl Conn {
    /// One that has just been opened.
    pub(super) fn new(now: Moment, closing: bool) -> Self {
        Self {
            life: Life::Open,
            holder: None,
            broken: false,
            disconnects: 0,
            times_held: 0,
            left: if closing { Leak::OpenedTooLate } else { Leak::Idle },
            opened: now,
            moved: now,
            broke: None,
            came_back_broken: false,
            used: false,
            unfit: false,
            failed_check: false,
            calls: 0,
            discarded: false,
        }
    }
}

/// Connections that holders have parted the pool from.
#[derive(Debug, Default)]
pub(crate) struct Parted {
    /// Those that were taken out of the pool and have not ended.
    pub(super) detached: usize,
    /// The first of them that the pool ended all the same.
    pub(crate) ended: Option<ConnId>,
    /// The first discarded connection that was given to somebody, and to whom.
    pub(crate) lent: Option<(ConnId, Actor)>,
}
