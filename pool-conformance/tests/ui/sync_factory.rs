//! A factory that is not async is passed as it is.

use std::sync::Arc;

use pool_conformance::{ProbeConnection, Setup};
use pool_protocol::ErasedPool;

type MyPool = Arc<dyn ErasedPool<ProbeConnection>>;

fn my_pool(_setup: Setup) -> MyPool {
    unimplemented!()
}

fn main() {
    pool_conformance::run_all(my_pool);
}
