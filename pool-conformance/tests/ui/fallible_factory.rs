//! A factory that can fail is passed as it is.

use std::sync::Arc;

use pool_conformance::{ProbeConnection, Setup};
use pool_protocol::{ErasedPool, PoolError};

type MyPool = Arc<dyn ErasedPool<ProbeConnection>>;

async fn my_pool(_setup: Setup) -> Result<MyPool, PoolError> {
    Err(PoolError::Closed)
}

fn main() {
    pool_conformance::run_all(my_pool);
}
