//! Judges async connection pools.
//!
//! A pool is right if it keeps its promises when tasks give up half-way, when connects fail, when it is closed under
//! its users' hands, and in whatever order all that happens. Tests of a pool on a runtime see one order out of
//! thousands. The kit is the executor, the clock and the connection manager. Every poll, timeout, fault and
//! cancellation is therefore a scheduling decision, and the kit explores these decisions.
//!
//! # Usage
//!
//! ```toml
//! [dev-dependencies]
//! conformance = { package = "pool-conformance", version = "0.1" }
//!
//! [profile.dev.package.pool-conformance]
//! opt-level = 3       # thousands of schedules in each run: seconds become tenths
//!
//! [profile.dev.package.tokio]
//! opt-level = 3
//! ```
//!
//! ```
//! use pool_conformance as conformance; // where the dependency is not renamed
//! use conformance::{Probe, Setup};
//! # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
//! # use doc::DocPool;
//! # type MyPool<M> = DocPool<M>;
//!
//! async fn my_pool(setup: Setup) -> MyPool<Probe> {
//!     MyPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
//! }
//!
//! // In a `#[test]`; panics with the report unless the pool is conformant.
//! conformance::run_all(my_pool);
//! ```
//!
//! The pool is to implement [`pool_protocol::Pool`], and to open its connections with the [`Probe`] in the [`Setup`].
//! What it claims beyond the defaults, and how it stands where good pools differ, it says in a [`Declaration`], which
//! [`declare`] attaches. A factory that is not async is wrapped in [`sync`](fn@sync), one that can fail in [`fallible`].
//! There are three more faces on the same engine: [`Suite`] for everything adjustable, [`tests!`] for a test each rule,
//! and [`main`] for a program.
//!
//! A pool that implements extension traits of the protocol, such as [`Discard`](pool_protocol::Discard), says so by a method of
//! that name on what `declare` returns ([`Declared`]). The operation is then used in scenarios and explorations, and the rules
//! about it are judged.
//!
//! # What is judged, and how
//!
//! Each [`Rule`] is a promise with an id that never changes, such as LIFE-04. A *scenario* puts the pool into the
//! situation that the rule is about. *Exploration* runs every schedule of small worlds, and a sample of larger ones,
//! against invariants that rules own; [`Budget`] says how far. Every rule has exactly one [`Outcome`], and a rule of
//! which the situation never came about is `inconclusive` and never a pass.
//!
//! # How far exploration goes
//!
//! What can happen in a world is a choice at every moment: which client starts, is polled, is cancelled or releases,
//! how and when a call of the manager finishes, which connection breaks, when the pool is closed, when a background
//! task runs. In a small world every order of such steps is run from the start, but for those that cannot differ:
//! equal clients begin in the order of their letters, and a step that does not call the pool is made at the last
//! moment before the pool can learn of it. In each schedule at most one other step may run before a ready background
//! task does (a delay bound of 1); [`Budget::thorough`] has no such bound. The report says of each world whether that
//! was all of it, and of how many schedules.
//!
//! Where there are many schedules, prefixes that look the same in everything that the kit sees of a pool are walked on
//! once, breadth first. A pool is opaque, so equal looks prove nothing: two prefixes are merged after up to three further
//! steps that agree in every way to go on, every new state is torn down, what turns out to differ is kept apart, and a
//! pool that hides too much is enumerated. That is no proof either; the report says after how many agreeing steps prefixes
//! were merged, how many states and steps there are, and for how many schedules they stand ([`Extent`]). Of a world that
//! does not fit it says how deep every beginning was run, and estimates how many schedules there are.
//!
//! Nothing is called pending before virtual time has run: where an operation waits although there is room for it, time passes
//! as a part of the step before, until the first thing moves or the operation comes to its limit. So a pool may pause before
//! it connects. Only where a rule says *promptly*, before `init` and once a `close` has begun, it may do so for a second at most.
//!
//! Larger worlds are sampled: by steps that would make sense in an ideal pool, so that crowds, cancellations of
//! waiters that have just been chosen and faults under waiters are common. A seed decides what is drawn. Both are
//! deterministic. Of a pool that is not, since it chooses at random among equals, the same steps lead to another trace: ways
//! through its worlds are drawn instead, its scenarios are run several times, and what is broken in one outcome is broken.
//! The report says how that was seen, and what does not go wrong every time.
//!
//! # Races inside a poll
//!
//! Inside a poll or a drop a pool calls out: it clones, wakes or drops a waker, calls the manager, drops a connection. In small worlds
//! with *one preemption* each of these is a choice, too: the step stands still there, on a thread of its own, and another actor
//! takes a step on a second thread, up to its end; then the first goes on. Every step is stopped so at each of its call-outs (the
//! first six), for whatever another could do meanwhile, with cancellations, faults and closes around it. The two threads take turns,
//! so a find is the same in every run, has a script and is replayed like any other.
//!
//! * A call-out under a lock that the other step needs is no choice: the second thread sleeps, the first goes on, and that run is thrown
//!   away. Where Linux tells of it in `/proc` that is known for certain; elsewhere it is taken for granted after a fifth of a second. Two
//!   locks that are taken in opposite orders block both threads, which is told as such.
//! * The kit holds none of its own locks at a call-out.
//! * What is judged is what holds in whatever order the two steps count: bounds, sharing, endings, lost wake-ups and capacity,
//!   panics, the numbers at rest. Not judged are orders, promptness and the errors of operations.
//! * Between two instructions with no call-out in between nothing can be stopped: there is only chance, on real threads. Nor are
//!   background tasks of the pool stopped, or let in: what races with them is not reached this way.
//!
//! # When a rule is broken
//!
//! The report tells what was expected and seen, and the steps that led there. Where exploration found them, they have
//! been made as few as possible, and the report has a line that runs them again ([`replay`]). Failures that end with the same
//! step are told together, the shortest first.
//!
//! # A pool that ends the process
//!
//! [`run_all`], [`tests!`] and [`main`] judge in a child: the program is run again, for the one test or as a whole, and comes to
//! the same call. What the test does before the call is done again, and other calls of the kit in it are skipped. So a pool
//! that aborts, overflows its stack, exits, is killed, or takes more than 2 GiB of memory or 2,000 threads has a report: what it
//! was at becomes a failure of the rule at hand, or of CONC-02, with the steps up to the last, and what is left is judged by
//! further children, until the pool has ended some twenty. A child ends with its parent, whatever ends that.
//! What the factory counts or records in memory stays in the child: a test that looks at it afterwards judges `here`.
//!
//! Samples and threads are begun only where no scenario and no small world has shown a connection to be used by two, or after its
//! end: of such a pool the memory may break.
//!
//! Where no child can be had (the name of the test is not known, no process can be started), this process judges, and a line says
//! so. [`PROCESS_VARIABLE`] set to `here` has it do so for debuggers and coverage; under Miri it always does. [`Suite::run`],
//! [`replay`](fn@replay) and [`play`] return what they find, and judge in the process that calls them.
//!
//! # Properties of your own
//!
//! [`scripts`] is a proptest strategy for the scripts that the kit samples, and [`play`] runs one and answers questions about
//! it, so that `proptest!` can try a property that only your pool has.
//!
//! # Adopting the kit
//!
//! A pool that breaks rules today lists them in `conformance.toml` beside its manifest ([`Suite::baseline`]). The
//! listed rules do not fail a run, others do, and an entry that nothing needs any more fails until it is removed.
//!
//! # Reports
//!
//! [`Report::record`] is a report as data, and Markdown, `JUnit` XML, a badge, JSON (feature `json`) and a page
//! (feature `html`) are made of it. [`REPORT_VARIABLE`] names a folder into which every face of the kit writes them.
//! The program `cargo pool-conformance` (feature `cli`) joins, compares and turns them into each other later.
//!
//! # Glossary
//!
//! | word | meaning |
//! | --- | --- |
//! | actor | a client, an `init` or a `close`: it has at most one operation of the pool under way |
//! | step | one thing that the kit does: start, poll or drop a future, drop a guard, finish a call, let time pass |
//! | script | the sizes of a pool and a list of steps; any list of steps is one, since a step that makes no sense does nothing |
//! | schedule | one order of the steps that can happen in a world |
//! | world, bounds | how many clients, cancellations, faults and closes there are in a set of schedules |
//! | trace | the log of one run: steps, calls of the manager, wake-ups, results |
//! | call-out | a moment inside a poll or a drop at which the pool calls code that is not its own |
//! | preemption | a step of another actor, taken while a step stands in a call-out |
//! | situation | something that a run came to, such as a waiter that was dropped; read off the trace |
//! | invariant | what holds after every step of every run |
//! | oracle | the invariants and the teardown: it says what is wrong as a symptom |
//! | symptom | what is wrong, such as a stranded waiter, without a rule |
//! | attribution | which rule answers for a symptom, by the situations that went before |
//! | quiescence | nothing can happen but by time or by another step |
//! | coverage | which worlds were explored, and how far |
//! | manager | what opens and ends connections: [`pool_protocol::ManageConnection`] |
//! | factory | the function that builds the pool under test: a [`Subject`] |
//!
//! # Limits
//!
//! * Choices are made between polls, and at call-outs. Any other race *inside* a poll, between two threads, cannot be seen that
//!   way; a few rules are tried on real threads as well, where chance decides: a failure says in how many of how many rounds
//!   it was seen.
//! * Time is tokio's paused clock. A pool that goes by another clock says so ([`TimeSource`]), and what depends on
//!   time is then inconclusive.
//! * A pool that blocks or spins inside a poll is found by a watchdog, and its thread is lost until the process ends.
//! * [`Suite::run`] does not survive a pool that ends the process. Limits of memory and threads are known from `/proc`, on Linux
//!   alone.
//! * Panics of the pool's own go through the panic hook of the process; on the kit's threads, which are named after the
//!   rule or world, only the first at each place does.

