//! What tells a version with a bug from the one that mended it: their machines in a small world.

use std::io;

use pool_conformance::{Distinction, Machine};

use crate::{bugs::Bug, package};

/// How many of the scripts that tell two versions apart are run, the shortest first.
const SCRIPTS: usize = 20;

/// Two versions of a pool as machines in the world of a bug.
pub(crate) struct Compared {
    bug: &'static Bug,
    /// How many states the machine has, before and after.
    states: [usize; 2],
    differences: Vec<Distinction>,
    /// The first of them that breaks the bug's rule before, and not after.
    is_the_bug: Option<usize>,
}

impl Compared {
    /// Draws both machines, and runs what tells them apart; none for a bug that no small world shows.
    pub(crate) fn of(bug: &'static Bug) -> io::Result<Option<Self>> {
        let Some(world) = bug.world else { return Ok(None) };
        let [before, after] = [bug.affected, bug.fixed].map(|version| bug.package(version));
        let (here, there) = (machine(&before, world)?, machine(&after, world)?);
        let differences = here.differences(&there).map_err(io::Error::other)?;
        let mut is_the_bug = None;
        for (index, difference) in differences.iter().take(SCRIPTS).enumerate() {
            let breaks = |package| package::breaks(package, difference.script(), bug.rule);
            if breaks(&before)? && !breaks(&after)? {
                is_the_bug = Some(index);
                break;
            }
        }
        Ok(Some(Self { bug, states: [here.states(), there.states()], differences, is_the_bug }))
    }

    /// Whether one of the scripts is the bug.
    pub(crate) fn shows_the_bug(&self) -> bool {
        self.is_the_bug.is_some()
    }

    pub(crate) fn print(&self) {
        let Bug { id, pool, affected, fixed, wrong, rule, .. } = self.bug;
        let [before, after] = self.states;
        println!("{id} {pool} {affected}, mended in {fixed}: {wrong}");
        println!(
            "   {before} states before, {after} after; {} scripts tell them apart",
            self.differences.len()
        );
        match self.is_the_bug {
            Some(index) => {
                println!("   number {} breaks {rule} before:\n{}", index + 1, self.differences[index]);
            }
            None => println!("   none of the first {SCRIPTS} breaks {rule} before and keeps it after"),
        }
        println!();
    }
}

fn machine(package: &str, world: [u8; 4]) -> io::Result<Machine> {
    eprintln!("drawing {package}");
    let numbers = world.map(|number| number.to_string());
    let [clients, max, cancellations, faults] = &numbers;
    let printed = package::printed(package, &["machine", clients, max, cancellations, faults])?;
    printed.parse().map_err(io::Error::other)
}
