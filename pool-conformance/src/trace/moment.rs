//! When something happened, and whether it was trouble.

use crate::model::{CallEnd, Event, Settled, VirtualDuration};

/// When something happened: after how many events, and in virtual time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) number: u32,
    pub(crate) at: VirtualDuration,
}

/// Whether this may be why a pool ends a connection that is healthy.
pub(super) fn is_trouble(event: &Event) -> bool {
    match event {
        Event::Settled(_, settled) => !matches!(settled, Settled::Served(_) | Settled::Done),
        Event::Returned { end, .. } => *end != CallEnd::Succeeded,
        Event::Broke(_) | Event::Reenters(..) => true,
        _ => false,
    }
}
