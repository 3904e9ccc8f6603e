//! What becomes of an operation that has come to its end.

use super::{Activity, Actor, Settled, World, guarded};
use crate::{erased::Lease, ledger::Event};

impl World<'_> {
    pub(super) fn take_lease(&mut self, index: usize, mut lease: Box<dyn Lease>) {
        let actor = self.slots[index].actor;
        let found = guarded(|| {
            let connection = lease.connection();
            connection.is_of(&self.probe.shared).then(|| connection.number())
        });
        self.drop_operation(index);
        match found {
            Ok(Some(id)) => {
                let settled = Settled::Served(id);
                self.record(Event::Held(actor, id));
                self.record(Event::Settled(actor, settled.clone()));
                self.slots[index].activity = Activity::Holding(lease, id);
                self.keep_settled(index, settled);
                self.witness_served(id);
            }
            Ok(None) => {
                self.foreign_pool = true;
                std::mem::forget(lease);
                self.note_settled(index, Settled::Cancelled);
            }
            Err(text) => {
                std::mem::forget(lease);
                self.note_settled(index, Settled::Panicked(text.into()));
            }
        }
    }

    pub(super) fn end_operation(&mut self, index: usize, settled: Settled) {
        self.drop_operation(index);
        self.note_settled(index, settled);
    }

    /// Drops the future of an operation that is over.
    fn drop_operation(&mut self, index: usize) {
        let done = self.slots[index].take_activity();
        let _ = guarded(|| drop(done));
    }

    pub(super) fn note_settled(&mut self, index: usize, settled: Settled) {
        let actor = self.slots[index].actor;
        self.witness_settled(actor, &settled);
        self.record(Event::Settled(actor, settled.clone()));
        if matches!((actor, &settled), (Actor::Close(_), Settled::Done)) {
            self.close_done = true;
            self.left_by_close = self.left_by_close.max(self.left_idle());
        }
        self.keep_settled(index, settled);
    }

    pub(super) fn keep_settled(&mut self, index: usize, settled: Settled) {
        self.slots[index].last = Some(settled);
        self.slots[index].fresh = true;
        self.fresh += 1;
    }
}
