//! The command line.

use std::process::ExitCode;

use pool_conformance::Report;

use crate::{
    matrix,
    subjects::{Entry, POOLS},
};

pub(crate) const USAGE: &str = "\
usage: cargo run [-- [POOL] [RULE ...]]

  cargo run                    judge every pool and print the compliance matrix
  cargo run -- POOL            the full report on one pool
  cargo run -- POOL RULE ...   only these rules, by id or glob (LIFE-04, CANC-*)
  cargo run -- --list          the pools and the rules there are
  cargo run -- --help          this text

exit codes: 0 conformant, or the matrix was printed; 1 not conformant;
2 partial; 3 nothing judged; 4 a pool could not be built; 64 wrong usage";

/// The exit code of a wrong command line.
pub(crate) const EXIT_USAGE: u8 = 64;

/// What the program is asked to do.
pub(crate) enum Command {
    Matrix,
    Report(&'static Entry, Vec<String>),
    List,
    Help,
}

impl Command {
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let Some(first) = arguments.next() else { return Ok(Self::Matrix) };
        match first.as_str() {
            "--help" | "-h" => Ok(Self::Help),
            "--list" => Ok(Self::List),
            option if option.starts_with('-') => Err(format!("there is no option `{option}`")),
            name => match POOLS.iter().find(|entry| entry.name == name) {
                Some(entry) => Ok(Self::Report(entry, arguments.collect())),
                None => Err(format!("no pool is called `{name}`; there are {}", names())),
            },
        }
    }

    pub(crate) fn run(self) -> ExitCode {
        match self {
            Self::Matrix => matrix::print(),
            Self::Report(entry, rules) => return report(entry, rules),
            Self::List => list(),
            Self::Help => println!("{USAGE}"),
        }
        ExitCode::SUCCESS
    }
}

fn report(entry: &Entry, rules: Vec<String>) -> ExitCode {
    let suite = rules.into_iter().fold((entry.suite)(), pool_conformance::Suite::select);
    let report: Report = suite.run();
    println!("{} ({})\n{}", entry.name, entry.about, report.render_for(&std::io::stdout()));
    report.exit_code()
}

fn list() {
    println!("pools");
    for entry in POOLS {
        println!("  {:<10} {}", entry.name, entry.about);
    }
    println!("\nrules");
    for rule in pool_conformance::rules() {
        let requirement: String = rule.requirement().chars().take(60).collect();
        println!("  {:<8} {:<6} {requirement}", rule.id(), rule.level().to_string());
    }
}

fn names() -> String {
    let names: Vec<&str> = POOLS.iter().map(|entry| entry.name).collect();
    names.join(", ")
}
