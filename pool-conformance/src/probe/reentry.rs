use std::{
    fmt,
    task::{Context, Waker},
};

use super::{Probe, Shared};
use crate::{
    erased::Handle,
    ledger::{Call, Event},
    world::{Actor, guarded},
};

/// What code that the pool calls does with the pool before it comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reentry {
    /// It asks for the status.
    Status,
    /// It starts an acquire, polls it once, and drops what came of it.
    Acquire,
    /// It drops the future that is being woken; where nobody is, it does nothing.
    Leave,
}

/// Which code that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Entrant {
    /// The waker of this actor's operation.
    Waker(Actor),
    /// A call of the manager, or the drop of a connection.
    Call(Call),
}

impl Reentry {
    pub(crate) const ALL: [Self; 3] = [Self::Status, Self::Acquire, Self::Leave];

    /// Does that, where it takes no more than a handle.
    pub(crate) fn act(self, pool: &dyn Handle) {
        match self {
            Self::Status => drop(pool.status()),
            Self::Acquire => drop(pool.acquire().as_mut().poll(&mut Context::from_waker(Waker::noop()))),
            Self::Leave => {}
        }
    }
}

impl fmt::Display for Reentry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Status => "call `status`",
            Self::Acquire => "acquire",
            Self::Leave => "drop its future",
        })
    }
}

impl fmt::Display for Entrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waker(actor) => write!(f, "{actor}'s waker"),
            Self::Call(call) => write!(f, "the {}", call.name()),
        }
    }
}

impl Shared {
    /// Lets code that the pool has called do something before it comes back; the ledger knows when that began, and ended.
    pub(crate) fn reenter(&self, who: Entrant, how: Reentry, act: impl FnOnce()) {
        self.record(Event::Reenters(who, how));
        let panic = guarded(act).err();
        let mut state = self.lock();
        state.inbox.post(Event::Reentered { panicked: panic.is_some() });
        if let Some(text) = panic.filter(|text| !text.contains(Probe::PANIC)) {
            state.inbox.keep_panic(text);
        }
    }

    /// The same for a call of the manager, with the handle that was left for it.
    pub(super) fn reenter_by(&self, call: Call, how: Reentry) {
        let handle = self.lock().handle.take();
        if let Some(handle) = handle {
            self.reenter(Entrant::Call(call), how, || how.act(&*handle));
        }
    }
}
