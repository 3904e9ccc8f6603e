//! The guard gives access to something else than the pool's connection.

use pool_protocol::{Pool, PoolError, Status, async_trait};

struct Session;

struct MyPool;

#[async_trait]
impl Pool for MyPool {
    type Connection = Session;
    type Guard = Box<String>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }
    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        Err(PoolError::Closed)
    }
    async fn release(&self, _guard: Self::Guard) -> Result<(), PoolError> {
        Ok(())
    }
    async fn close(&self) -> Result<(), PoolError> {
        Ok(())
    }
    async fn health_check(&self) -> Result<(), PoolError> {
        Ok(())
    }
    fn status(&self) -> Status {
        Status::default()
    }
}

fn main() {}
