//! Noticing who has been woken.

use super::World;
use crate::ledger::Event;

impl World<'_> {
    /// Whether anybody has been woken in this world: mostly nobody has, and nobody need be looked for.
    #[inline]
    pub(crate) fn had_wakes(&self) -> bool {
        self.hub.wakes() != self.first
    }

    /// Writes wakes that have come since the last look into the ledger.
    #[inline]
    pub(super) fn note_wakes(&mut self) {
        let wakes = self.hub.wakes();
        if wakes != self.noted {
            self.noted = wakes;
            self.write_wakes();
        }
    }

    fn write_wakes(&mut self) {
        for index in 0..self.slots.len() {
            let slot = &mut self.slots[index];
            if slot.is_pending() && !slot.wake_noted && slot.flag.woken().is_some() {
                slot.wake_noted = true;
                let actor = slot.actor;
                self.record(Event::Woken(actor));
            }
        }
        self.note_leavers();
    }
}
