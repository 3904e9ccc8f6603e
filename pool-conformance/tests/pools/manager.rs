//! The manager as the pools here see it: counted, and deviating where a wrong pool does.

use std::{future::poll_fn, sync::Arc};

use pool_protocol::{ManageConnection, async_trait};

use super::deviation::{Attempt, Deviation, Traffic};

/// A manager with the deviation of the pool that it is given to.
pub(crate) struct Manager<M> {
    inner: Arc<M>,
    deviation: Arc<dyn Deviation>,
    traffic: Traffic,
}

impl<M: ManageConnection> Manager<M> {
    pub(crate) fn new(manager: M, deviation: Arc<dyn Deviation>, traffic: Traffic) -> Self {
        Self { inner: Arc::new(manager), deviation, traffic }
    }

    async fn attempt(&self) -> Result<M::Connection, M::Error> {
        let mut connecting = self.inner.connect();
        let mut result = None;
        poll_fn(|cx| {
            self.deviation.poll_connect(&mut || connecting.as_mut().poll(cx).map(|done| result = Some(done)))
        })
        .await;
        result.expect("a connect that is done has a result")
    }

    /// Whether a connection that was just opened is kept. An honest pool does not ask.
    async fn is_of_use(&self, connection: &mut M::Connection) -> bool {
        !self.deviation.checks_what_it_opens() || self.inner.is_valid(connection).await.is_ok()
    }
}

#[async_trait]
impl<M: ManageConnection> ManageConnection for Manager<M> {
    type Connection = M::Connection;
    type Error = M::Error;

    async fn connect(&self) -> Result<M::Connection, M::Error> {
        let _underway = self.traffic.connect();
        loop {
            match self.attempt().await {
                Ok(mut connection) => {
                    if self.is_of_use(&mut connection).await {
                        return Ok(connection);
                    }
                    self.deviation.tries_again(Attempt::CheckFailed);
                    drop(connection);
                    self.deviation.pause().await;
                }
                Err(error) => {
                    self.deviation.connect_failed(&self.traffic);
                    if !self.deviation.tries_again(Attempt::ConnectFailed) {
                        return Err(error);
                    }
                }
            }
        }
    }

    async fn is_valid(&self, connection: &mut M::Connection) -> Result<(), M::Error> {
        let checked = self.inner.is_valid(connection).await;
        if self.deviation.passes(checked.is_ok()) { Ok(()) } else { checked }
    }

    fn has_broken(&self, connection: &mut M::Connection) -> bool {
        self.deviation.answers_whether_broken(&mut || self.inner.has_broken(connection))
    }

    async fn disconnect(&self, connection: M::Connection) -> Result<(), M::Error> {
        if !self.deviation.disconnects_in_task() {
            return self.inner.disconnect(connection).await;
        }
        let manager = Arc::clone(&self.inner);
        tokio::spawn(async move { manager.disconnect(connection).await.is_ok() });
        Ok(())
    }
}
