//! Generic functions that forgot to ask for a `Pool`: one calls a method, the other passes the pool on.

use pool_protocol::Pool;

fn report<P>(pool: &P) -> usize {
    pool.status().idle
}

fn serve(_pool: impl Pool) {}

fn start<P>(pool: &P) {
    serve(pool);
}

fn main() {}
