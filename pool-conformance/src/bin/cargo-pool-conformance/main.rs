//! `cargo pool-conformance`: what can be made from reports that were written as JSON.

mod command;

use std::process::ExitCode;

use command::{Command, Fault};

const USAGE: &str = "\
usage: cargo pool-conformance COMMAND

  merge FOLDER|FILE ...     join the parts that the processes of one run wrote
  compare EARLIER LATER     new, resolved and ongoing failures; exit code 1 if
                            there are new ones
  html FILE [--since FILE]  the page of a report
  junit FILE                the report as JUnit XML
  markdown FILE             the report as Markdown
  badge FILE                a badge; as JSON for shields.io with --endpoint
  baseline FILE             entries for conformance.toml: one for each rule that
                            keeps the pool of the report from being conformant
  explain RULE              what a rule means
  rules                     a page on all rules, as Markdown

  -o FILE, --output FILE    write to a file and not to the terminal
  --markdown                compare: as Markdown
  -h, --help                this text

exit codes: 0 done; 1 compare found new failures; 64 wrong usage; 65 a file
that cannot be read, or parts that do not make a whole";

fn main() -> ExitCode {
    match Command::parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Ok(command) => finish(command.run()),
        Err(mistake) => {
            eprintln!("error: {mistake}\n\n{USAGE}");
            ExitCode::from(64)
        }
    }
}

fn finish(done: Result<u8, Fault>) -> ExitCode {
    match done {
        Ok(code) => ExitCode::from(code),
        Err(Fault(fault)) => {
            eprintln!("error: {fault}");
            ExitCode::from(65)
        }
    }
}
