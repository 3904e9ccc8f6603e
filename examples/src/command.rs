//! The command line.

use std::{path::PathBuf, process::ExitCode};

use pool_conformance::{Report, Rule};

use crate::{
    machine, matrix,
    subjects::{Entry, POOLS},
};

pub(crate) const USAGE: &str = "\
usage: cargo run [-- [--json | --html FILE] [POOL] [RULE ...]]

  cargo run                      judge every pool and print the compliance matrix
  cargo run -- POOL              the full report on one pool
  cargo run -- POOL RULE ...     only these rules, by id or glob (LIFE-04, CANC-*)
  cargo run -- --json POOL       the report as JSON
  cargo run -- --html FILE POOL  the report as a page, written to FILE
  cargo run -- compare A B       the scripts that tell two pools apart in a small world
  cargo run -- machine POOL      its state machine in a small world, in DOT
  cargo run -- --explain RULE    what a rule means, why, and where to look
  cargo run -- --list            the pools and the rules there are
  cargo run -- --help            this text

exit codes: 0 conformant, or the matrix was printed; 1 not conformant;
2 partial; 3 nothing judged; 4 a pool could not be built; 64 wrong usage;
74 a file could not be written";

/// The exit code of a wrong command line.
pub(crate) const EXIT_USAGE: u8 = 64;

/// The exit code where a file could not be written.
const EXIT_IO: u8 = 74;

/// What the program is asked to do.
pub(crate) enum Command {
    Matrix,
    Report(&'static Entry, Vec<String>, Form),
    Explain(&'static Rule),
    Compare(&'static Entry, &'static Entry),
    Draw(&'static Entry),
    List,
    Help,
}

/// In which form a report is wanted.
#[derive(Default)]
pub(crate) enum Form {
    #[default]
    Text,
    Json,
    Html(PathBuf),
}

impl Command {
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut form = Form::default();
        let mut names = Vec::new();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--help" | "-h" => return Ok(Self::Help),
                "--list" => return Ok(Self::List),
                "--explain" => {
                    return explain(&arguments.next().ok_or("`--explain` is followed by a rule")?);
                }
                "--json" => form = Form::Json,
                "--html" => {
                    form = Form::Html(arguments.next().ok_or("`--html` is followed by a file")?.into());
                }
                option if option.starts_with('-') => return Err(format!("there is no option `{option}`")),
                _ => names.push(argument),
            }
        }
        Self::of(names, form)
    }

    /// The command for these names: a pool, and rules of it.
    fn of(mut names: Vec<String>, form: Form) -> Result<Self, String> {
        if names.is_empty() {
            let matrix = matches!(form, Form::Text).then_some(Self::Matrix);
            return matrix.ok_or_else(|| format!("a report is on one pool; there are {}", pools()));
        }
        match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["compare", one, other] => return Ok(Self::Compare(entry(one)?, entry(other)?)),
            ["machine", pool] => return Ok(Self::Draw(entry(pool)?)),
            ["compare", ..] => return Err("`compare` is followed by two pools".to_owned()),
            ["machine", ..] => return Err("`machine` is followed by a pool".to_owned()),
            _ => {}
        }
        let pool = names.remove(0);
        Ok(Self::Report(entry(&pool)?, names, form))
    }

    pub(crate) fn run(self) -> ExitCode {
        match self {
            Self::Matrix => matrix::print(),
            Self::Report(entry, rules, form) => return report(entry, rules, form),
            Self::Compare(one, other) => return machine::compare(one, other),
            Self::Draw(entry) => return machine::draw(entry),
            Self::Explain(rule) => print!("{}", rule.explain()),
            Self::List => list(),
            Self::Help => println!("{USAGE}"),
        }
        ExitCode::SUCCESS
    }
}

fn entry(pool: &str) -> Result<&'static Entry, String> {
    let entry = POOLS.iter().find(|entry| entry.name == pool);
    entry.ok_or_else(|| format!("no pool is called `{pool}`; there are {}", pools()))
}

fn explain(id: &str) -> Result<Command, String> {
    let rule = pool_conformance::rules().iter().find(|rule| rule.id().eq_ignore_ascii_case(id));
    rule.map(|rule| Command::Explain(rule)).ok_or_else(|| format!("there is no rule `{id}`; see `--list`"))
}

fn report(entry: &Entry, rules: Vec<String>, form: Form) -> ExitCode {
    let suite = rules.into_iter().fold((entry.suite)(), pool_conformance::Suite::select);
    let report: Report = suite.run();
    match form {
        Form::Text => println!("{} ({})\n{}", entry.name, entry.about, report.render_for(&std::io::stdout())),
        Form::Json => print!("{}", report.record().to_json()),
        Form::Html(path) => {
            if let Err(error) = std::fs::write(&path, report.record().to_html(None)) {
                eprintln!("error: {} could not be written: {error}", path.display());
                return ExitCode::from(EXIT_IO);
            }
        }
    }
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

fn pools() -> String {
    let names: Vec<&str> = POOLS.iter().map(|entry| entry.name).collect();
    names.join(", ")
}
