//! Judges old versions of real pools that had bugs, and the versions that mended them.
//!
//! `cargo run -p pool-examples --bin history` builds and runs the packages in `examples/history`, one after the other,
//! and prints a table: which rule found each bug, after how many schedules and with how long a script, and whether
//! the mended version keeps that rule. `-- mobc` after it judges mobc alone.
//!
//! `-- compare` draws the machines of both versions in a small world instead, where one shows the bug, and prints the script that
//! tells them apart and is the bug; the program fails if there is none.
//!
//! Every version is judged by the whole suite with its default budget. The program fails if a bug is not found by the
//! rule that [`bugs`] has for it, or that rule is not kept by the mended version.

mod bugs;
mod compared;
mod judged;
mod package;
mod table;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    process::ExitCode,
};

use bugs::{BUGS, Bug};
use compared::Compared;
use judged::Judged;
use table::Row;

fn main() -> Result<ExitCode, io::Error> {
    let mut parts: Vec<String> = std::env::args().skip(1).collect();
    let compares = parts.first().is_some_and(|first| first == "compare");
    if compares {
        parts.remove(0);
    }
    let wanted = |bug: &&Bug| parts.is_empty() || parts.iter().any(|part| bug.pool.contains(part));
    let bugs: Vec<&'static Bug> = BUGS.iter().filter(wanted).collect();
    if bugs.is_empty() {
        return Err(io::Error::other("there is no such pool"));
    }
    let as_expected = if compares { compare(&bugs)? } else { judge(bugs)? };
    Ok(if as_expected { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Judges both versions of each bug, and tells whether each was found and has been mended.
fn judge(bugs: Vec<&'static Bug>) -> io::Result<bool> {
    let versions = bugs.iter().flat_map(|bug| [bug.package(bug.affected), bug.package(bug.fixed)]);
    let judged = versions
        .collect::<BTreeSet<String>>()
        .into_iter()
        .map(|package| Ok((package.clone(), Judged::by_running(&package)?)))
        .collect::<io::Result<BTreeMap<String, Judged>>>()?;
    let row = |bug: &'static Bug| {
        let of = |version: &str| &judged[&bug.package(version)];
        Row::new(bug, of(bug.affected), of(bug.fixed))
    };
    let rows: Vec<Row> = bugs.into_iter().map(row).collect();
    table::print(&rows);
    Ok(rows.iter().all(Row::is_as_expected))
}

/// Compares both versions of each bug as machines, and tells whether a script that tells them apart is the bug.
fn compare(bugs: &[&'static Bug]) -> io::Result<bool> {
    let mut all_shown = true;
    for bug in bugs {
        if let Some(compared) = Compared::of(bug)? {
            compared.print();
            all_shown &= compared.shows_the_bug();
        }
    }
    Ok(all_shown)
}
