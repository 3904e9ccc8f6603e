//! A function asks for a pool that can discard; the pools that it is given cannot, or do not say so.

use std::sync::Arc;

use pool_protocol::{Discard, ErasedPool, Pool};

fn serve(_pool: &impl Discard) {}

fn generic<P: Pool>(pool: &P) {
    serve(pool);
}

fn erased(pool: Arc<dyn ErasedPool<String>>) {
    serve(&pool);
}

fn main() {}
