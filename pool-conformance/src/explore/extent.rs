//! What it took to explore a world, and how far the result can be trusted.

use super::Completeness;

/// How a walk came to its end.
#[derive(Debug)]
pub(crate) enum Walked {
    Covered(Completeness),
    Doubted(String),
    /// The same steps led to something else than before; how.
    ByChance(String),
    /// There are so few schedules that each can be run.
    Few,
    /// The pool hides state: what looks the same is not, again and again.
    Hidden,
    /// Enough is known of a wrong status.
    StatusIsKnown,
}

/// What it took to explore a small world, and which prefixes of its schedules were walked on once because they look the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Extent {
    /// How often a pool was built and run.
    pub runs: u64,
    /// How many states were told apart.
    pub states: u64,
    /// How many moves lead from one of them to the next.
    pub steps: u64,
    /// After how many further steps, in every way to go on, two prefixes that look the same were taken for one; `None` where
    /// every schedule was run and nothing had to be merged.
    pub agreeing: Option<u8>,
    /// How many states look like another, and turned out not to be the same.
    pub apart: u64,
    /// Whether the pool hides so much of its state that every schedule had to be run.
    pub hides_state: bool,
    /// Where a world was not gone through to the end: every beginning of a schedule with so many steps was.
    pub depth: u16,
    /// Where a world was not gone through to the end: how many schedules there may be.
    pub estimate: Option<Estimate>,
}

/// How many schedules there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Estimate {
    /// So many.
    pub schedules: u64,
    /// The standard error of that, in percent.
    pub percent: u64,
}

impl Estimate {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "neither is below 0, and a cast saturates"
    )]
    pub(crate) fn new(mean: f64, error: f64) -> Self {
        Self { schedules: mean.round() as u64, percent: (100.0 * error / mean.max(1.0)).ceil() as u64 }
    }
}
