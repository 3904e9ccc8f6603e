//! A client that uses a pool on a thread of its own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
};

use super::history::History;
use crate::{
    foreign::catch_panic,
    model::{Actor, Behaviour, Call, ConnId, Event, Symptom},
    oracle::{Finding, Holds, injected, is_sane},
    probe::Probe,
    sim::{Heartbeat, ThreadContext},
    subject::{BoxFuture, Lease},
};

/// How often a thread lets the others run while it waits to be woken, before it gives its operation up.
pub(crate) const PATIENCE: u32 = 200;

/// Somebody who uses a pool on a thread of its own.
pub(crate) struct ThreadClient<'a> {
    pub(crate) actor: Actor,
    pub(crate) context: ThreadContext<'a>,
    pub(crate) probe: Probe,
    pub(crate) heartbeat: &'a Heartbeat,
    pub(crate) history: &'a History,
}

/// A guard, and the connection under it.
pub(crate) struct Held {
    pub(crate) id: ConnId,
    lease: Box<dyn Lease>,
}

/// What came of a future that was driven for as long as its driver had patience.
enum Driven<T> {
    Done(T),
    GivenUp,
    Panicked(String),
}

impl ThreadClient<'_> {
    /// Acquires; nothing if the pool refuses, or if that takes more patience.
    pub(crate) fn acquire(&self, patience: u32) -> Result<Option<Held>, Finding> {
        self.history.begins();
        let driven = self.drive(self.context.handle.acquire(), patience);
        if !matches!(driven, Driven::Done(Ok(_))) {
            self.history.ends();
        }
        let mut lease = match driven {
            Driven::Done(Ok(lease)) => lease,
            Driven::Done(Err(_)) | Driven::GivenUp => return Ok(None),
            Driven::Panicked(text) => return self.unless_injected("an acquire", &text).map(|()| None),
        };
        self.history.lends();
        match catch_panic(|| lease.connection().number()) {
            Ok(id) => {
                self.record(Event::Held(self.actor, id));
                Ok(Some(Held { id, lease }))
            }
            Err(text) => Err(self.panicked("a guard", &text)),
        }
    }

    /// Drops a guard.
    pub(crate) fn part_with(&self, held: Held) -> Holds {
        self.record(Event::Unheld(self.actor, held.id));
        self.history.takes_back();
        let dropped = catch_panic(|| drop(held.lease));
        self.history.ends();
        dropped.map_err(|text| self.panicked("the drop of a guard", &text))
    }

    /// Releases, and lets calls that hang finish: what becomes of a release that is given up is no matter of any rule yet.
    pub(crate) fn release(&self, held: Held) -> Holds {
        const ENOUGH: usize = 100;
        self.record(Event::Unheld(self.actor, held.id));
        self.history.takes_back();
        let mut task = self.context.handle.release(held.lease);
        for _ in 0..ENOUGH {
            match self.pursue(&mut task, PATIENCE) {
                Some(Ok(_)) => {
                    self.history.ends();
                    return Ok(());
                }
                Some(Err(text)) => return self.unless_injected("`release`", &text),
                None => self.open_gates(),
            }
        }
        Ok(())
    }

    fn open_gates(&self) {
        for call in [Call::Connect, Call::Check, Call::Disconnect] {
            self.probe.shared.finish(call, 0, Behaviour::Succeed);
        }
    }

    /// Closes the pool; whether that came to its end.
    pub(crate) fn close(&self) -> Result<bool, Finding> {
        self.history.begins();
        let driven = self.drive(self.context.handle.close(), PATIENCE);
        self.history.ends();
        match driven {
            Driven::Done(_) => Ok(true),
            Driven::GivenUp => Ok(false),
            Driven::Panicked(text) => Err(self.panicked("`close`", &text)),
        }
    }

    /// Asks whether the pool is healthy; what it says is no matter here.
    pub(crate) fn check_health(&self) -> Holds {
        self.history.begins();
        let driven = self.drive(self.context.handle.health_check(), PATIENCE);
        self.history.ends();
        match driven {
            Driven::Done(_) | Driven::GivenUp => Ok(()),
            Driven::Panicked(text) if injected(&text) => Ok(()),
            Driven::Panicked(text) => {
                let seen = format!("a health check panicked on the thread of {}: {text}", self.actor);
                Err(Finding::new(Symptom::HealthCheckPanicked, "no health check panics of itself", seen))
            }
        }
    }

    /// Looks at what the pool says of itself; `in_order`, it has to fit what the threads have done.
    pub(crate) fn look(&self, max: usize, in_order: bool) -> Holds {
        let (status, possible) = self.history.during(|| catch_panic(|| self.context.handle.status()));
        let status = status.map_err(|text| self.panicked("`status`", &text))?;
        is_sane(&status, max)?;
        let expected = "a status fits an order in which the operations happened one after another";
        let kept = !in_order || possible.contains(&status.in_use);
        Finding::unless(kept, Symptom::StatusOutOfOrder, expected, || {
            format!("in_use {}, and {possible:?} guards were lent meanwhile", status.in_use)
        })
    }

    pub(crate) fn record(&self, event: Event) {
        self.probe.shared.record(event);
    }

    fn unless_injected(&self, what: &str, text: &str) -> Holds {
        if injected(text) { Ok(()) } else { Err(self.panicked(what, text)) }
    }

    fn panicked(&self, what: &str, text: &str) -> Finding {
        let seen = format!("{what} panicked on the thread of {}: {text}", self.actor);
        Finding::new(Symptom::OperationPanicked, "no operation of the pool panics of itself", seen)
    }

    /// Drives an operation, and gives it up when the patience is at its end.
    fn drive<T>(&self, mut task: BoxFuture<T>, patience: u32) -> Driven<T> {
        match self.pursue(&mut task, patience) {
            Some(Ok(done)) => Driven::Done(done),
            Some(Err(text)) => Driven::Panicked(text),
            None => match catch_panic(|| drop(task)) {
                Ok(()) => Driven::GivenUp,
                Err(text) => Driven::Panicked(text),
            },
        }
    }

    /// Polls whenever it is woken, until the end or until the patience is; what came of it, or what it panicked with.
    fn pursue<T>(&self, task: &mut BoxFuture<T>, patience: u32) -> Option<Result<T, String>> {
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        let waker = Waker::from(Arc::clone(&woken));
        for _ in 0..=patience {
            self.heartbeat.beat();
            if woken.0.swap(false, Ordering::AcqRel) {
                self.probe.shared.polls.begin(None);
                match catch_panic(|| task.as_mut().poll(&mut Context::from_waker(&waker))) {
                    Ok(Poll::Ready(done)) => return Some(Ok(done)),
                    Ok(Poll::Pending) => {}
                    Err(text) => return Some(Err(text)),
                }
            }
            self.context.run_tasks();
            thread::yield_now();
        }
        None
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}
