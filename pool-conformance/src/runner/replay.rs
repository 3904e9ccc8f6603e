//! Running one script again.

use std::sync::Arc;

use super::{apart::Manner, play::play_script};
use crate::{
    child::Answer,
    model::{Told, decode},
    report::{Paint, REPLAY_VARIABLE},
    subject::{AnySubject, Subject},
};

/// Runs one script again, given as text, as reports print it: with or without the note in parentheses, which says what the
/// script broke, and refuses the script where it does not fit.
///
/// Returns if the pool breaks no rule in it.
///
/// # Panics
///
/// With the story, if the script breaks a rule; and if it cannot be read or does not fit the pool, saying why.
///
/// # Examples
///
/// ```
/// use pool_conformance::{self as conformance, Setup};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
/// # use doc::DocPool;
/// # async fn my_pool(setup: Setup) -> DocPool<pool_conformance::Probe> {
/// #     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
/// # }
///
/// conformance::replay(my_pool, "max 1, min 0: A acquires; B acquires; A drops its guard; B is cancelled");
/// ```
#[track_caller]
pub fn replay(subject: impl Subject, script: &str) {
    let subject: Arc<dyn AnySubject> = Arc::new(subject);
    let Answer { code, out, err, .. } = answer_of(run_again(&subject, script, Manner::here().err));
    print!("{out}");
    assert!(code == 0, "{err}");
}

/// What a test is to say of a script that was run again.
pub(super) fn answer_of(rerun: Rerun) -> Answer {
    let failed = |err| Answer { code: 1, err, ..Answer::default() };
    match rerun {
        Rerun::Kept(told) => Answer { out: format!("{told}\n"), ..Answer::default() },
        Rerun::Broken(_, told) => failed(format!("\n{told}")),
        Rerun::NotRun(fault) | Rerun::Unreadable(fault) => failed(fault),
    }
}

/// What came of a script that was run again, with what is to be said of it.
#[derive(Clone, Debug)]
pub(super) enum Rerun {
    /// It breaks no rule.
    Kept(String),
    /// It breaks this rule.
    Broken(&'static str, String),
    /// It was read and could not be run.
    NotRun(String),
    /// It is not the text of a script, or does not fit the pool.
    Unreadable(String),
}

/// Runs one script again, and tells what came of it.
pub(super) fn run_again(subject: &Arc<dyn AnySubject>, script: &str, paint: Paint) -> Rerun {
    let Told { script, rule: before } = match decode(script, &subject.declaration()) {
        Ok(told) => told,
        Err(fault) => return Rerun::Unreadable(format!("nothing to replay: {fault}")),
    };
    let played = match play_script(subject, &script) {
        Ok(played) => played,
        Err(why) => return Rerun::NotRun(format!("the script could not be run: {why}")),
    };
    let Some((rule, report)) = played.report() else { return Rerun::Kept(kept(before.as_deref())) };
    let otherwise = before.filter(|before| before != rule.id);
    let otherwise = otherwise.map(|before| format!("\nwhen the note was made, the script broke {before}\n"));
    let told = report.painted(false, paint);
    Rerun::Broken(rule.id, format!("{told}{}", otherwise.unwrap_or_default()))
}

/// Says that nothing is broken, or any more, where a note told that something was.
fn kept(before: Option<&str>) -> String {
    match before {
        Some(before) => format!("the script broke {before} when the note was made, and breaks no rule now"),
        None => "the script breaks no rule".to_owned(),
    }
}

/// The script that is asked for by the environment, if any is.
pub(super) fn to_be_replayed() -> Option<String> {
    std::env::var(REPLAY_VARIABLE).ok().filter(|script| !script.trim().is_empty())
}
