//! Noticing the situations that a run comes to.

use super::{Actor, ErrorKind, Settled, Slot, Witness, World};
use crate::ledger::{Call, CallEnd, ConnId, Fold};

impl World<'_> {
    /// Notes a situation that only a rule's check can recognise.
    pub(crate) fn note(&mut self, witness: Witness) {
        self.reached.note(witness);
    }

    pub(super) fn witness_close(&mut self) {
        let (held, connecting, idle) = self.count(|fold| (fold.held, fold.connecting, fold.idle().count()));
        let waiting = self.slots.iter().any(Slot::is_acquiring);
        for (reached, witness) in [
            (idle > 0, Witness::ClosedWithIdle),
            (held > 0, Witness::ClosedWithHeld),
            (connecting > 0, Witness::ClosedConnecting),
            (waiting && connecting == 0, Witness::ClosedWithWaiter),
        ] {
            if reached {
                self.reached.note(witness);
            }
        }
    }

    pub(super) fn witness_wait(&mut self, index: usize) {
        if self.slots[index].is_acquiring()
            && !self.reached.has(Witness::Waited)
            && self.count(|fold| fold.held) >= self.max()
        {
            self.reached.note(Witness::Waited);
        }
    }

    pub(super) fn witness_served(&mut self, id: ConnId) {
        self.reached.note(Witness::Served);
        if self.fold().conn(id).times_held > 1 {
            self.reached.note(Witness::Reused);
        }
    }

    pub(super) fn witness_cancel(&mut self, actor: Actor) {
        let witness = match actor {
            Actor::Init(_) => Some(Witness::InitCancelled),
            Actor::Close(_) => None,
            Actor::Client(_) if self.is_connecting(actor) => Some(Witness::ConnectCancelled),
            Actor::Client(_) if self.is_woken(actor) && !self.is_calling(actor) => {
                Some(Witness::ChosenCancelled)
            }
            Actor::Client(_) => Some(Witness::WaiterCancelled),
        };
        if let Some(witness) = witness {
            self.reached.note(witness);
        }
    }

    /// Whether a connect is under way that goes down with this actor.
    fn is_connecting(&self, actor: Actor) -> bool {
        self.fold().connecting > 0 && self.state().is_connecting(actor)
    }

    /// Whether a call of the manager is under way that the actor made.
    fn is_calling(&self, actor: Actor) -> bool {
        self.fold().running > 0 && self.state().is_calling(actor)
    }

    pub(super) fn witness_settled(&mut self, actor: Actor, settled: &Settled) {
        match (actor, settled) {
            (Actor::Init(_), Settled::Failed(_)) => self.reached.note(Witness::InitFailed),
            (Actor::Close(_), Settled::Done) => self.reached.note(Witness::Closed),
            (Actor::Client(_), Settled::Failed(refusal)) if refusal.kind == ErrorKind::Timeout => {
                self.reached.note(Witness::LimitReached);
            }
            _ => {}
        }
    }
}

impl Fold {
    /// The situations that can be read off the counts.
    pub(super) fn witnesses(&self) -> impl Iterator<Item = Witness> + use<> {
        [
            (Call::Connect, CallEnd::Failed, Witness::ConnectFailed),
            (Call::Connect, CallEnd::Panicked, Witness::ConnectPanicked),
            (Call::Disconnect, CallEnd::Failed, Witness::DisconnectFailed),
        ]
        .map(|(kind, end, witness)| (self.ends(kind, end) > 0).then_some(witness))
        .into_iter()
        .flatten()
        .chain((self.breaks > 0).then_some(Witness::Broke))
        .chain(self.acquired_within.then_some(Witness::WaiterCancelled))
    }
}
