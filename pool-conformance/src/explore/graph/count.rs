//! How many schedules a graph stands for, and how many runs it takes to confirm it: counted, not run.

use super::states::{Id, States, Target};

/// How many schedules begin at each state; `None` if the graph has a circle, or is not known to its end, or has not been begun.
///
/// A schedule that is broken ends there, and is one.
pub(super) fn schedules(states: &States) -> Option<u64> {
    const OPEN: u64 = u64::MAX;
    let mut counted: Vec<Option<u64>> = vec![None; states.len()];
    let beginning = states.ids().next()?;
    let mut stack: Vec<(Id, usize)> = vec![(beginning, 0)];
    while let Some((id, next)) = stack.pop() {
        let edges = &states.of(id).edges;
        if next == 0 {
            counted[id as usize] = Some(OPEN);
        }
        let unseen = edges.iter().enumerate().skip(next).find_map(|(index, edge)| match edge.target {
            Target::State(to) if counted[to as usize].is_none() => Some((index, to)),
            _ => None,
        });
        if let Some((index, to)) = unseen {
            stack.extend([(id, index + 1), (to, 0)]);
            continue;
        }
        let mut sum = u64::from(edges.is_empty());
        for edge in edges {
            sum = sum.saturating_add(match edge.target {
                Target::Unknown => return None,
                Target::Broken(_) => 1,
                Target::TooEarly => 0,
                Target::State(to) => counted[to as usize].filter(|count| *count != OPEN)?,
            });
        }
        counted[id as usize] = Some(sum.min(OPEN - 1));
    }
    counted.first().copied().flatten()
}

/// How many runs it takes to make every sequence of so many further moves from each state.
pub(super) fn runs_on(states: &States, moves: u8) -> Vec<u64> {
    let mut runs = vec![1_u64; states.len()];
    for _ in 0..moves {
        let before = runs.clone();
        for id in states.ids() {
            let on = |target| match target {
                Target::State(to) => before[to as usize],
                Target::Unknown => 0,
                Target::Broken(_) | Target::TooEarly => 1,
            };
            let sum = states.of(id).edges.iter().map(|edge| on(edge.target)).fold(0, u64::saturating_add);
            runs[id as usize] = sum.max(1);
        }
    }
    runs
}
