//! A small world as users name one.

use super::Bounds;
use crate::model::Gates;

/// A world for the [machine](crate::Machine) of a pool: some clients that acquire and give back once, on a pool whose connects
/// are slow, and so many disturbances.
///
/// # Examples
///
/// ```
/// use pool_conformance::SmallWorld;
///
/// let world = SmallWorld::new(2, 1).cancellations(1);
/// # let _ = world;
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "a world is nothing until a machine is made in it"]
pub struct SmallWorld {
    pub(super) bounds: Bounds,
    /// Whether all that is ready runs after each step.
    pub(super) at_rest: bool,
}

impl SmallWorld {
    /// So many clients on a pool of that size, with `min_size` 0, and nothing that disturbs them.
    pub fn new(clients: u8, max_size: u8) -> Self {
        let gates = Gates { connect: true, ..Gates::NONE };
        let bounds = Bounds { clients, max: max_size, gates, ..Bounds::UNDISTURBED };
        Self { bounds, at_rest: false }
    }

    /// The least size of the pool.
    pub fn min_size(self, min: u8) -> Self {
        Self { bounds: Bounds { min, ..self.bounds }, ..self }
    }

    /// So many operations that may be dropped half-way.
    pub fn cancellations(self, cancellations: u8) -> Self {
        Self { bounds: Bounds { cancellations, ..self.bounds }, ..self }
    }

    /// So many connects that may fail, or connections that may break.
    pub fn faults(self, faults: u8) -> Self {
        Self { bounds: Bounds { faults, ..self.bounds }, ..self }
    }

    /// So many closes; for pools that can be closed.
    pub fn closes(self, closes: u8) -> Self {
        Self { bounds: Bounds { closes, ..self.bounds }, ..self }
    }

    /// Nothing is done before all that is ready has run: pools that come to the same by other ways are then the same, and what
    /// goes wrong only in between is not seen.
    pub fn at_rest(self) -> Self {
        Self { at_rest: true, ..self }
    }
}
