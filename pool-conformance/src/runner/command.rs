//! The faces of the kit beside `run_all`: a program, and a test for each rule.

use std::process::ExitCode;

use super::{Suite, replay, to_be_replayed};
use crate::{report::Outcome, rules::rules, subject::Subject};

const USAGE: &str = "\
usage: [RULE ...] [--list] [--help]

  RULE      judge only these rules, by id or glob (LIFE-04, CANC-*); default: all
  --list    the rules there are
  --help    this text

exit codes: 0 conformant, 1 not conformant, 2 partial, 3 nothing judged,
4 the factory or the kit failed, 64 wrong usage";

/// The whole of a program that judges a pool, for a test target with `harness = false` or a job in CI.
///
/// Takes rule ids and globs as arguments, prints the report, and exits as [`Verdict::exit_code`](crate::Verdict::exit_code)
/// says. A replay token in the environment variable [`REPLAY_VARIABLE`](crate::REPLAY_VARIABLE) is run instead.
///
/// # Panics
///
/// As [`replay`] does, where the environment variable is set.
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
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(option) = arguments.iter().find(|argument| argument.starts_with('-')) {
        return answer(option);
    }
    if let Some(script) = to_be_replayed() {
        replay(subject, &script);
        return ExitCode::SUCCESS;
    }
    let report = arguments.into_iter().fold(Suite::new(subject), Suite::select).run();
    print!("{}", report.render_for(&std::io::stdout()));
    report.exit_code()
}

fn answer(option: &str) -> ExitCode {
    match option {
        "--help" | "-h" => println!("{USAGE}"),
        "--list" => {
            for rule in rules() {
                println!("{:<8} {:<6} {}", rule.id, rule.level, rule.requirement);
            }
        }
        _ => {
            eprintln!("error: there is no option `{option}`\n\n{USAGE}");
            return ExitCode::from(64);
        }
    }
    ExitCode::SUCCESS
}

/// Judges one rule, named as [`tests!`](crate::tests) names it; panics unless it is kept or does not apply.
#[doc(hidden)]
#[track_caller]
pub fn assert_rule(subject: impl Subject, name: &str) {
    let id = name.to_ascii_uppercase().replace('_', "-");
    let report = Suite::new(subject).progress(false).select(id.as_str()).run();
    let kept = report.results().iter().filter(|result| result.rule().id() == id).all(|result| {
        matches!(result.outcome(), Outcome::Pass(_) | Outcome::NotApplicable(_) | Outcome::Lacking(_))
    });
    assert!(kept && report.usage_errors().is_empty(), "\n{}", report.render_for(&std::io::stderr()));
}
