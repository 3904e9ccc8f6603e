//! What came of one script.

use std::{fmt, sync::Arc, time::Duration};

use super::{
    aggregate::broken,
    job::{Done, Job, Replayed},
    plan::attribution,
    watchdog::{self, Deadline},
};
use crate::{
    explore::Budget,
    model::{Call, Declaration, Event, Rule, Script, Settled},
    oracle::Attribution,
    report::{Failure, Report, RuleResult, lines, scenes},
    rules::rules,
    subject::{AnySubject, Subject},
    trace::{Life, Trace},
};

/// What came of a script that was played: which rule it breaks, if any, and what the manager was asked for.
///
/// Counts are those of the script itself. What is done after every script (everything is given back, the pool is closed) is
/// part of the judgement and of the [`steps`](Self::steps), and not of the counts. `Display` tells the story.
#[derive(Debug)]
pub struct Played {
    trace: Trace,
    steps: Vec<String>,
    broken: Option<(&'static Rule, Failure)>,
}

/// Runs one script and judges it as exploration would, for properties of your own.
///
/// # Panics
///
/// If the script could not be run, saying why: the factory panicked, for instance.
///
/// # Examples
///
/// A property over scripts that proptest draws, and shrinks where it does not hold:
///
/// ```
/// use pool_conformance::{self as conformance, Declaration, proptest::prelude::*};
/// # use pool_conformance::Setup;
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
/// # use doc::DocPool;
/// # async fn my_pool(setup: Setup) -> DocPool<pool_conformance::Probe> {
/// #     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
/// # }
///
/// proptest! {
///     # #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]
///     // `#[test]` stands here
///     fn a_connection_is_opened_only_for_a_client(script in conformance::scripts(&Declaration::new())) {
///         let played = conformance::play(my_pool, &script);
///         prop_assert!(played.failure().is_none(), "{played}");
///         prop_assert!(played.opened() <= played.connects());
///     }
/// }
/// # a_connection_is_opened_only_for_a_client();
/// ```
#[track_caller]
pub fn play(subject: impl Subject, script: &Script) -> Played {
    match play_script(&(Arc::new(subject) as Arc<dyn AnySubject>), script) {
        Ok(played) => played,
        Err(why) => panic!("the script `{script}` could not be run: {why}"),
    }
}

/// Runs one script; an error if it could not be run.
pub(super) fn play_script(subject: &Arc<dyn AnySubject>, script: &Script) -> Result<Played, String> {
    let declaration = subject.declaration();
    let attribution = Arc::new(attribution(&declaration));
    let job = Job::Replay(script.clone());
    let deadline = Deadline::after(Budget::default().real_time);
    let done = watchdog::run(subject, &attribution, vec![job], (1, deadline), |_, _| {}).pop();
    match done {
        Some(Done::Replayed(Ok(replayed))) => Ok(Played::new(*replayed, script, &attribution, &declaration)),
        Some(Done::Replayed(Err(why))) => Err(why),
        _ => Err("it was not tried".to_owned()),
    }
}

impl Played {
    fn new(
        replayed: Replayed,
        script: &Script,
        attribution: &Attribution,
        declaration: &Declaration,
    ) -> Self {
        let Replayed { finding, entries } = replayed;
        let steps = lines(&scenes(&entries));
        let broken = finding.map(|finding| {
            let id = attribution.rule_of(&finding);
            let rule = rules().iter().find(|rule| rule.id == id).expect("a find has an owner that exists");
            let failure = Failure::new(finding.violation, &entries);
            (*rule, failure.with_script(script, id, declaration))
        });
        let mut trace = Trace::default();
        entries
            .into_iter()
            .take_while(|entry| entry.event != Event::ScriptEnds)
            .for_each(|entry| trace.take(entry));
        Self { trace, steps, broken }
    }

    /// The rule that the script breaks, if it breaks one.
    #[must_use]
    pub fn broken_rule(&self) -> Option<&'static Rule> {
        self.broken.as_ref().map(|(rule, _)| *rule)
    }

    /// How the script breaks a rule, if it breaks one.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.broken.as_ref().map(|(_, failure)| failure)
    }

    /// What was done, a line a step, with what came of it.
    #[must_use]
    pub fn steps(&self) -> &[String] {
        &self.steps
    }

    /// How often the manager was asked for a connection.
    #[must_use]
    pub fn connects(&self) -> usize {
        self.trace.summary().connects
    }

    /// How often the manager was asked whether a connection is valid.
    #[must_use]
    pub fn checks(&self) -> usize {
        self.count(|event| matches!(event, Event::Called { kind: Call::Check, .. }))
    }

    /// How many connections were opened.
    #[must_use]
    pub fn opened(&self) -> usize {
        self.trace.opened()
    }

    /// How many connections were ended: `disconnect` finished, or the value was dropped.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.trace.summary().ended
    }

    /// How many connections are open when the script is over.
    #[must_use]
    pub fn open(&self) -> usize {
        self.trace.summary().conns().filter(|(_, conn)| conn.life == Life::Open).count()
    }

    /// How many connections clients hold when the script is over.
    #[must_use]
    pub fn held(&self) -> usize {
        self.trace.summary().held
    }

    /// The most connections that were open or being opened at one moment.
    #[must_use]
    pub fn most_open(&self) -> usize {
        self.trace.summary().peak
    }

    /// How many acquires were given a connection.
    #[must_use]
    pub fn served(&self) -> usize {
        self.count(|event| matches!(event, Event::Held(..)))
    }

    /// How many operations failed with an error.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.count(|event| matches!(event, Event::Settled(_, Settled::Failed(_))))
    }

    /// How much virtual time the script took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.trace.elapsed()
    }

    fn count(&self, which: impl Fn(&Event) -> bool) -> usize {
        self.trace.entries().iter().filter(|entry| which(&entry.event)).count()
    }

    /// The rule that is broken, and the report of it.
    pub(super) fn report(&self) -> Option<(&'static Rule, Report)> {
        let (rule, failure) = self.broken.as_ref()?;
        let result = RuleResult::new(rule, broken(rule, vec![failure.clone()]));
        Some((rule, Report::new(vec![result], Vec::new(), Vec::new())))
    }
}

impl fmt::Display for Played {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.report() {
            Some((_, report)) => report.fmt(f),
            None => f.write_str(&self.steps.join("\n")),
        }
    }
}
