//! The connections that the manager opens.

use std::{fmt, sync::Arc};

use crate::{
    model::{Behaviour, Call, CallOut, ConnId, Ending, Event, PROBE_PANIC},
    probe::{Shared, call_out},
};

/// A connection of the kit's run.
///
/// It does nothing but exist; the kit knows when it is opened, held, broken and ended.
pub struct ProbeConnection {
    number: ConnId,
    shared: Arc<Shared>,
    disconnected: bool,
}

impl ProbeConnection {
    pub(crate) fn new(number: ConnId, shared: Arc<Shared>) -> Self {
        Self { number, shared, disconnected: false }
    }

    /// The connection's number in its run, from 1, as reports show it.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.number.0.into()
    }

    pub(crate) fn number(&self) -> ConnId {
        self.number
    }

    /// Whether this connection was opened in that run.
    pub(crate) fn is_of(&self, shared: &Arc<Shared>) -> bool {
        Arc::ptr_eq(&self.shared, shared)
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.shared.lock().inbox.is_broken(self.number)
    }

    pub(crate) fn ended_by_disconnect(mut self) {
        self.disconnected = true;
        self.shared.record(Event::Ended(self.number, Ending::Disconnected));
    }
}

impl Drop for ProbeConnection {
    fn drop(&mut self) {
        if self.disconnected {
            return;
        }
        call_out(CallOut::Call(Call::Drop, Some(self.number)));
        let behaviour = {
            let mut state = self.shared.lock();
            state.inbox.post(Event::Ended(self.number, Ending::Dropped));
            state.faults.take(Call::Drop)
        };
        match behaviour {
            Behaviour::Panic if !std::thread::panicking() => {
                std::panic::resume_unwind(Box::new(format!("the drop of {} {}", self.number, PROBE_PANIC)));
            }
            Behaviour::Reenter(how) => self.shared.reenter_by(Call::Drop, how),
            _ => {}
        }
    }
}

impl fmt::Debug for ProbeConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProbeConnection").field(&self.number.0).finish()
    }
}
