//! The compliance matrix: pools across, rules down.

use pool_conformance::{Budget, Outcome, Report, Verdict};

use crate::subjects::{Entry, POOLS};

/// A pool's name and what the kit found.
type Column = (&'static str, Report);

/// Judges every pool and prints the matrix, then a line on each broken rule.
pub(crate) fn print() {
    let columns: Vec<Column> = POOLS.iter().map(|entry| (entry.name, judge(entry))).collect();
    print_row("", columns.iter().map(|(name, _)| *name), &columns);
    for (index, rule) in pool_conformance::rules().iter().enumerate() {
        print_row(
            rule.id(),
            columns.iter().map(|(_, report)| mark(report.results()[index].outcome())),
            &columns,
        );
    }
    print_row("verdict", columns.iter().map(|(_, report)| short(report.verdict())), &columns);
    println!("\n  ok kept   FAIL a MUST is broken   dev a SHOULD is   ? inconclusive   - not applicable\n");
    for (name, report) in &columns {
        println!("{name}: {}", report.verdict());
        for result in report.results() {
            if let Some(failure) = result.outcome().failure() {
                println!("  {} {}", result.rule().id(), failure.seen());
            }
        }
    }
}

/// Judges without threads: what these find they find by chance, and two matrices are to be the same.
fn judge(entry: &Entry) -> Report {
    (entry.suite)().budget(Budget::default().meetings(0).stress(0)).run()
}

fn print_row(head: &str, cells: impl Iterator<Item = &'static str>, columns: &[Column]) {
    let cells = cells.zip(columns).map(|(cell, (name, _))| format!("  {cell:<0$}", name.len()));
    let row = format!("{head:<8}{}", cells.collect::<Vec<String>>().concat());
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
