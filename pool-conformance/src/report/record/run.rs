//! What a run was, as data: declaration, budget, worlds, and what was measured.

use crate::explore::Extent;

/// What a pool declares, in the names of [`Declaration`](crate::Declaration)'s stances.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct DeclarationRecord {
    /// What `acquire` does when every connection is in use.
    pub exhaustion: String,
    /// When `init` opens the first connections.
    pub prefill: String,
    /// What `close` does about connections in use.
    pub close_mode: String,
    /// What `acquire` does when connecting fails.
    pub connect_errors: String,
    /// Which clock the pool's limits go by.
    pub time_source: String,
    /// What the limit of an acquire covers.
    pub acquire_limit: String,
    /// Which idle connection is lent first.
    pub idle_order: String,
    /// How many hand-outs, for each connection that there may be, can pass over a waiter.
    pub passing_over: u16,
    /// By how much of it, in per cent, an idle limit or a lifetime may be over too early or too late.
    pub jitter: u8,
    /// For how long after its last use a connection may be lent without a check, in milliseconds.
    pub check_bypass_ms: u64,
    /// How long the pool may take to do its upkeep, in milliseconds.
    pub upkeep_period_ms: u64,
    /// The capabilities that are claimed, `core` first.
    pub claims: Vec<String>,
}

/// How far exploration was to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct BudgetRecord {
    /// How many small worlds were to be gone through.
    pub worlds: u64,
    /// How many schedules of each at most; `None` for all of them.
    pub schedules_per_world: Option<u64>,
    /// How many scripts were to be sampled.
    pub samples: u64,
    /// How many rounds of two threads in lock step, in each of the ways in which they meet.
    pub meetings: u64,
    /// How many rounds of four threads at once.
    pub stress: u64,
    /// The seed of all that is drawn.
    pub seed: u64,
}

/// How far exploration went in one world.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct WorldRecord {
    /// The world in words: its sizes, what is slow, and what disturbs it.
    pub world: String,
    /// Whether real threads ran it, so that its count is in [`Measured`].
    pub on_threads: bool,
    /// How many schedules were run; `None` where threads ran them.
    pub schedules: Option<u64>,
    /// Whether these are all that there are.
    pub complete: bool,
    /// How often in a schedule a ready task is put off at most; `None` where there is nothing more to put off.
    pub put_off: Option<u8>,
    /// What it took, where a small world was explored.
    pub extent: Option<Extent>,
    /// Why the rest was left out.
    pub left_out: Option<String>,
    /// Why nothing certain can be said of the world.
    pub doubt: Option<String>,
}

/// All of a record that differs between two runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Measured {
    /// The run that a fragment belongs to, and the attempt in it; `None` for a whole report.
    pub run: Option<String>,
    /// How long the run took, in milliseconds.
    pub took_ms: u64,
    /// How many rounds threads ran, by world.
    pub worlds: Vec<MeasuredWorld>,
    /// What threads ran into.
    pub failures: Vec<MeasuredFailure>,
}

/// How many rounds threads ran in a world.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct MeasuredWorld {
    /// The world in words.
    pub world: String,
    /// How many rounds.
    pub rounds: u64,
}

/// What threads ran into.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct MeasuredFailure {
    /// The rule that was broken.
    pub rule: String,
    /// What was seen, and in how many rounds.
    pub seen: String,
    /// The round in which it was first seen.
    pub round: u64,
}
