//! A record as Markdown, for the summary of a job and for a comment.

use std::fmt::Write;

use super::{
    advice,
    escape::{fenced, markdown},
    record::{FailureRecord, OutcomeKind, Record, RuleRecord},
    to_be_dropped,
};

impl Record {
    /// The record as Markdown: the verdict, what is not kept with its story, and how far exploration went.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut text = format!("## {} Pool conformance: {}\n\n", self.sign(), self.verdict);
        let _ = writeln!(text, "{}\n", self.origin());
        self.usage_errors.iter().for_each(|error| bullet(&mut text, "error", error));
        self.stale_waivers.iter().for_each(|stale| bullet(&mut text, "baseline", stale));
        let judged = self.rules.iter().map(|rule| (rule.capability.as_str(), rule.outcome));
        for claim in to_be_dropped(judged) {
            bullet(&mut text, "claim", &advice(claim));
        }
        text.push_str(&self.table());
        for rule in &self.rules {
            for failure in &rule.failures {
                text.push_str(&self.details(rule, failure));
            }
        }
        text.push_str(&self.explored());
        text
    }

    fn sign(&self) -> &'static str {
        match self.exit_code {
            0 => "✅",
            2 => "❔",
            _ => "❌",
        }
    }

    /// What was judged and by what, in a line.
    fn origin(&self) -> String {
        let counts: Vec<String> =
            self.counts().into_iter().map(|(outcome, count)| format!("{count} {}", outcome.word())).collect();
        let Self { kit, edition, budget, .. } = self;
        format!(
            "{} · pool-conformance {kit}, edition {edition}, seed {} · {}",
            markdown(&self.subject),
            budget.seed,
            counts.join(", ")
        )
    }

    /// A row for each rule that is not simply kept.
    fn table(&self) -> String {
        let rows: Vec<String> = self
            .rules
            .iter()
            .filter(|rule| rule.outcome.is_bad() || rule.outcome == OutcomeKind::Waived)
            .map(|rule| self.row(rule))
            .collect();
        if rows.is_empty() {
            return String::new();
        }
        format!("| rule | level | outcome | |\n| --- | --- | --- | --- |\n{}\n", rows.concat())
    }

    fn row(&self, rule: &RuleRecord) -> String {
        let seen = rule.failures.first().map(|failure| self.seen(rule, failure).to_owned());
        let about = match &rule.waiver {
            Some(waiver) => waiver.reason.clone(),
            None => seen.unwrap_or_else(|| rule.evidence()),
        };
        let link = rule.waiver.as_ref().and_then(|waiver| waiver.link.as_deref()).filter(|link| is_web(link));
        let link = link.map(|link| format!(" [more]({link})")).unwrap_or_default();
        let RuleRecord { id, level, outcome, .. } = rule;
        format!("| **{id}** | {level} | {} | {}{link} |\n", outcome.word(), markdown(&about))
    }

    /// The whole story of a failure, folded away.
    fn details(&self, rule: &RuleRecord, failure: &FailureRecord) -> String {
        let mut text =
            format!("<details><summary>{}: {}</summary>\n\n", rule.id, markdown(&rule.requirement));
        let _ = writeln!(text, "* expected: {}", markdown(&failure.expected));
        let _ = writeln!(text, "* seen: {}", markdown(self.seen(rule, failure)));
        if let Some(setup) = &failure.setup {
            let _ = writeln!(text, "* with {setup}");
        }
        rule.hints.iter().for_each(|hint| bullet(&mut text, "look at", hint));
        if !failure.steps.is_empty() {
            let _ = write!(text, "\n{}", fenced(&failure.story()));
        }
        if let Some(again) = failure.again() {
            let _ = write!(text, "\nAgain:\n\n{}", fenced(&[again]));
        }
        text + "\n</details>\n\n"
    }

    fn explored(&self) -> String {
        let complete = self.worlds.iter().filter(|world| world.complete).count();
        if self.worlds.is_empty() {
            return String::new();
        }
        let schedules: u64 = self.worlds.iter().filter_map(|world| world.schedules).sum();
        format!("Explored: {schedules} schedules; {complete} of {} worlds completely.\n", self.worlds.len())
    }
}

fn bullet(text: &mut String, what: &str, line: &str) {
    let _ = writeln!(text, "* {what}: {}", markdown(line));
}

/// Whether a link leads to the web and cannot end before it is over.
fn is_web(link: &str) -> bool {
    let plain = link.chars().all(|c| c.is_ascii_graphic() && !"()<>\"|\\`".contains(c));
    plain && (link.starts_with("https://") || link.starts_with("http://"))
}
