//! The recorder has every extension.

use std::time::Duration;

use pool_protocol::{
    AcquireTimeout, Counters, Detach, Discard, Observe, PoolError, Resize, TryAcquire, async_trait,
};

use super::{Lent, Recorder};

impl TryAcquire for Recorder {
    fn try_acquire(&self) -> Option<Lent> {
        self.call("try_acquire").ok()?;
        Some(self.lend())
    }
}

#[async_trait]
impl AcquireTimeout for Recorder {
    async fn acquire_timeout(&self, limit: Duration) -> Result<Lent, PoolError> {
        self.call("acquire_timeout")?;
        if limit.is_zero() { Err(PoolError::Timeout) } else { Ok(self.lend()) }
    }
}

#[async_trait]
impl Discard for Recorder {
    async fn discard(&self, guard: Lent) -> Result<(), PoolError> {
        drop(guard);
        self.call("discard")
    }
}

impl Detach for Recorder {
    fn detach(&self, guard: Lent) -> u32 {
        self.log.push("detach");
        *guard
    }
}

#[async_trait]
impl Resize for Recorder {
    async fn resize(&self, max_size: usize) -> Result<(), PoolError> {
        self.call("resize")?;
        if max_size == 0 { Err(PoolError::InvalidConfig("max_size is 0".into())) } else { Ok(()) }
    }
}

impl Observe for Recorder {
    fn counters(&self) -> Counters {
        self.log.push("counters");
        let mut counters = Counters::default();
        counters.opened = 42;
        counters
    }
}
