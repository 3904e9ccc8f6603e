//! A pool of another crate is handed to a function that wants a `Pool`.

use pool_protocol::Pool;

struct ForeignPool;

fn serve(_pool: impl Pool) {}

fn main() {
    serve(ForeignPool);
}
