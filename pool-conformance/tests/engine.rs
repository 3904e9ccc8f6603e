//! A pool that keeps every rule is found to.

mod doc_pool {
    include!("../doc/pool.rs");
}

use doc_pool::DocPool;
use pool_conformance::{Probe, Setup, Suite};

async fn good(setup: Setup) -> DocPool<Probe> {
    DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
}

#[test]
fn a_good_pool_breaks_no_rule() {
    let report = Suite::new(good).run();
    println!("{report}");
    assert!(report.results().iter().all(|result| result.outcome().failure().is_none()), "{report}");
}
