//! How many schedules a world has that is too large to be gone through, by random probing.
//!
//! D. E. Knuth, "Estimating the efficiency of backtrack programs", 1975: the product of the numbers of choices along a random
//! way is, on average, the number of ways.

use super::{
    breadth::{Going, Search},
    run::Came,
};
use crate::{
    explore::{Estimate, LONGEST, Position},
    generate::Rng,
};

/// How many ways are tried.
pub(super) const PROBES: u32 = 100;

/// Estimates how many schedules there are; the same for the same world.
pub(super) fn estimate(search: &mut Search<'_, '_, '_>) -> Option<Estimate> {
    let (mut rng, mut sum, mut squares) = (Rng::new(1), 0.0, 0.0);
    for _ in 0..PROBES {
        let mut ways = 0.0;
        probe(search, &mut rng, &mut ways).ok()?;
        sum += ways;
        squares += ways * ways;
    }
    let probes = f64::from(PROBES);
    let mean = sum / probes;
    let deviation = (squares / probes - mean * mean).max(0.0).sqrt() / probes.sqrt();
    Some(Estimate::new(mean, deviation))
}

/// Goes one way at random, and counts the choices on it.
fn probe(search: &mut Search<'_, '_, '_>, rng: &mut Rng, ways: &mut f64) -> Going {
    search.go_to(&[], Position::default())?;
    let mut product = 1.0;
    for _ in 0..LONGEST {
        let Ok(choices) = u8::try_from(search.runner.transitions.len()) else { break };
        if choices == 0 {
            break;
        }
        product *= f64::from(choices);
        match search.runner.go_on(rng.below(choices).into()) {
            Came::To { .. } => {}
            Came::TooEarly => return Ok(()),
            Came::Broken(finding) => {
                search.found(finding);
                break;
            }
        }
    }
    *ways = product;
    Ok(())
}
