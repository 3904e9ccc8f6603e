use std::task::Waker;

use super::{count::Why, place::Place, state::State};

impl<C> State<C> {
    /// Sets the bound: places for those who wait, or the idle connections that are too many.
    pub(super) fn resize(&mut self, max_size: usize) -> (Vec<Place<C>>, Vec<Waker>) {
        self.config.max_size = max_size;
        let mut wakers = Vec::new();
        while self.taken < max_size {
            let Some(waiter) = self.queue.next() else { break };
            self.taken += 1;
            wakers.push(waiter.serve(Place::Bare));
        }
        let surplus = self.taken.saturating_sub(max_size);
        let places = (0..surplus).map_while(|_| self.doom_idle(Why::Other)).collect();
        (places, wakers)
    }

    /// Whether more places are taken than a bound that was lowered allows.
    pub(super) fn has_too_many(&self) -> bool {
        self.taken > self.config.max_size
    }
}
