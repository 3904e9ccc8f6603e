//! A connection string is handed to a pool that wants a `ManageConnection`.

use pool_protocol::ManageConnection;

struct MyPool<M>(M);

impl<M: ManageConnection> MyPool<M> {
    fn new(manager: M) -> Self {
        Self(manager)
    }
}

fn main() {
    MyPool::new("postgres://localhost");
}
