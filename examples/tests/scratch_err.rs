//! Scratch.
#![allow(dead_code, unused, missing_docs)]
use pool_conformance::*;
use pool_examples::{adapters::*, naive::*, reference::ReferencePool};
use std::future::ready;
fn settings(setup: &Setup) -> Settings {
    let Setup {
        min_size, max_size, acquire_timeout, idle_timeout, max_lifetime, validate_on_acquire, ..
    } = *setup;
    Settings { min_size, max_size, acquire_timeout, idle_timeout, max_lifetime, validate_on_acquire }
}
fn go(name: &str, s: impl Subject) {
    let t = std::time::Instant::now();
    let r = Suite::new(s)
        .progress(false)
        .budget(Budget::scenarios_only())
        .select("ERR-*")
        .select("ACCT-*")
        .select("CONC-*")
        .run();
    println!("== {name} {:?}", t.elapsed());
    for r in r.results() {
        if !matches!(r.outcome(), Outcome::NotSelected | Outcome::Pass(_)) {
            println!("  {} {} {}", r.rule().id(), r.outcome().word(), r.outcome().note().unwrap_or(""));
        }
    }
    if std::env::var("STORY").is_ok_and(|n| n == name) {
        println!("{r}");
    }
}
#[test]
fn real() {
    std::panic::set_hook(Box::new(|_| {}));
    go(
        "reference",
        declare(
            |setup: Setup| {
                ready(
                    ReferencePool::builder(setup.manager)
                        .min_size(setup.min_size)
                        .max_size(setup.max_size)
                        .acquire_timeout(setup.acquire_timeout)
                        .idle_timeout(setup.idle_timeout)
                        .max_lifetime(setup.max_lifetime)
                        .validate_on_acquire(setup.validate_on_acquire)
                        .build(),
                )
            },
            Declaration::new().close_mode(CloseMode::Wait),
        ),
    );
    go(
        "bb8",
        declare(
            |s: Setup| ready(Bb8Pool::new(s.manager.clone(), &settings(&s))),
            Declaration::new()
                .prefill(Prefill::Background)
                .close_mode(CloseMode::Unsupported)
                .connect_errors(ConnectErrors::UntilDeadline)
                .time_source(TimeSource::System),
        ),
    );
    go(
        "deadpool",
        declare(
            |s: Setup| ready(DeadpoolPool::new(s.manager.clone(), &settings(&s))),
            Declaration::new().prefill(Prefill::None),
        ),
    );
    go(
        "mobc",
        declare(
            |s: Setup| ready(MobcPool::new(s.manager.clone(), &settings(&s))),
            Declaration::new()
                .prefill(Prefill::None)
                .close_mode(CloseMode::Unsupported)
                .time_source(TimeSource::System),
        ),
    );
    go(
        "fast_pool",
        declare(
            |s: Setup| ready(FastPool::new(s.manager.clone(), &settings(&s))),
            Declaration::new().prefill(Prefill::None).close_mode(CloseMode::Unsupported),
        ),
    );
    go(
        "basic",
        declare(|s: Setup| ready(BasicPool::new(s.manager)), Declaration::new().prefill(Prefill::None)),
    );
    go("advanced", |setup: Setup| ready(AdvancedPool::new(setup.manager, setup.min_size, setup.max_size)));
}
