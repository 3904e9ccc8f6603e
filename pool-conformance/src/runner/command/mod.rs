//! The kit as a program, which is a test target for cargo and nextest as well.

mod arguments;
mod listing;

use std::{panic::Location, process::ExitCode, sync::Arc};

use self::arguments::Arguments;
use super::{
    Suite,
    apart::{Apart, Manner, apart},
    each_rule::is_kept,
    replay::{Rerun, run_again, to_be_replayed},
};
use crate::{
    baseline::usual_path,
    child::{Answer, Call, leave_if_on_trial},
    report::{Output, Paint, Report, take_over},
    subject::{AnySubject, Subject},
};

pub(super) use self::arguments::test_name;

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
#[track_caller]
pub fn main(subject: impl Subject) -> ExitCode {
    match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => ExitCode::from(run(subject, &arguments, Location::caller())),
        Err(mistake) => {
            eprintln!("error: {mistake}\n\n{}", arguments::USAGE);
            ExitCode::from(MISUSED)
        }
    }
}

fn run<S: Subject>(subject: S, arguments: &Arguments, place: &Location<'_>) -> u8 {
    if let Some(text) = listing::asked_for(arguments) {
        print!("{text}");
        return 0;
    }
    let subject: Arc<dyn AnySubject> = Arc::new(subject);
    let name = std::any::type_name::<S>();
    let judge = |manner: Manner| vec![judge(&subject, name, arguments, manner.out)];
    let call = Call { is_program: true, ..Call::at(name, place) };
    let answers = match apart(call, &subject, judge) {
        Apart::Skipped => Vec::new(),
        Apart::Answered(answered) => {
            take_over(&answered.written);
            answered.answers
        }
        Apart::Here => judge(Manner::here()),
    };
    answers.iter().fold(0, |_, answer| {
        print!("{}", answer.out);
        eprint!("{}", answer.err);
        answer.code
    })
}

fn judge(subject: &Arc<dyn AnySubject>, name: &str, arguments: &Arguments, paint: Paint) -> Answer {
    if let Some(script) = to_be_replayed() {
        return replay(subject, &script, paint);
    }
    let chosen = arguments.chosen();
    if arguments.filters_tests() && chosen.is_empty() {
        return Answer { out: "no rule is chosen by these filters\n".to_owned(), ..Answer::default() };
    }
    let report = suite(Suite::of(Arc::clone(subject), name), arguments, &chosen).run();
    leave_if_on_trial();
    let out = report.painted(arguments.full, paint);
    let part = chosen.first().filter(|_| arguments.filters_tests() && chosen.len() == 1);
    let output = Output {
        folder: arguments.folder.clone(),
        files: arguments.files.clone(),
        part: part.map(|id| arguments::test_name(id)),
    };
    if let Err(fault) = output.write(&report) {
        return Answer { code: MISUSED, out, err: format!("error: {fault}\n"), ..Answer::default() };
    }
    let code = if arguments.filters_tests() { code_of_tests(&report) } else { report.verdict().exit_code() };
    Answer { code, out, ..Answer::default() }
}

fn suite(suite: Suite, arguments: &Arguments, chosen: &[&'static str]) -> Suite {
    let suite = chosen.iter().fold(suite, |suite, rule| suite.select(*rule));
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

fn replay(subject: &Arc<dyn AnySubject>, script: &str, paint: Paint) -> Answer {
    let told = |code, told| Answer { code, out: format!("{told}\n"), ..Answer::default() };
    let failed = |code, fault| Answer { code, err: format!("error: {fault}\n"), ..Answer::default() };
    match run_again(subject, script, paint) {
        Rerun::Kept(text) => told(0, text),
        Rerun::Broken(_, text) => told(1, text),
        Rerun::NotRun(fault) => failed(4, fault),
        Rerun::Unreadable(fault) => failed(MISUSED, fault),
    }
}
