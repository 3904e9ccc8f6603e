//! Doing things on another thread than the judge's.

use std::{sync::mpsc::channel, thread};

use pool_protocol::Status;

use super::{Clock, Step, World, guarded};
use crate::{erased::Handle, rule::Stop};

/// Where foreign code runs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Thread {
    /// On the judge's own thread.
    Own,
    /// On one that is made for it, and that belongs to the judge's runtime, too.
    Other,
}

impl Thread {
    pub(super) fn run<T: Send>(self, clock: &Clock, code: impl FnOnce() -> T + Send) -> T {
        match self {
            Self::Own => code(),
            Self::Other => clock.elsewhere(code),
        }
    }
}

impl World<'_> {
    /// Performs a step on another thread, and comes back when it is done there.
    pub(crate) fn perform_elsewhere(&mut self, step: Step) {
        self.thread = Thread::Other;
        self.perform(step);
        self.thread = Thread::Own;
    }

    /// Does so many things at the same time, each on a thread of its own and with a handle of its own; background tasks run
    /// meanwhile on this one.
    pub(crate) fn crowd<T: Send, P: FnOnce(Box<dyn Handle>) -> T + Send>(
        &mut self,
        parts: impl Iterator<Item = P>,
    ) -> Vec<T> {
        let parts: Vec<_> = parts.filter_map(|part| Some((part, self.another_handle()?))).collect();
        self.news = true;
        let clock = self.clock;
        let (running, others) = channel();
        thread::scope(|scope| {
            let threads: Vec<_> = parts
                .into_iter()
                .map(|(part, handle)| {
                    let running = running.clone();
                    scope.spawn(move || {
                        let _running = running;
                        clock.within(|| part(handle))
                    })
                })
                .collect();
            drop(running);
            clock.run_while(others);
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        })
    }

    /// What the pool says of itself through a second handle, on another thread.
    pub(crate) fn status_elsewhere(&mut self) -> Result<Status, Stop> {
        self.pulse.beat();
        let other = self.another_handle().ok_or_else(|| Stop::unreached("the handle was dropped"))?;
        let status = Thread::Other.run(self.clock, move || guarded(|| other.status()));
        status.map_err(|text| Stop::panicked("status", &text))
    }
}
