//! What the kit says of a version of a pool.

use std::io;

use crate::package;

/// A rule that a version was judged by.
#[derive(Debug)]
pub(crate) struct Judgement {
    rule: String,
    outcome: String,
    /// Of a broken rule.
    pub(crate) evidence: Option<Evidence>,
}

/// How a rule was found to be broken.
#[derive(Debug)]
pub(crate) struct Evidence {
    pub(crate) schedules: String,
    pub(crate) steps: String,
    pub(crate) script: String,
}

/// Every rule that a version was judged by.
#[derive(Debug)]
pub(crate) struct Judged(Vec<Judgement>);

impl Judged {
    /// Builds and runs a package of `examples/history`, and shows which.
    pub(crate) fn by_running(package: &str) -> io::Result<Self> {
        eprintln!("judging {package}");
        let printed = package::printed(package, &[])?;
        Ok(Self(printed.lines().filter_map(Judgement::read).collect()))
    }

    /// The judgement by one rule.
    pub(crate) fn by(&self, rule: &str) -> Option<&Judgement> {
        self.0.iter().find(|judgement| judgement.rule == rule)
    }
}

impl Judgement {
    fn read(line: &str) -> Option<Self> {
        let mut fields = line.split('\t').map(str::to_owned);
        let (rule, _level, outcome) = (fields.next()?, fields.next()?, fields.next()?);
        let evidence = match (fields.next(), fields.next(), fields.next()) {
            (Some(schedules), Some(steps), Some(script)) => Some(Evidence { schedules, steps, script }),
            _ => None,
        };
        Some(Self { rule, outcome, evidence })
    }

    /// `pass`, or what else became of the rule.
    pub(crate) fn outcome(&self) -> &str {
        &self.outcome
    }
}
