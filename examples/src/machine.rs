//! Pools as state machines in one small world.

use std::process::ExitCode;

use pool_conformance::{Machine, SmallWorld};

use crate::subjects::Entry;

/// The exit code where a pool has no machine.
const EXIT_NOT_FOLLOWED: u8 = 3;

/// Two clients on one connection, with a cancellation and a fault, as every pool of the matrix knows them, each at rest.
fn machine_of(entry: &Entry) -> Result<Machine, String> {
    let world = SmallWorld::new(2, 1).cancellations(1).faults(1).at_rest();
    (entry.suite)().machine(world).map_err(|why| format!("{}: {why}", entry.name))
}

pub(crate) fn draw(entry: &Entry) -> ExitCode {
    finish(machine_of(entry).map(|machine| print!("{}", machine.to_dot())))
}

/// Prints the scripts that tell two pools apart.
pub(crate) fn compare(one: &Entry, other: &Entry) -> ExitCode {
    finish(machine_of(one).and_then(|here| {
        let there = machine_of(other)?;
        let differences = here.differences(&there).map_err(|why| why.to_string())?;
        println!(
            "{} has {} states and {} has {}; {} scripts tell them apart (here: {}, there: {})",
            one.name,
            here.states(),
            other.name,
            there.states(),
            differences.len(),
            one.name,
            other.name
        );
        for difference in differences {
            println!("\n{difference}");
        }
        Ok(())
    }))
}

fn finish(done: Result<(), String>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(EXIT_NOT_FOLLOWED)
        }
    }
}
