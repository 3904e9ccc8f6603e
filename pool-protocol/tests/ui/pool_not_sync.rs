//! A pool keeps its connections in a `RefCell`, so that it cannot be shared by threads.

use std::cell::RefCell;

use pool_protocol::{Pool, PoolError, Status, async_trait};

struct MyPool {
    idle: RefCell<Vec<Box<String>>>,
}

#[async_trait]
impl Pool for MyPool {
    type Connection = String;
    type Guard = Box<String>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }
    async fn acquire(&self) -> Result<Box<String>, PoolError> {
        self.idle.borrow_mut().pop().ok_or(PoolError::Exhausted)
    }
    async fn release(&self, guard: Box<String>) -> Result<(), PoolError> {
        self.idle.borrow_mut().push(guard);
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