#![deny(unsafe_code)]

mod baseline;
mod child;
mod explore;
mod foreign;
mod generate;
mod machine;
#[doc(hidden)]
pub mod measure;
mod model;
mod oracle;
mod probe;
mod report;
mod rules;
mod runner;
mod scenario;
mod sim;
mod stress;
mod subject;
mod trace;

pub use crate::{
    baseline::BASELINE_VARIABLE,
    child::PROCESS_VARIABLE,
    explore::{Budget, Estimate, Extent, Matters, SmallWorld, Ways},
    generate::{ScriptTree, Scripts},
    machine::{Distinction, Machine, MachineError, Move},
    model::{
        AcquireLimit, Capability, CloseMode, ConnectErrors, Declaration, Edition, Exhaustion, IdleOrder,
        Level, Prefill, ProbeError, Rule, Script, ScriptError, TimeSource,
    },
    probe::{Probe, ProbeConnection},
    report::{
        Change, Comparison, Coverage, Failure, Outcome, REPLAY_VARIABLE, REPORT_VARIABLE, Report, RuleResult,
        Strength, Verdict, Waiver, record, rules_page,
    },
    runner::{Played, Suite, assert_rule, main, play, replay},
    subject::{
        Declared, Deferred, Extensions, FallibleFactory, Setup, Subject, SyncFactory, declare, fallible, sync,
    },
};

