//! The pools that are judged, and what each declares.

use std::future::ready;

use pool_adapters::{Settings, bb8::Bb8Pool, deadpool::DeadpoolPool, fast_pool::FastPool, mobc::MobcPool};
use pool_conformance::{
    Capability, CloseMode, ConnectErrors, Declaration, IdleOrder, Prefill, Setup, Suite, TimeSource, declare,
};
use pool_examples::{
    managed::ManagedPool,
    naive::{AdvancedPool, BasicPool},
    reference::ReferencePool,
};

/// A pool that can be judged.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) suite: fn() -> Suite,
}

/// Every pool, in the order of the matrix.
pub(crate) const POOLS: &[Entry] = &[
    Entry { name: "basic", about: "a first sketch of a pool, taken literally", suite: basic },
    Entry { name: "advanced", about: "the same with prefill and a closed flag", suite: advanced },
    Entry { name: "reference", about: "the pool to copy", suite: reference },
    Entry { name: "bb8", about: "bb8 0.9", suite: bb8 },
    Entry { name: "deadpool", about: "deadpool 0.13, managed", suite: deadpool },
    Entry { name: "mobc", about: "mobc 0.9", suite: mobc },
    Entry { name: "fast_pool", about: "fast_pool 1.0", suite: fast_pool },
    Entry { name: "sqlx", about: "sqlx 0.9, with a driver that is the probe", suite: sqlx },
];

fn basic() -> Suite {
    let build = |setup: Setup| ready(BasicPool::new(setup.manager));
    Suite::new(declare(build, Declaration::new().prefill(Prefill::None)))
}

fn advanced() -> Suite {
    Suite::new(|setup: Setup| ready(AdvancedPool::new(setup.manager, setup.min_size, setup.max_size)))
}

fn reference() -> Suite {
    let build = |setup: Setup| {
        let builder = ReferencePool::builder(setup.manager)
            .min_size(setup.min_size)
            .max_size(setup.max_size)
            .acquire_timeout(setup.acquire_timeout)
            .idle_timeout(setup.idle_timeout)
            .max_lifetime(setup.max_lifetime)
            .validate_on_acquire(setup.validate_on_acquire)
            .wait_limit(setup.wait_limit);
        ready(builder.build())
    };
    let declaration = Declaration::new()
        .close_mode(CloseMode::Wait)
        .claim(Capability::Timeout)
        .claim(Capability::IdleTimeout)
        .claim(Capability::MaxLifetime)
        .claim(Capability::MaintainMin)
        .claim(Capability::Quiet)
        .claim(Capability::TimeLeap)
        .claim(Capability::FairnessFifo)
        .claim(Capability::HealthBorrow)
        .claim(Capability::HealthRelease)
        .claim(Capability::PoolHealth)
        .claim(Capability::Reentrancy)
        .claim(Capability::ErrorSource)
        .claim(Capability::TerminalClose)
        .claim(Capability::PromptClose)
        .claim(Capability::CancelExt)
        .claim(Capability::CancelPreserve)
        .claim(Capability::Growth)
        .claim(Capability::ErrorScope)
        .claim(Capability::GracefulEnd)
        .claim(Capability::PanicExt)
        .claim(Capability::Linearizable)
        .claim(Capability::SingleThread)
        .claim(Capability::ExplicitRelease)
        .claim(Capability::HandleRelease)
        .claim(Capability::DropAnywhere)
        .idle_order(IdleOrder::Lifo)
        .claim(Capability::FairnessBounded)
        .claim(Capability::WaitLimit)
        .claim(Capability::ExtremeSizes)
        .claim(Capability::Snapshot);
    let subject = declare(build, declaration).try_acquire().discard().detach().resize().observe();
    Suite::new(subject.handles().fingerprint(ReferencePool::fingerprint))
}

/// No [`Capability::ErrorSource`]: the error of a connect goes to bb8's `ErrorSink` alone.
fn bb8() -> Suite {
    let build = |setup: Setup| ready(Bb8Pool::new(setup.manager.clone(), &settings(&setup)));
    let declaration = Declaration::new()
        .prefill(Prefill::Background)
        .close_mode(CloseMode::Unsupported)
        .connect_errors(ConnectErrors::UntilDeadline)
        .time_source(TimeSource::System)
        .claim(Capability::Timeout)
        .claim(Capability::HealthBorrow)
        .claim(Capability::HealthRelease)
        .claim(Capability::Reentrancy);
    Suite::new(declare(build, declaration))
}

/// No [`Capability::Timeout`]: waiting, creating and recycling have a limit each, and there is none on the whole.
fn deadpool() -> Suite {
    let build = |setup: Setup| ready(DeadpoolPool::new(setup.manager.clone(), &settings(&setup)));
    let declaration = Declaration::new()
        .prefill(Prefill::None)
        .claim(Capability::FairnessFifo)
        .claim(Capability::PromptClose)
        .claim(Capability::HealthBorrow)
        .claim(Capability::Reentrancy)
        .claim(Capability::ErrorSource);
    Suite::new(declare(build, declaration))
}

/// No [`Capability::Timeout`]: its limit goes by a clock with a thread of its own.
fn mobc() -> Suite {
    let build = |setup: Setup| ready(MobcPool::new(setup.manager.clone(), &settings(&setup)));
    let declaration = Declaration::new()
        .prefill(Prefill::None)
        .close_mode(CloseMode::Unsupported)
        .time_source(TimeSource::System)
        .claim(Capability::FairnessFifo)
        .claim(Capability::HealthBorrow)
        .claim(Capability::HealthRelease)
        .claim(Capability::IdleTimeout)
        .claim(Capability::MaxLifetime)
        .claim(Capability::Reentrancy)
        .claim(Capability::ErrorSource);
    Suite::new(declare(build, declaration))
}

fn fast_pool() -> Suite {
    let build = |setup: Setup| ready(FastPool::new(setup.manager.clone(), &settings(&setup)));
    let declaration = Declaration::new()
        .prefill(Prefill::None)
        .close_mode(CloseMode::Unsupported)
        .claim(Capability::Timeout)
        .claim(Capability::HealthBorrow)
        .claim(Capability::Reentrancy)
        .claim(Capability::ErrorSource);
    Suite::new(declare(build, declaration))
}

/// Connects, checks and goodbyes are calls of the probe; releases and the prefill are tasks, which the kit sees as others. The
/// limit of an acquire is a timer of tokio's. That of idle times and ages is read from the system's clock.
fn sqlx() -> Suite {
    let build = |setup: Setup| ready(ManagedPool::new(setup.manager.clone(), &settings(&setup)));
    let declaration = Declaration::new()
        .prefill(Prefill::Background)
        .close_mode(CloseMode::Wait)
        .time_source(TimeSource::System)
        .claim(Capability::Timeout)
        .claim(Capability::PromptClose)
        .claim(Capability::FairnessFifo)
        .claim(Capability::HealthBorrow)
        .claim(Capability::Reentrancy)
        .claim(Capability::ErrorSource);
    Suite::new(declare(build, declaration).try_acquire().discard().detach())
}

// None of the real pools claims [`Capability::PoolHealth`]: they have no health check, and what their adapters do instead waits on
// a full pool.
fn settings(setup: &Setup) -> Settings {
    Settings::new(setup.max_size)
        .min_size(setup.min_size)
        .acquire_timeout(setup.acquire_timeout)
        .idle_timeout(setup.idle_timeout)
        .max_lifetime(setup.max_lifetime)
        .validate_on_acquire(setup.validate_on_acquire)
}
