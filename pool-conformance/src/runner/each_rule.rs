//! A test for each rule, which explores once for all rules of a process.

use std::{
    collections::HashMap,
    panic::Location,
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::{
    Suite,
    apart::{Apart, Manner, apart},
    command::test_name,
    replay::{Rerun, answer_of, run_again, to_be_replayed},
};
use crate::{
    child::{Answer, Answered, Call, Written},
    explore::Counterexample,
    report::{Coverage, Outcome, Paint, Report, take_over, write_fragment},
    rules::rules,
    subject::{AnySubject, Subject},
};

/// What a subject is told by: its type, and where its tests were made.
type Key = (&'static str, &'static str, u32, u32);

/// The result of exploration, computed by the first test of a process and read by the others.
pub(super) type Shared = Arc<OnceLock<(Vec<Coverage>, Vec<Counterexample>)>>;

/// What the tests of a subject in one process have in common.
#[derive(Clone, Default)]
struct Common {
    explored: Shared,
    /// What a child has found; nothing where each test judges in this process.
    answered: Arc<OnceLock<Option<Answered>>>,
}

/// Judges one rule, named as [`tests!`](crate::tests) names it; panics unless it is kept or does not apply.
#[doc(hidden)]
#[track_caller]
pub fn assert_rule<S: Subject>(subject: S, name: &str) {
    let subject: Arc<dyn AnySubject> = Arc::new(subject);
    let path = std::any::type_name::<S>();
    let common = common(path, Location::caller());
    let judge = |test: &str, manner: Manner| judge(&subject, path, &common.explored, test, manner);
    let mut skipped = false;
    let answered = common.answered.get_or_init(|| {
        let judge_wanted = |manner: Manner| {
            if manner.all { of_every_rule(&subject, path, manner) } else { vec![judge(name, manner)] }
        };
        let call = Call { all: !is_alone(), ..Call::at(path, Location::caller()) };
        match apart(call, &subject, judge_wanted) {
            Apart::Answered(answered) => Some(answered),
            Apart::Here => None,
            Apart::Skipped => {
                skipped = true;
                None
            }
        }
    });
    let answer = match answered {
        _ if skipped => Answer::default(),
        Some(answered) => {
            take_over(&of_test(&answered.written, name));
            answered
                .answers
                .iter()
                .find(|answer| [name, ""].contains(&answer.test.as_str()))
                .cloned()
                .unwrap_or_default()
        }
        None => judge(name, Manner::here()),
    };
    print!("{}", answer.out);
    assert!(answer.code == 0, "{}", answer.err);
}

/// Whether no other test of this process will ask for its rule.
fn is_alone() -> bool {
    std::env::var("NEXTEST_EXECUTION_MODE").is_ok_and(|mode| mode == "process-per-test")
        || std::env::args().any(|argument| argument == "--exact")
}

/// The parts of a report that are those of one test.
fn of_test(written: &[Written], test: &str) -> Vec<Written> {
    let is_its = |path: &Path| path.to_string_lossy().ends_with(&format!(".{test}.json"));
    written.iter().filter(|written| is_its(&written.path)).cloned().collect()
}

/// The answers on every rule, which are judged at once.
fn of_every_rule(subject: &Arc<dyn AnySubject>, path: &str, manner: Manner) -> Vec<Answer> {
    let tests: Vec<(&str, String)> = rules().iter().map(|rule| (rule.id, test_name(rule.id))).collect();
    if let Some(script) = to_be_replayed() {
        let answer =
            |(id, test): (&str, String)| Answer { test, ..kept_in(subject, &script, id, manner.err) };
        return tests.into_iter().map(answer).collect();
    }
    let alone: Vec<Vec<String>> = tests.iter().map(|(id, _)| vec![(*id).to_owned()]).collect();
    let suite = Suite::of(Arc::clone(subject), path).usual_baseline().progress(false);
    let reports = suite.run_once_for(&alone);
    reports.iter().zip(tests).map(|(report, (_, test))| answer(report, test, manner)).collect()
}

/// Judges one rule in this process, or runs the script that the environment asks for.
fn judge(subject: &Arc<dyn AnySubject>, path: &str, explored: &Shared, test: &str, manner: Manner) -> Answer {
    let id = test.to_ascii_uppercase().replace('_', "-");
    if let Some(script) = to_be_replayed() {
        return Answer { test: test.to_owned(), ..kept_in(subject, &script, &id, manner.err) };
    }
    let suite = Suite::of(Arc::clone(subject), path).usual_baseline().sharing(Arc::clone(explored));
    answer(&suite.progress(false).select(id.as_str()).run(), test.to_owned(), manner)
}

fn answer(report: &Report, test: String, manner: Manner) -> Answer {
    write_fragment(report, &test);
    let kept = report.results().iter().all(|result| is_kept(result.outcome()));
    let sound = report.usage_errors().is_empty() && report.stale_waivers().is_empty();
    let mut answer = Answer { test, ..Answer::default() };
    if !(kept && sound) {
        answer.code = 1;
        answer.err = format!("\n{}", report.painted(false, manner.err));
    } else if report.results().iter().any(|result| result.outcome().failure().is_some()) {
        answer.out = format!("{}\n", report.painted(false, manner.out));
    }
    answer
}

/// Whether the test of a rule with this outcome passes: what does not apply, deviates or is accepted does.
pub(super) fn is_kept(outcome: &Outcome) -> bool {
    !matches!(
        outcome,
        Outcome::Fail(_) | Outcome::Inconclusive(_) | Outcome::Errored(_) | Outcome::UnexpectedPass { .. }
    )
}

/// Runs a script instead: the test fails if it breaks this rule, or cannot be run.
fn kept_in(subject: &Arc<dyn AnySubject>, script: &str, id: &str, paint: Paint) -> Answer {
    match run_again(subject, script, paint) {
        Rerun::Broken(rule, _) if rule != id => Answer::default(),
        Rerun::Kept(_) => Answer::default(),
        rerun => answer_of(rerun),
    }
}

fn common(path: &'static str, place: &'static Location<'static>) -> Common {
    static KNOWN: OnceLock<Mutex<HashMap<Key, Common>>> = OnceLock::new();
    let key = (path, place.file(), place.line(), place.column());
    let mut known = KNOWN.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(key).or_default().clone()
}
