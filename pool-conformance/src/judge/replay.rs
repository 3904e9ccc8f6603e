use std::sync::Arc;

use super::{
    job::{Done, Job, broken},
    watchdog,
};
use crate::{
    Subject,
    erased::Factory,
    explore::{Script, decode},
    report::{Report, RuleResult},
    rules::RULES,
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
    let script = read(script).unwrap_or_else(|fault| panic!("nothing to replay: {fault}"));
    let factory: Arc<dyn Factory> = Arc::new(subject);
    let done = watchdog::run(&factory, vec![Job::Replay(script.clone())], 1, |_, _| {});
    let (id, failure) = match &done[..] {
        [Done::Replayed(Ok(Some(broken)))] => broken,
        [Done::Replayed(Err(why))] => panic!("the script could not be run: {why}"),
        _ => return,
    };
    let rule = RULES.iter().find(|rule| rule.id == *id).expect("explorations blame rules that exist");
    let result = RuleResult::new(rule, broken(rule, failure.clone().with_script(&script)));
    panic!("\n{}", Report::new(vec![result], Vec::new(), Vec::new()).render_for(&std::io::stderr()));
}

fn read(script: &str) -> Result<Script, String> {
    if script.contains(':') { script.parse() } else { decode(script.trim()) }
}
