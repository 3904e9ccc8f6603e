//! Running one script again.

use std::sync::Arc;

use super::{
    aggregate::broken,
    job::{Done, Job},
    plan::attribution,
    watchdog,
};
use crate::{
    model::{Declaration, Script, Told, decode},
    report::{Played, REPLAY_VARIABLE, Report, RuleResult},
    rules::rules,
    subject::{AnySubject, Subject},
};

/// Runs one script again: a token from a report, or the text of a script.
///
/// Returns if the pool breaks no rule in it.
///
/// # Panics
///
/// With the story, if the script breaks a rule; and if it can be read neither as a token nor as text, saying why.
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
    match play_once(subject, script) {
        Played::Kept(told) => println!("{told}"),
        Played::Broken(_, told) => panic!("\n{told}"),
        Played::NotRun(fault) | Played::Unreadable(fault) => panic!("{fault}"),
    }
}

/// Runs one script again, and tells what came of it.
pub(super) fn play_once(subject: impl Subject, script: &str) -> Played {
    let subject: Arc<dyn AnySubject> = Arc::new(subject);
    let declaration = subject.declaration();
    let (script, before) = match read(script, &declaration) {
        Ok(read) => read,
        Err(fault) => return Played::Unreadable(format!("nothing to replay: {fault}")),
    };
    let attribution = Arc::new(attribution(&declaration));
    let done = watchdog::run(&subject, &attribution, vec![Job::Replay(script.clone())], 1, |_, _| {});
    let replayed = match &done[..] {
        [Done::Replayed(Ok(Some(broken)))] => broken,
        [Done::Replayed(Err(why))] => return Played::NotRun(format!("the script could not be run: {why}")),
        _ => return Played::Kept(kept(before.as_deref())),
    };
    let id = attribution.rule_of(&replayed.finding);
    let rule = rules().iter().find(|rule| rule.id == id).expect("a find has an owner that exists");
    let failure = replayed.failure.clone().with_script(&script, id, &declaration);
    let report =
        Report::new(vec![RuleResult::new(rule, broken(rule, vec![failure]))], Vec::new(), Vec::new());
    let otherwise = before.filter(|before| before != id);
    let otherwise = otherwise.map(|before| format!("\nwhen the token was made, the script broke {before}\n"));
    let told = report.text(false, &std::io::stderr());
    Played::Broken(rule.id, format!("{told}{}", otherwise.unwrap_or_default()))
}

/// Says that nothing is broken, or any more, where a token told that something was.
fn kept(before: Option<&str>) -> String {
    match before {
        Some(before) => {
            format!("the script broke {before} when the token was made, and breaks no rule now")
        }
        None => "the script breaks no rule".to_owned(),
    }
}

/// The script, and the rule that it broke before, where it is given by a token.
fn read(script: &str, declaration: &Declaration) -> Result<(Script, Option<String>), String> {
    if script.contains(':') {
        return Ok((script.parse()?, None));
    }
    let Told { script, rule } = decode(script.trim(), declaration)?;
    Ok((script, Some(rule)))
}

/// The script that is asked for by the environment, if any is.
pub(crate) fn to_be_replayed() -> Option<String> {
    std::env::var(REPLAY_VARIABLE).ok().filter(|script| !script.trim().is_empty())
}
