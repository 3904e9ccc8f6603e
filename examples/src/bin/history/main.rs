//! Judges old versions of real pools that had bugs, and the versions that mended them.
//!
//! `cargo run -p pool-examples --bin history` builds and runs the packages in `examples/history`, one after the other,
//! and prints a table: which rule found each bug, after how many schedules and with how long a script, and whether
//! the mended version keeps that rule. `-- mobc` after it judges mobc alone.
//!
//! Every version is judged by the whole suite with its default budget. The program fails if a bug is not found by the
//! rule that [`bugs`] has for it, or that rule is not kept by the mended version.

mod bugs;
mod judged;
mod table;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    process::ExitCode,
};

use bugs::{BUGS, Bug};
use judged::Judged;
use table::Row;

fn main() -> Result<ExitCode, io::Error> {
    let parts: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |bug: &&Bug| parts.is_empty() || parts.iter().any(|part| bug.pool.contains(part));
    let bugs: Vec<&'static Bug> = BUGS.iter().filter(wanted).collect();
    if bugs.is_empty() {
        return Err(io::Error::other("there is no such pool"));
    }
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
    Ok(if rows.iter().all(Row::is_as_expected) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