#[cfg(feature = "json")]
pub use crate::report::RecordError;
/// The version of proptest to which [`Scripts`] belongs.
pub use proptest;

/// Judges a pool by every rule.
///
/// Where the environment variable `POOL_CONFORMANCE_REPLAY` holds a script of an earlier report, only that script is run,
/// as by [`replay`].
///
/// Where [`REPORT_VARIABLE`] names a folder, the report is written into it in every form that is built in, whatever it says.
/// Where `GITHUB_STEP_SUMMARY` names a file, the report is appended to it as Markdown.
///
/// What `conformance.toml` beside the manifest of the package under test lists, or the file that
/// [`BASELINE_VARIABLE`] names, is accepted; [`Suite::baseline`] says what such a file reads like.
///
/// # Panics
///
/// With the report, unless the pool is conformant, with deviations or waivers or without.
#[track_caller]
pub fn run_all(subject: impl Subject) {
    runner::run_all(subject);
}

/// A proptest strategy for scripts that would make sense in a pool that declares this. What it draws shrinks to the shortest
/// script that does the same.
///
/// [`play`] has an example.
#[must_use]
pub fn scripts(declaration: &Declaration) -> Scripts {
    let closes = declaration.close_mode != CloseMode::Unsupported;
    let health_checked = declaration.claims(Capability::PoolHealth);
    let panics = declaration.claims(Capability::PanicExt);
    let extensions = declaration.extensions;
    generate::scripts(generate::Profile {
        closes,
        called_back: false,
        health_checked,
        panics,
        long: false,
        extensions,
    })
}

/// Every rule there is, in the order of the catalogue.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    rules::rules()
}
