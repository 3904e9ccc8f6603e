//! What the kit says of a version of a pool.

use std::{
    io,
    path::Path,
    process::{Command, Stdio},
};

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
        // Started in the package, so that cargo finds the settings that all of them share.
        let output = Command::new(env!("CARGO"))
            .args(["run", "--quiet"])
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("history").join(package))
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err(io::Error::other(format!("{package} could not be judged: {}", output.status)));
        }
        Ok(Self(String::from_utf8_lossy(&output.stdout).lines().filter_map(Judgement::read).collect()))
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
