//! Writing a baseline anew: what is still needed stays as it is written, the rest goes, what is missing is added.

use std::{fmt::Write, fs, io, path::Path};

use super::{Baseline, Date, Place, apply::Standing};
use crate::report::{Failure, Outcome, RuleResult};

/// What stands above a new baseline.
const HEAD: &str = "\
# Rules that this pool is known not to keep. What is listed here does not fail a run; what is mended has to be removed.
# Each entry: rule (an id or a glob), reason, and where wanted link, until (a day) and pool (a word of the subject's path).
";

/// How a baseline was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) added: usize,
    pub(crate) removed: usize,
}

impl Baseline {
    /// Writes the file anew for what a run found, before anything was waived.
    pub(crate) fn update(
        &self,
        path: &Path,
        subject: &str,
        today: Date,
        results: &[RuleResult],
    ) -> io::Result<Changes> {
        let before = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => HEAD.to_owned(),
            read => read?,
        };
        let (after, changes) = self.updated(&before, subject, today, results);
        fs::write(path, after)?;
        Ok(changes)
    }

    fn updated(&self, before: &str, subject: &str, today: Date, results: &[RuleResult]) -> (String, Changes) {
        let judged = self.judge(subject, today, results);
        let gone = |standing| matches!(standing, Standing::Kept | Standing::NotApplicable);
        let removed: Vec<(usize, usize)> = judged
            .iter()
            .filter(|(_, standing)| gone(*standing))
            .filter_map(|(entry, _)| match entry.place {
                Place::File { first, last, .. } => Some((first, last)),
                Place::Code => None,
            })
            .collect();
        let is_removed = |line| removed.iter().any(|(first, last)| (*first..=*last).contains(&line));
        let kept = before.lines().enumerate().filter(|(index, _)| !is_removed(index + 1));
        let mut text = tidy(kept.map(|(_, line)| line));
        let missing: Vec<String> = self.missing(subject, today, results).collect();
        text.extend(missing.iter().map(String::as_str));
        (text, Changes { added: missing.len(), removed: removed.len() })
    }

    /// An entry for each rule that keeps the pool from being conformant and that no entry accepts.
    fn missing(&self, subject: &str, today: Date, results: &[RuleResult]) -> impl Iterator<Item = String> {
        let applied = self.apply(subject, today, results.to_vec());
        let named = self.entries.iter().any(|entry| entry.pool.is_some());
        let pool = subject.rsplit("::").find(|word| !word.starts_with('{')).unwrap_or(subject).to_owned();
        let expired: Vec<String> = self
            .judge(subject, today, results)
            .into_iter()
            .filter(|(_, standing)| *standing == Standing::Expired)
            .map(|(entry, _)| entry.rule.clone())
            .collect();
        applied.results.into_iter().filter_map(move |result| {
            let id = result.rule().id();
            if expired.iter().any(|glob| crate::rules::matches(glob, id)) {
                return None;
            }
            let needs =
                matches!(result.outcome(), Outcome::Fail(_) | Outcome::Inconclusive(_) | Outcome::Lacking(_));
            let seen = result.outcome().note().filter(|_| needs)?;
            let by_chance = result.outcome().failure().is_some_and(Failure::is_by_chance);
            let mut entry = entry(id, seen, by_chance);
            if named {
                let _ = writeln!(entry, "pool = \"{}\"", escape(&pool));
            }
            Some(entry)
        })
    }
}

/// An entry that accepts a rule for what was seen; what threads see they see in some runs and not in others.
pub(crate) fn entry(rule: &str, seen: &str, by_chance: bool) -> String {
    let reason = escape(&format!("known when this was written: {seen}"));
    let sometimes = if by_chance { "seen = \"sometimes\"\n" } else { "" };
    format!("\n[[waive]]\nrule = \"{rule}\"\nreason = \"{reason}\"\n{sometimes}")
}

/// Lines without runs of empty ones, which removed entries leave behind.
fn tidy<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut empty = true;
    for line in lines {
        let is_empty = line.trim().is_empty();
        if !(is_empty && empty) {
            text.push_str(line);
            text.push('\n');
        }
        empty = is_empty;
    }
    while text.ends_with("\n\n") {
        text.pop();
    }
    text
}

fn escape(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            '\n' => vec!['\\', 'n'],
            '\t' => vec!['\\', 't'],
            c if c.is_control() => vec![' '],
            c => vec![c],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::parse, Baseline, Changes, HEAD};
    use crate::{
        baseline::Date,
        report::{Outcome, RuleResult, Strength},
        rules::rules,
    };

    /// The first three rules: kept, inconclusive, inconclusive.
    fn results() -> Vec<RuleResult> {
        let doubt = || Outcome::Inconclusive("never \"reached\"".to_owned());
        let outcomes = [Outcome::Pass(Strength::Scenario), doubt(), doubt()];
        outcomes.into_iter().zip(rules()).map(|(outcome, rule)| RuleResult::new(rule, outcome)).collect()
    }

    fn update(text: &str) -> (String, Changes) {
        let entries = parse::entries(text, "conformance.toml").unwrap();
        let today: Date = "2026-11-26".parse().unwrap();
        Baseline { entries }.updated(text, "x::my_pool", today, &results())
    }

    #[test]
    fn what_is_missing_is_added_and_can_be_read() {
        let (text, changes) = update(HEAD);
        assert_eq!(changes, Changes { added: 2, removed: 0 });
        let read = parse::entries(&text, "conformance.toml").unwrap();
        assert_eq!(read[0].waiver.reason, "known when this was written: never \"reached\"");
        assert_eq!(update(&text), (text, Changes { added: 0, removed: 0 }));
    }

    #[test]
    fn what_nothing_needs_is_removed_and_the_rest_stays_as_it_was() {
        let needed = "# ours\n[[waive]]\nrule = \"LIFE-*\" # all\nreason = \"x\"\n";
        let (text, changes) = update(needed);
        assert_eq!((text.as_str(), changes), (needed, Changes { added: 0, removed: 0 }));
        let stale = format!("[[waive]]\nrule = \"{}\"\nreason = \"x\"\n", rules()[0].id);
        let (text, changes) = update(&format!("# ours\n\n{stale}\n# more\n"));
        assert_eq!(changes, Changes { added: 2, removed: 1 });
        assert!(text.starts_with("# ours\n\n# more\n\n[[waive]]\n"), "{text}");
    }

    #[test]
    fn an_expired_entry_is_left_to_people() {
        let expired = "[[waive]]\nrule = \"LIFE-*\"\nreason = \"x\"\nuntil = 2026-11-25\n";
        assert_eq!(update(expired), (expired.to_owned(), Changes { added: 0, removed: 0 }));
    }
}
