//! The state machine of a pool, as it is seen from outside: data, a drawing, and what tells two of them apart. Calls `model` alone.

mod difference;
mod dot;
mod growing;
mod text;

pub use self::difference::Distinction;
pub(crate) use self::growing::Growing;

/// What a pool does in a small world, as a machine that answers each input with an output.
///
/// A state is what can be seen to follow: two moments are one state where the same inputs are possible, and each leads to
/// the same answers. The machine is therefore the smallest there is.
///
/// Made by [`Suite::machine`](crate::Suite::machine). Its text (`Display`) is for another program, or for the next release of a pool to
/// be compared with: it is read back with [`str::parse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// How scripts in this world begin.
    world: String,
    /// The moves from each state, of which the first is the beginning.
    states: Vec<Vec<Move>>,
}

/// An input in a state of a [`Machine`], and what comes of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    pub(crate) input: String,
    /// Whether more ran than the input itself.
    pub(crate) settles: bool,
    pub(crate) output: Vec<String>,
    pub(crate) to: usize,
}

/// Why there is no machine, or no comparison of two.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MachineError {
    /// The world takes more runs than the budget has for a world.
    #[error("the world is too large: {0} runs do not show all of it")]
    TooLarge(u64),
    /// The pool could not be run, or the kit does not control it.
    #[error("the pool cannot be followed: {0}")]
    NotFollowed(String),
    /// The two machines are of different worlds.
    #[error("one machine is of the world `{0}`, and the other of `{1}`")]
    OtherWorld(String, String),
    /// A text that is no machine.
    #[error("line {line} of the machine is not {wanted}")]
    Unreadable {
        /// The number of the line, from 1.
        line: usize,
        /// What it would be.
        wanted: &'static str,
    },
}

impl Machine {
    pub(crate) fn new(world: String, states: Vec<Vec<Move>>) -> Self {
        Self { world, states }
    }

    /// How many states there are.
    #[must_use]
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// The moves from a state; the first state is 0. Nothing follows on a state without moves, nor on one that there is not.
    #[must_use]
    pub fn moves_from(&self, state: usize) -> &[Move] {
        self.states.get(state).map_or(&[], Vec::as_slice)
    }
}

impl Move {
    /// What is done, as in a script.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }

    /// What the pool does then, in order: its calls of the manager, and what clients are told.
    #[must_use]
    pub fn output(&self) -> &[String] {
        &self.output
    }

    /// The state that follows.
    #[must_use]
    pub fn to(&self) -> usize {
        self.to
    }
}
