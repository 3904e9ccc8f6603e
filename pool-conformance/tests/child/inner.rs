//! What is run again, with the pool that the environment names: of itself, a right one.

use pool_conformance::{self as conformance, Subject};

use crate::pools::{Deed, factory};

fn deed() -> Deed {
    std::env::var("DEED").map_or(Deed::Nothing, |name| Deed::by_name(&name))
}

fn subject() -> impl Subject {
    factory(deed())
}

#[test]
fn run_all() {
    conformance::run_all(subject());
}

#[tokio::test]
async fn within_a_runtime() {
    conformance::run_all(subject());
}

#[tokio::test(flavor = "multi_thread")]
async fn within_threads_of_a_runtime() {
    conformance::run_all(subject());
}

#[test]
fn after_other_calls() {
    conformance::run_all(factory(Deed::Nothing));
    for deed in [Deed::Nothing, deed()] {
        conformance::run_all(factory(deed));
    }
}

#[test]
fn on_a_thread_without_a_name() {
    let judged = std::thread::spawn(|| conformance::run_all(subject())).join();
    judged.expect("it is a right pool");
}

mod each {
    pool_conformance::tests!(super::subject());
}
