//! Running one script again.

use std::sync::Arc;

use super::play::play_script;
use crate::{
    model::{Told, decode},
    report::REPLAY_VARIABLE,
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
    match run_again(subject, script) {
        Rerun::Kept(told) => println!("{told}"),
        Rerun::Broken(_, told) => panic!("\n{told}"),
        Rerun::NotRun(fault) | Rerun::Unreadable(fault) => panic!("{fault}"),
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
pub(super) fn run_again(subject: impl Subject, script: &str) -> Rerun {
    let subject: Arc<dyn AnySubject> = Arc::new(subject);
    let Told { script, rule: before } = match decode(script, &subject.declaration()) {
        Ok(told) => told,
        Err(fault) => return Rerun::Unreadable(format!("nothing to replay: {fault}")),
    };
    let played = match play_script(&subject, &script) {
        Ok(played) => played,
        Err(why) => return Rerun::NotRun(format!("the script could not be run: {why}")),
    };
    let Some((rule, report)) = played.report() else { return Rerun::Kept(kept(before.as_deref())) };
    let otherwise = before.filter(|before| before != rule.id);
    let otherwise = otherwise.map(|before| format!("\nwhen the note was made, the script broke {before}\n"));
    let told = report.text(false, &std::io::stderr());
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
pub(crate) fn to_be_replayed() -> Option<String> {
    std::env::var(REPLAY_VARIABLE).ok().filter(|script| !script.trim().is_empty())
}
