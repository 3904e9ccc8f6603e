//! One world, in the way that suits it: as a graph, and schedule by schedule where there are few or where the pool hides state.

use super::{
    Bounds, Counterexamples, Enumerated, Explored, Extent, Limits, Merged, TimeBounds, Walked,
    chance::wander, enumerate, merge, preempt,
};
use crate::{oracle::Attribution, sim::Sim};

/// After how many further steps that agree two prefixes are merged, where that can be afforded.
const AGREEING: u8 = 3;
/// How much of the runs that a graph may take may be taken once more to confirm it, or to run every schedule instead; and
/// how many at most.
const CONFIRMED_BY: (u64, u64) = (8, 20_000);

/// Explores a world, in so many runs at most, and some more to confirm what was found to be the same.
pub(crate) fn explore(sim: &mut Sim<'_>, attribution: &Attribution, bounds: &Bounds, runs: u64) -> Explored {
    if bounds.preempted {
        return preempt(sim, attribution, bounds, runs);
    }
    let mut finds = Counterexamples::new(attribution);
    let (part, most) = CONFIRMED_BY;
    let confirming = (runs / part).min(most);
    let limits = Limits { runs, few: confirming, confirming, agreeing: AGREEING };
    // How old everything is, no look tells: where time passes, every schedule is run.
    let merged = if bounds.time == TimeBounds::STILL {
        merge_all(sim, &mut finds, bounds, limits)
    } else {
        Merged::NOTHING
    };
    let hides_state = matches!(merged.end, Walked::Hidden);
    let extent = |runs, agreeing| Extent {
        runs,
        states: merged.states,
        steps: merged.steps,
        agreeing,
        apart: merged.apart,
        hides_state,
        depth: merged.depth,
        estimate: merged.estimate,
    };
    let (schedules, end, extent) = match merged.end {
        Walked::Few | Walked::Hidden => {
            let Enumerated { schedules, runs, end } = enumerate(sim, &mut finds, bounds, merged.runs, runs);
            (schedules, end, extent(runs, None))
        }
        end => {
            let schedules = merged.schedules.unwrap_or(merged.runs);
            (schedules, end, extent(merged.runs, Some(merged.agreeing)))
        }
    };
    let Walked::ByChance(seen) = end else { return conclude(sim, finds, schedules, end, Some(extent)) };
    finds.note_chance(seen);
    let (schedules, end) = wander(sim, &mut finds, bounds, extent.runs, runs);
    conclude(sim, finds, schedules, end, None)
}

/// Explores a world as a graph; where a wrong status has ended a schedule, once more with the status overlooked, for what else
/// there is.
pub(crate) fn merge_all(
    sim: &mut Sim<'_>,
    finds: &mut Counterexamples<'_>,
    bounds: &Bounds,
    limits: Limits,
) -> Merged {
    let merged = merge(sim, finds, bounds, 0, limits);
    if !finds.are_of_status() || matches!(merged.end, Walked::Doubted(_) | Walked::ByChance(_)) {
        return merged;
    }
    sim.ignore_status(true);
    merge(sim, finds, bounds, merged.runs, limits)
}

fn conclude(
    sim: &mut Sim<'_>,
    finds: Counterexamples<'_>,
    schedules: u64,
    end: Walked,
    extent: Option<Extent>,
) -> Explored {
    let explored = match end {
        Walked::Covered(completeness) => finds.explored(sim, schedules, completeness),
        Walked::Doubted(doubt) | Walked::ByChance(doubt) => finds.doubted(sim, schedules, doubt),
        Walked::Few | Walked::Hidden | Walked::StatusIsKnown => {
            finds.explored(sim, schedules, super::Completeness::BEYOND_BUDGET)
        }
    };
    Explored { extent, ..explored }
}
