//! A pool that does nothing but write down what happens to it.

mod extensions;

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex},
};

use pool_protocol::{Pool, PoolError, Status, async_trait};

#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<&'static str>>>);

#[allow(dead_code, reason = "not every test needs every method")]
impl Log {
    pub(crate) fn entries(&self) -> Vec<&'static str> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn reserve(&self, entries: usize) {
        self.0.lock().unwrap().reserve(entries);
    }

    pub(crate) fn push(&self, entry: &'static str) {
        self.0.lock().unwrap().push(entry);
    }
}

/// Lends the number 7, and fails the call that `broken` names.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub(crate) log: Log,
    pub(crate) broken: Option<&'static str>,
}

impl Recorder {
    fn lend(&self) -> Lent {
        Lent { number: 7, log: self.log.clone() }
    }

    fn call(&self, name: &'static str) -> Result<(), PoolError> {
        self.log.push(name);
        if self.broken == Some(name) { Err(PoolError::InvalidConfig(name.into())) } else { Ok(()) }
    }
}

#[derive(Debug)]
pub(crate) struct Lent {
    number: u32,
    log: Log,
}

impl Deref for Lent {
    type Target = u32;

    fn deref(&self) -> &u32 {
        &self.number
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut u32 {
        &mut self.number
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.log.push("drop");
    }
}

#[async_trait]
impl Pool for Recorder {
    type Connection = u32;
    type Guard = Lent;

    async fn init(&self) -> Result<(), PoolError> {
        self.call("init")
    }
    async fn acquire(&self) -> Result<Lent, PoolError> {
        self.call("acquire")?;
        Ok(self.lend())
    }
    async fn release(&self, guard: Lent) -> Result<(), PoolError> {
        tokio::task::yield_now().await;
        drop(guard);
        self.call("release")
    }
    async fn close(&self) -> Result<(), PoolError> {
        self.call("close")
    }
    async fn health_check(&self) -> Result<(), PoolError> {
        self.call("health_check")
    }
    fn status(&self) -> Status {
        self.log.push("status");
        Status::new(42, 2, 40).limits(1, 50)
    }
}
