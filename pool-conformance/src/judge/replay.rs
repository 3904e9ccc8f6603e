use std::sync::Arc;

use super::{
    job::{Done, Job, broken},
    watchdog,
};
use crate::{
    Declaration, Subject,
    erased::Factory,
    explore::{Script, Told, decode},
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
    let factory: Arc<dyn Factory> = Arc::new(subject);
    let declaration = factory.declaration();
    let (script, before) = match read(script, &declaration) {
        Ok(read) => read,
        Err(fault) => panic!("nothing to replay: {fault}"),
    };
    let done = watchdog::run(&factory, vec![Job::Replay(script.clone())], 1, |_, _| {});
    let (id, failure) = match &done[..] {
        [Done::Replayed(Ok(Some(broken)))] => broken,
        [Done::Replayed(Err(why))] => panic!("the script could not be run: {why}"),
        _ => return kept(before.as_deref()),
    };
    let rule = RULES.iter().find(|rule| rule.id == *id).expect("explorations blame rules that exist");
    let failure = failure.clone().with_script(&script, id, &declaration);
    let report = Report::new(vec![RuleResult::new(rule, broken(rule, failure))], Vec::new(), Vec::new());
    let otherwise = before.filter(|before| before != id);
    let otherwise = otherwise.map(|before| format!("\nwhen the token was made, the script broke {before}\n"));
    panic!("\n{}{}", report.render_for(&std::io::stderr()), otherwise.unwrap_or_default());
}

/// Says that nothing is broken, or any more, where a token told that something was.
fn kept(before: Option<&str>) {
    match before {
        Some(before) => println!("the script broke {before} when the token was made, and breaks no rule now"),
        None => println!("the script breaks no rule"),
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
