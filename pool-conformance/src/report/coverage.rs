//! How far exploration went.

use std::fmt;

use crate::explore::{Estimate, Extent};

/// How far exploration went in one run, or by sampling.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// The world in words.
    pub world: String,
    /// Whether real threads ran it, so that what they ran is by chance.
    pub on_threads: bool,
    /// How many schedules were run, or are stood for by runs that look the same.
    pub schedules: u64,
    /// Whether these are all that there are.
    pub complete: bool,
    /// The delay bound: how many other steps may run in a schedule before a ready task does; `None` where there is
    /// nothing more to put off.
    pub put_off: Option<u8>,
    /// Why the rest was left out, where a world was not gone through to the end.
    pub left_out: Option<String>,
    /// Why nothing certain can be said of the run, if so.
    pub doubt: Option<String>,
    /// Whether the pool was seen to choose at random: what was run is then a sample of what can happen.
    pub by_chance: bool,
    /// What it took, for a small world.
    pub extent: Option<Extent>,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { world, schedules, complete, put_off, left_out, doubt, extent, .. } = self;
        if let Some(doubt) = doubt {
            return write!(f, "{world}: {doubt}");
        }
        if *complete {
            write!(f, "{world}: complete: {schedules} of {schedules}")?;
        } else {
            write!(f, "{world}: {schedules} schedule{}", if *schedules == 1 { "" } else { "s" })?;
        }
        match put_off {
            Some(1) => f.write_str(", tasks put off once")?,
            Some(times) => write!(f, ", tasks put off {times} times")?,
            None => {}
        }
        extent.iter().try_for_each(|extent| tell_extent(extent, f))?;
        left_out.iter().try_for_each(|why| write!(f, ", the rest left out: {why}"))?;
        extent.iter().try_for_each(|extent| tell_rest(extent, f))
    }
}

/// Which prefixes were walked on once, unless every schedule was run.
fn tell_extent(extent: &Extent, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Extent { states, steps, agreeing, apart, hides_state, .. } = extent;
    if *hides_state {
        f.write_str(", nothing merged: the pool hides state")?;
    }
    let Some(agreeing) = agreeing else { return Ok(()) };
    write!(f, ", {states} states and {steps} steps, merged ")?;
    match agreeing {
        0 => f.write_str("where they look the same")?,
        1 => f.write_str("after 1 agreeing step")?,
        _ => write!(f, "after {agreeing} agreeing steps")?,
    }
    if *apart > 0 { write!(f, ", {apart} kept apart") } else { Ok(()) }
}

/// How much was left out.
fn tell_rest(extent: &Extent, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(estimate) = extent.estimate else { return Ok(()) };
    let Estimate { schedules, percent, .. } = estimate;
    let depth = extent.depth;
    write!(f, " (every beginning of {depth} steps was run, of about {schedules} schedules ± {percent} %)")
}
