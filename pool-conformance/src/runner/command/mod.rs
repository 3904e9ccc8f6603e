//! The kit as a program, which is a test target for cargo and nextest as well.

mod arguments;
mod listing;

use std::process::ExitCode;

use self::arguments::Arguments;
use super::{
    Suite,
    each_rule::is_kept,
    replay::{Rerun, run_again, to_be_replayed},
};
use crate::{
    baseline::usual_path,
    report::{Output, Report},
    subject::Subject,
};

/// The exit code of wrong usage.
const MISUSED: u8 = 64;

/// The whole of a program that judges a pool, for a test target with `harness = false` or a job in CI.
///
/// Takes rule ids and globs as arguments, prints the report, and exits as [`Verdict::exit_code`](crate::Verdict::exit_code)
/// says. `--help` lists the options: reports as files, baseline, budget, seed, and what a rule means.
///
/// It is a test target for `cargo test` and `cargo nextest run` as well. Every rule is a test, named as by
/// [`tests!`](crate::tests), and the flags and filters of libtest are understood. Where a filter of tests chooses some of
/// the rules, the exit code is 0 if these are kept.
///
/// A script in the environment variable [`REPLAY_VARIABLE`](crate::REPLAY_VARIABLE) is run instead: the exit code is 0 if
/// it breaks no rule, 1 if it breaks one, 4 if it could not be run, and 64 if it could not be read.
///
/// # Examples
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use pool_conformance::{self as conformance, Probe, Setup};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
/// # use doc::DocPool;
///
/// async fn my_pool(setup: Setup) -> DocPool<Probe> {
///     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
/// }
///
/// fn main() -> ExitCode {
///     conformance::main(my_pool)
/// }
/// ```
pub fn main(subject: impl Subject) -> ExitCode {
    match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => ExitCode::from(run(subject, &arguments)),
        Err(mistake) => {
            eprintln!("error: {mistake}\n\n{}", arguments::USAGE);
            ExitCode::from(MISUSED)
        }
    }
}

fn run(subject: impl Subject, arguments: &Arguments) -> u8 {
    if let Some(text) = listing::asked_for(arguments) {
        print!("{text}");
        return 0;
    }
    if let Some(script) = to_be_replayed() {
        return replay(subject, &script);
    }
    let chosen = arguments.chosen();
    if arguments.filters_tests() && chosen.is_empty() {
        println!("no rule is chosen by these filters");
        return 0;
    }
    let report = suite(subject, arguments, &chosen).run();
    print!("{}", report.text(arguments.full, &std::io::stdout()));
    let part = chosen.first().filter(|_| arguments.filters_tests() && chosen.len() == 1);
    let output = Output {
        folder: arguments.folder.clone(),
        files: arguments.files.clone(),
        part: part.map(|id| arguments::test_name(id)),
    };
    if let Err(fault) = output.write(&report) {
        eprintln!("error: {fault}");
        return MISUSED;
    }
    if arguments.filters_tests() { code_of_tests(&report) } else { report.verdict().exit_code() }
}

fn suite(subject: impl Subject, arguments: &Arguments, chosen: &[&'static str]) -> Suite {
    let suite = chosen.iter().fold(Suite::new(subject), |suite, rule| suite.select(*rule));
    let suite = suite.budget(arguments.budget.clone());
    match (&arguments.baseline, arguments.update_baseline) {
        (Some(path), false) => suite.baseline(path),
        (None, false) => suite.usual_baseline(),
        (path, true) => {
            let usual = path.clone().or_else(usual_path);
            suite.update_baseline(usual.unwrap_or_else(|| "conformance.toml".into()))
        }
    }
}

/// The exit code where rules were chosen as tests are: those that were left out say nothing of the pool.
fn code_of_tests(report: &Report) -> u8 {
    let all_kept = report.results().iter().all(|result| is_kept(result.outcome()));
    let sound = report.usage_errors().is_empty() && report.stale_waivers().is_empty();
    if all_kept && sound { 0 } else { report.verdict().exit_code() }
}

fn replay(subject: impl Subject, script: &str) -> u8 {
    match run_again(subject, script) {
        Rerun::Kept(told) => {
            println!("{told}");
            0
        }
        Rerun::Broken(_, told) => {
            println!("{told}");
            1
        }
        Rerun::NotRun(fault) => {
            eprintln!("error: {fault}");
            4
        }
        Rerun::Unreadable(fault) => {
            eprintln!("error: {fault}");
            MISUSED
        }
    }
}
