//! A suite that draws a machine instead of judging.

use std::sync::Arc;

use super::{
    Suite,
    job::{Done, Job},
    plan::attribution,
    watchdog::{self, Deadline},
};
use crate::{
    explore::SmallWorld,
    machine::{Machine, MachineError},
};

impl Suite {
    /// What the pool does in a small world, as a [`Machine`]: data, a drawing, and what tells it from that of another pool.
    ///
    /// Takes as many runs at most as the [`Budget`](crate::Budget) has for a world.
    ///
    /// # Errors
    ///
    /// [`MachineError::TooLarge`] where those are not enough, and [`MachineError::NotFollowed`] where the pool could not be
    /// built, blocks, or works on threads of its own.
    ///
    /// # Examples
    ///
    /// ```
    /// use pool_conformance::{Setup, SmallWorld, Suite};
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
    /// # use doc::DocPool;
    /// # async fn my_pool(setup: Setup) -> DocPool<pool_conformance::Probe> {
    /// #     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
    /// # }
    ///
    /// let machine = Suite::new(my_pool).machine(SmallWorld::new(2, 1))?;
    /// assert_eq!(machine.moves_from(0)[0].input(), "A acquires");
    /// println!("{}", machine.to_dot());
    /// # Ok::<(), pool_conformance::MachineError>(())
    /// ```
    pub fn machine(&self, world: SmallWorld) -> Result<Machine, MachineError> {
        let attribution = Arc::new(attribution(&self.judged.declaration()));
        let job = Job::Draw { world, limit: self.budget.per_world };
        let deadline = Deadline::after(self.budget.real_time);
        match watchdog::run(&self.judged, &attribution, vec![job], (1, deadline), |_, _| {}).pop() {
            Some(Done::Drawn(drawn)) => drawn,
            _ => Err(MachineError::NotFollowed("it blocks the thread that calls it".to_owned())),
        }
    }
}
