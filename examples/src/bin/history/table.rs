//! The table of bugs.

use crate::{
    bugs::Bug,
    judged::{Evidence, Judged},
};

/// A bug, and what the kit says of the version that had it and of the one that has it no more.
pub(crate) struct Row<'a> {
    bug: &'a Bug,
    evidence: Option<&'a Evidence>,
    /// What became of the rule in the mended version.
    fixed: &'a str,
}

const HEAD: [&str; 8] =
    ["bug", "pool, version", "what was wrong", "rule", "schedules", "steps", "fixed in", "rule there"];

impl<'a> Row<'a> {
    pub(crate) fn new(bug: &'a Bug, affected: &'a Judged, fixed: &'a Judged) -> Self {
        Self {
            bug,
            evidence: affected.by(bug.rule).and_then(|judgement| judgement.evidence.as_ref()),
            fixed: fixed.by(bug.rule).map_or("not judged", |judgement| judgement.outcome()),
        }
    }

    /// Whether the bug's rule is broken where the bug was, and kept where it is no more.
    pub(crate) fn is_as_expected(&self) -> bool {
        self.evidence.is_some() && self.fixed == "pass"
    }

    fn cells(&self) -> [String; 8] {
        let Bug { id, pool, affected, fixed, wrong, rule, .. } = *self.bug;
        let (schedules, steps) = match self.evidence {
            None => ("not found", "-"),
            Some(evidence) => (&*evidence.schedules, &*evidence.steps),
        };
        let version = format!("{pool} {affected}");
        [id, &version, wrong, rule, schedules, steps, fixed, self.fixed].map(str::to_owned)
    }

    /// How to see the bug.
    fn note(&self) -> &str {
        match self.evidence {
            None => "no such failure",
            Some(evidence) if evidence.script.is_empty() => "the rule's own scenario",
            Some(evidence) => evidence.script.trim_end(),
        }
    }
}

/// Prints the table, and below it a line on each bug.
pub(crate) fn print(rows: &[Row<'_>]) {
    let cells: Vec<[String; 8]> =
        [HEAD.map(str::to_owned)].into_iter().chain(rows.iter().map(Row::cells)).collect();
    let widths: [usize; 8] =
        std::array::from_fn(|column| cells.iter().map(|row| row[column].len()).max().unwrap_or_default());
    for row in &cells {
        let padded = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        println!("{}", padded.collect::<Vec<String>>().join("  ").trim_end());
    }
    println!();
    for row in rows {
        println!("{:<4} {}\n     {}", row.bug.id, row.bug.source, row.note());
    }
}
