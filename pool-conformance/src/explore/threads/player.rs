use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread,
};

use crate::{
    Probe,
    erased::{Handle, Lease, Task},
    explore::{dice::Dice, invariant::Broken},
    ledger::{Call, Event},
    probe::Behaviour,
    world::{Actor, Pulse, guarded},
};

/// How often a thread lets the others run while it waits to be woken, before it gives its acquire up.
const PATIENCE: u32 = 200;

/// One of several threads that use a pool at the same time.
pub(super) struct Player<'a> {
    pub(super) actor: Actor,
    pub(super) handle: Box<dyn Handle>,
    pub(super) probe: Probe,
    pub(super) pulse: &'a Pulse,
    pub(super) dice: Dice,
    pub(super) max: usize,
}

/// What came of a future that was driven for as long as its driver had patience.
enum Driven<T> {
    Done(T),
    GivenUp,
    Panicked(String),
}

type Played = Result<(), Broken>;

impl Player<'_> {
    /// Makes so many moves, or as many as it takes to see something that is wrong.
    pub(super) fn play(&mut self, moves: u32) -> Played {
        (0..moves).try_for_each(|_| {
            self.pulse.beat();
            self.make_a_move()
        })
    }

    fn make_a_move(&mut self) -> Played {
        match self.dice.below(16) {
            0..=8 => return self.use_a_connection(PATIENCE),
            9 | 10 => return self.use_a_connection(0),
            11 => self.disturb(Call::Connect, Behaviour::Fail),
            12 => self.disturb(Call::Connect, Behaviour::Panic),
            13 => self.disturb(Call::Check, Behaviour::Fail),
            _ => return self.look(),
        }
        Ok(())
    }

    /// Closes the pool; whether that came to its end.
    pub(super) fn close(&mut self) -> Result<bool, Broken> {
        match self.drive(self.handle.close(), PATIENCE) {
            Driven::Done(_) => Ok(true),
            Driven::GivenUp => Ok(false),
            Driven::Panicked(text) => Err(self.panicked("`close`", &text)),
        }
    }

    fn use_a_connection(&mut self, patience: u32) -> Played {
        let mut lease = match self.drive(self.handle.acquire(), patience) {
            Driven::Done(Ok(lease)) => lease,
            Driven::Done(Err(_)) | Driven::GivenUp => return Ok(()),
            Driven::Panicked(text) if text.contains(Probe::PANIC) => return Ok(()),
            Driven::Panicked(text) => return Err(self.panicked("an acquire", &text)),
        };
        let id = lease.connection().number();
        self.record(Event::Held(self.actor, id));
        self.linger();
        if self.dice.below(8) == 0 {
            self.record(Event::Broke(id));
        }
        self.record(Event::Unheld(self.actor, id));
        self.give_back(lease)
    }

    fn give_back(&mut self, lease: Box<dyn Lease>) -> Played {
        if self.dice.below(4) > 0 {
            return guarded(|| drop(lease)).map_err(|text| self.panicked("the drop of a guard", &text));
        }
        match self.drive(self.handle.release(lease), PATIENCE) {
            Driven::Panicked(text) if !text.contains(Probe::PANIC) => Err(self.panicked("`release`", &text)),
            _ => Ok(()),
        }
    }

    fn disturb(&self, call: Call, behaviour: Behaviour) {
        self.probe.shared.lock().script.next(call, behaviour);
    }

    fn look(&self) -> Played {
        let status = guarded(|| self.handle.status()).map_err(|text| self.panicked("`status`", &text))?;
        let sane = status.size <= self.max && status.idle <= status.size && status.in_use <= status.size;
        Broken::unless(sane, "ACCT-02", "every status is sane", || {
            format!(
                "size {}, idle {}, in_use {}, with `max_size` {}",
                status.size, status.idle, status.in_use, self.max
            )
        })
    }

    fn linger(&mut self) {
        for _ in 0..self.dice.below(32) {
            std::hint::spin_loop();
        }
    }

    fn record(&self, event: Event) {
        self.probe.shared.lock().record(event);
    }

    fn panicked(&self, what: &str, text: &str) -> Broken {
        let seen = format!("{what} panicked on the thread of {}: {text}", self.actor);
        Broken::new("CONC-02", "no operation of the pool panics of itself", seen)
    }

    /// Polls whenever it is woken, until the end or until the patience is.
    fn drive<T>(&self, mut task: Task<T>, patience: u32) -> Driven<T> {
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        let waker = Waker::from(Arc::clone(&woken));
        for _ in 0..=patience {
            if woken.0.swap(false, Ordering::AcqRel) {
                self.pulse.beat();
                match guarded(|| task.as_mut().poll(&mut Context::from_waker(&waker))) {
                    Ok(Poll::Ready(done)) => return Driven::Done(done),
                    Ok(Poll::Pending) => {}
                    Err(text) => return Driven::Panicked(text),
                }
            }
            thread::yield_now();
        }
        match guarded(|| drop(task)) {
            Ok(()) => Driven::GivenUp,
            Err(text) => Driven::Panicked(text),
        }
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}
