//! Two steps at once: one stands in a call-out on a thread of its own, and another actor takes one meanwhile.
//!
//! The two threads take turns, so that everything happens in one order, the same every time; but for one case: the second sleeps in
//! a lock that the first holds. Then the first goes on, both come to their end, and what came of it proves nothing.

use std::{
    cell::RefCell,
    panic::resume_unwind,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use super::{Sim, perform::carry_out};
use crate::{
    foreign::{Sleeper, ThreadIdentity, helping_thread},
    model::{Actor, CallOut, Event, Preemption, Step},
    probe::telling_call_outs,
};

/// How far two steps of a run were at work at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Overlap {
    /// No step was.
    #[default]
    None,
    /// One step went through while another stood in a call-out.
    Met,
    /// One step had to wait in a lock for the other.
    Collided,
}

/// What the first thread tells the second, which is the kit's own.
enum Note<T> {
    StandsIn(CallOut),
    Done(T),
}

/// Runs code of one actor on a thread of its own, and lets another actor take a step when that comes to its call-out.
pub(super) fn preempted<T: Send + 'static>(
    sim: &mut Sim<'_>,
    who: Actor,
    meanwhile: Preemption,
    code: impl FnOnce() -> T + Send,
) -> T {
    let (clock, own) = (sim.env.clock, ThreadIdentity::of_this());
    let (notes, heard) = channel();
    let (go_on, told) = channel();
    let stand = Stand { left: meanwhile.at, told, kit: Sleeper::this_thread(), collided: Arc::default() };
    let collided = Arc::clone(&stand.collided);
    let first = move || {
        own.assume();
        let _entered = clock.enter();
        let listener = stand.listener(notes.clone());
        let done = clock.run_as_task(|| telling_call_outs(listener, code));
        let _ = notes.send(Note::Done(done));
    };
    let done = thread::scope(|scope| {
        let first = helping_thread().spawn_scoped(scope, first).expect("a thread can be started");
        loop {
            match heard.recv() {
                Ok(Note::StandsIn(what)) => {
                    take_step(sim, who, what, meanwhile.step());
                    let _ = go_on.send(());
                }
                Ok(Note::Done(done)) => return done,
                Err(_) => resume_unwind(first.join().err().unwrap_or_else(|| Box::new("it came to no end"))),
            }
        }
    });
    if collided.load(Ordering::Acquire) {
        sim.run.overlap = Overlap::Collided;
    }
    done
}

/// Performs a step, and tells what the pool called out for.
pub(crate) fn perform_telling(sim: &mut Sim<'_>, step: Step) -> Vec<CallOut> {
    let told = Rc::<RefCell<Vec<CallOut>>>::default();
    let listener = Rc::clone(&told);
    telling_call_outs(move |what| listener.borrow_mut().push(what), || sim.perform(step));
    told.take()
}

/// Where the first thread stands still.
struct Stand {
    /// How many call-outs are left up to that one.
    left: u8,
    told: Receiver<()>,
    kit: Sleeper,
    collided: Arc<AtomicBool>,
}

impl Stand {
    fn listener<T>(mut self, notes: Sender<Note<T>>) -> impl FnMut(CallOut) {
        move |what| {
            if self.left == 1 {
                let _ = notes.send(Note::StandsIn(what));
                if !self.kit.speaks(&self.told) {
                    self.collided.store(true, Ordering::Release);
                }
            }
            self.left = self.left.saturating_sub(1);
        }
    }
}

fn take_step(sim: &mut Sim<'_>, who: Actor, what: CallOut, step: Step) {
    sim.collect();
    // Whoever has not been woken by now has no reason to look.
    let in_vain = matches!(step, Step::Poll(actor) if !sim.tasks.is_woken(actor));
    if in_vain {
        return;
    }
    sim.record(Event::Stops(who, what));
    if carry_out(sim, step) && sim.run.overlap == Overlap::None {
        sim.run.overlap = Overlap::Met;
    }
    sim.record(Event::GoesOn(who));
    sim.pool.probe.shared.polls.begin(Some(who));
}
