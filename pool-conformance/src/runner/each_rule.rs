//! A test for each rule, which explores once for all rules of a process.

use std::{
    collections::HashMap,
    panic::Location,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::{
    Suite,
    replay::{Rerun, run_again, to_be_replayed},
};
use crate::{
    explore::Counterexample,
    report::{Coverage, Outcome, write_fragment},
    subject::Subject,
};

/// What a subject is told by: its type, and where its tests were made.
type Key = (&'static str, &'static str, u32, u32);

/// The result of exploration, computed by the first test of a process and read by the others.
pub(super) type Shared = Arc<OnceLock<(Vec<Coverage>, Vec<Counterexample>)>>;

/// Judges one rule, named as [`tests!`](crate::tests) names it; panics unless it is kept or does not apply.
#[doc(hidden)]
#[track_caller]
pub fn assert_rule<S: Subject>(subject: S, name: &str) {
    let id = name.to_ascii_uppercase().replace('_', "-");
    if let Some(script) = to_be_replayed() {
        return assert_kept_in(subject, &script, &id);
    }
    let shared = shared::<S>(Location::caller());
    let report =
        Suite::new(subject).usual_baseline().sharing(shared).progress(false).select(id.as_str()).run();
    write_fragment(&report, name);
    let kept = report.results().iter().all(|result| is_kept(result.outcome()));
    let sound = report.usage_errors().is_empty() && report.stale_waivers().is_empty();
    assert!(kept && sound, "\n{}", report.text(false, &std::io::stderr()));
    if report.results().iter().any(|result| result.outcome().failure().is_some()) {
        println!("{}", report.text(false, &std::io::stdout()));
    }
}

/// Whether the test of a rule with this outcome passes: what does not apply, deviates or is accepted does.
pub(super) fn is_kept(outcome: &Outcome) -> bool {
    !matches!(
        outcome,
        Outcome::Fail(_) | Outcome::Inconclusive(_) | Outcome::Errored(_) | Outcome::UnexpectedPass { .. }
    )
}

/// Runs a script instead; panics if it breaks this rule, or cannot be run.
#[track_caller]
fn assert_kept_in(subject: impl Subject, script: &str, id: &str) {
    match run_again(subject, script) {
        Rerun::Broken(rule, told) if rule == id => panic!("\n{told}"),
        Rerun::NotRun(fault) | Rerun::Unreadable(fault) => panic!("{fault}"),
        Rerun::Kept(_) | Rerun::Broken(..) => {}
    }
}

fn shared<S: Subject>(place: &'static Location<'static>) -> Shared {
    static EXPLORED: OnceLock<Mutex<HashMap<Key, Shared>>> = OnceLock::new();
    let key = (std::any::type_name::<S>(), place.file(), place.line(), place.column());
    let mut explored = EXPLORED.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(explored.entry(key).or_default())
}
