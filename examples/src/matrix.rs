//! The compliance matrix: pools across, rules down.

use std::time::Instant;

use pool_conformance::{Budget, Outcome, Report, Verdict};

use crate::subjects::{Entry, POOLS};

/// A pool's name and what the kit found.
type Column = (&'static str, Report);

/// How wide the matrix is at most.
const WIDTH: usize = 80;
/// How wide the ids of rules are.
const HEAD: usize = 8;
/// How wide a column is whose name is turned.
const NARROW: usize = 4;

/// Judges every pool and prints the matrix, then a line on each broken rule.
pub(crate) fn print() {
    let began = Instant::now();
    let columns: Vec<Column> = POOLS.iter().map(|entry| (entry.name, judge(entry))).collect();
    let widths = print_names(&columns);
    for (index, rule) in pool_conformance::rules().iter().enumerate() {
        let cells = columns.iter().map(|(_, report)| mark(report.results()[index].outcome()));
        print_row(rule.id(), cells, &widths);
    }
    let turned = widths.iter().all(|width| *width == NARROW);
    let verdict = |report: &Report| match short(report.verdict()) {
        "partly" if turned => "part",
        short => short,
    };
    print_row("verdict", columns.iter().map(|(_, report)| verdict(report)), &widths);
    println!("\n  ok kept   FAIL a MUST is broken   dev a SHOULD is   ? inconclusive   - not applicable\n");
    for (name, report) in &columns {
        println!("{name}: {}", report.verdict());
        for result in report.results() {
            if let Some(failure) = result.outcome().failure() {
                println!("  {} {}", result.rule().id(), failure.seen());
            }
        }
    }
    eprintln!("judged {} pools in {:.1?}", columns.len(), began.elapsed());
}

/// Prints the names of the pools, turned where they would be too wide; how wide each column is.
fn print_names(columns: &[Column]) -> Vec<usize> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let widths: Vec<usize> = names.iter().map(|name| name.len().max(NARROW)).collect();
    if HEAD + widths.iter().map(|width| width + 2).sum::<usize>() <= WIDTH {
        let widths: Vec<usize> = names.iter().map(|name| name.len()).collect();
        print_row("", names.into_iter(), &widths);
        return widths;
    }
    let widths = vec![NARROW; names.len()];
    let height = names.iter().map(|name| name.len()).max().unwrap_or(0);
    for line in 0..height {
        let letter = |name: &&'static str| {
            let above = height - name.len();
            line.checked_sub(above).and_then(|at| name.get(at..=at)).unwrap_or(" ")
        };
        print_row("", columns.iter().map(|(name, _)| letter(name)), &widths);
    }
    widths
}

/// Judges without threads: what these find they find by chance, and two matrices are to be the same.
fn judge(entry: &Entry) -> Report {
    (entry.suite)().budget(Budget::default().meetings(0).stress(0)).run()
}

fn print_row(head: &str, cells: impl Iterator<Item = &'static str>, widths: &[usize]) {
    let cells = cells.zip(widths).map(|(cell, width)| format!("  {cell:<width$}"));
    let row = format!("{head:<HEAD$}{}", cells.collect::<Vec<String>>().concat());
    println!("{}", row.trim_end());
}

fn mark(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Pass(_) => "ok",
        Outcome::Fail(_) => "FAIL",
        Outcome::Deviates(_) => "dev",
        Outcome::Inconclusive(_) => "?",
        Outcome::NotApplicable(_) | Outcome::Lacking(_) => "-",
        _ => "err",
    }
}

fn short(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Conformant => "yes",
        Verdict::ConformantWithDeviations => "yes*",
        Verdict::Partial => "partly",
        Verdict::NotConformant => "no",
        _ => "err",
    }
}
