//! Whether what looks the same is the same: a merge stands once every further sequence of so many moves agrees.
//!
//! That is the idea of k-complete test suites (Vaandrager and Melse, CONCUR 2025). Where a sequence does not agree, it tells two
//! states apart, which from then on have two numbers.

use super::{
    breadth::{Going, Search},
    run::Came,
    states::{Edge, Id, Place, Target},
};
use crate::explore::{Transition, Walked, backtrack};

/// Of so many states, one may look like another and be none; where there are more, the pool hides too much to be merged.
const ONE_APART_IN: u64 = 4;

/// A step on a way that agrees so far: where it came to, and how.
struct Passed {
    place: Place,
    made: Transition,
    taken: usize,
    told: u64,
}

/// A place on a way that should look like a way that is known: the state that it should be in, and which move is tried there.
struct Choice {
    at: Id,
    taken: usize,
}

/// Makes every sequence of so many moves after each merge, and compares.
pub(super) fn confirm(search: &mut Search<'_, '_, '_>, moves: u8) -> Going {
    if moves == 0 {
        return Ok(());
    }
    while let Some(merge) = search.merges.pop_front() {
        confirm_one(search, merge, moves)?;
        search.walk()?;
    }
    Ok(())
}

/// Finds the state to which a move leads that has led to something that looks like a state known before.
fn confirm_one(search: &mut Search<'_, '_, '_>, merge: (Id, usize), moves: u8) -> Going {
    let (from, index) = merge;
    let Target::State(first) = search.states.of(from).edges[index].target else { return Ok(()) };
    let alike = search.states.alike(search.states.of(first).place.look).to_vec();
    let mut way = Vec::new();
    for state in alike {
        search.states.of_mut(from).edges[index].target = Target::State(state);
        match compare(search, merge, moves)? {
            None => return Ok(()),
            Some(seeming) => way = seeming,
        }
    }
    split(search, from, &way)
}

/// Goes every way on for so many moves; the way up to the last place that seemed the same, if they do not agree.
fn compare(
    search: &mut Search<'_, '_, '_>,
    merge: (Id, usize),
    moves: u8,
) -> Result<Option<Vec<Passed>>, Walked> {
    let mut path: Vec<Choice> = Vec::new();
    loop {
        let way = once(search, merge, &mut path, usize::from(moves))?;
        if way.is_some() {
            return Ok(way);
        }
        search.goes_on()?;
        if !next(search, &mut path) {
            return Ok(None);
        }
    }
}

/// Moves on to the next way; false if there is none.
fn next(search: &Search<'_, '_, '_>, path: &mut Vec<Choice>) -> bool {
    backtrack(path, |last| {
        last.taken += 1;
        last.taken < search.states.of(last.at).edges.len()
    })
}

/// Goes one way, and completes it with the first of each further move.
fn once(
    search: &mut Search<'_, '_, '_>,
    merge: (Id, usize),
    path: &mut Vec<Choice>,
    moves: usize,
) -> Result<Option<Vec<Passed>>, Walked> {
    let (mut at, mut taken) = merge;
    let (start, position) = (search.states.path(at), search.states.of(at).place.position);
    search.go_to(&start, position)?;
    let (chosen, mut way) = (path.len(), Vec::new());
    for depth in 0..=moves {
        let edge = search.states.of(at).edges[taken];
        let made = search.runner.transitions.get(taken).copied();
        let Some(made) = made.filter(|_| edge.target != Target::Unknown) else { break };
        let came = search.runner.go_on(taken);
        let agrees = came.is_along(edge, |state| search.states.of(state).place.look);
        if let Came::Broken(finding) = &came {
            search.found(finding.clone());
        }
        if !agrees {
            return Ok(Some(way));
        }
        let (Came::To { look, told }, Target::State(to)) = (came, edge.target) else { break };
        way.push(Passed { place: search.place(look), made, taken, told });
        at = to;
        if depth == moves || search.states.of(at).edges.is_empty() {
            break;
        }
        if depth >= chosen {
            path.push(Choice { at, taken: 0 });
        }
        taken = path[depth].taken;
    }
    Ok(None)
}

/// Makes states of their own of all places on a way that only seemed the same.
fn split(search: &mut Search<'_, '_, '_>, mut from: Id, way: &[Passed]) -> Going {
    for Passed { place, made, taken, told } in way {
        let state = search.add(*place, (from, *made));
        search.states.of_mut(from).edges[*taken] = Edge { target: Target::State(state), told: *told };
        search.apart += 1;
        from = state;
    }
    // Not even the move itself came to the same again.
    let is_random = way.is_empty();
    if is_random || search.apart > search.states.len() as u64 / ONE_APART_IN {
        Err(Walked::Hidden)
    } else {
        Ok(())
    }
}
