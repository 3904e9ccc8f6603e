//! Calls of the pool by code that the pool has called.

use std::sync::Arc;

use crate::{
    foreign::catch_panic,
    model::{Call, Entrant, Event, PROBE_PANIC, Reentry},
    probe::Shared,
};

/// What calls the pool on behalf of a call of the manager.
pub(crate) type CallBack = Arc<dyn Fn(Reentry) + Send + Sync>;

impl Shared {
    /// Lets code that the pool has called do something before it comes back; the trace knows when that began, and ended.
    pub(crate) fn reenter(&self, who: Entrant, how: Reentry, act: impl FnOnce()) {
        self.record(Event::Reenters(who, how));
        let panic = catch_panic(act).err();
        let mut state = self.lock();
        state.inbox.post(Event::Reentered { panicked: panic.is_some() });
        if let Some(text) = panic.filter(|text| !text.contains(PROBE_PANIC)) {
            state.inbox.keep_panic(text);
        }
    }

    /// The same for a call of the manager, by the call-back that was left for it. What that makes the pool call does not call
    /// the pool again.
    pub(crate) fn reenter_by(&self, call: Call, how: Reentry) {
        let mut state = self.lock();
        let call_back = state.call_back.clone().filter(|_| !state.is_called_back);
        state.is_called_back |= call_back.is_some();
        drop(state);
        if let Some(call_back) = call_back {
            self.reenter(Entrant::Call(call), how, || call_back(how));
            self.lock().is_called_back = false;
        }
    }
}
