//! A pool is passed instead of what builds one.

use std::sync::Arc;

use pool_conformance::ProbeConnection;
use pool_protocol::ErasedPool;

type MyPool = Arc<dyn ErasedPool<ProbeConnection>>;

fn judge(pool: MyPool) {
    pool_conformance::run_all(pool);
}

fn main() {
    let _ = judge;
}
