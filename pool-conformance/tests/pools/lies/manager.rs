//! What is lied about calls of the manager.

use pool_protocol::{BoxError, ManageConnection, async_trait};

use super::{Lie, Occasion};

/// A manager that lies once.
pub(crate) struct LyingManager<M> {
    inner: M,
    occasion: Occasion,
}

impl<M> LyingManager<M> {
    pub(super) fn new(inner: M, occasion: Occasion) -> Self {
        Self { inner, occasion }
    }
}

fn invented() -> BoxError {
    "a fault that there is not".into()
}

#[async_trait]
impl<M: ManageConnection> ManageConnection for LyingManager<M> {
    type Connection = M::Connection;
    type Error = BoxError;

    async fn connect(&self) -> Result<M::Connection, BoxError> {
        if self.occasion.is(Lie::ConnectDoubled) {
            drop(self.inner.connect().await);
        }
        if self.occasion.is(Lie::ConnectLeaked) {
            std::mem::forget(self.inner.connect().await);
        }
        let connection = self.inner.connect().await.map_err(Into::into)?;
        if self.occasion.is(Lie::ConnectDenied) { Err(invented()) } else { Ok(connection) }
    }

    async fn is_valid(&self, connection: &mut M::Connection) -> Result<(), BoxError> {
        let checked = self.inner.is_valid(connection).await.map_err(Into::into);
        if self.occasion.is_if(Lie::CheckInvented, checked.is_err()) {
            return Ok(());
        }
        if self.occasion.is_if(Lie::CheckDenied, checked.is_ok()) { Err(invented()) } else { checked }
    }

    fn has_broken(&self, connection: &mut M::Connection) -> bool {
        let broken = self.inner.has_broken(connection);
        broken
            != (self.occasion.is_if(Lie::BreakHidden, broken)
                || self.occasion.is_if(Lie::BreakInvented, !broken))
    }

    async fn disconnect(&self, connection: M::Connection) -> Result<(), BoxError> {
        if self.occasion.is(Lie::EndingDropped) {
            std::mem::forget(connection);
            return Ok(());
        }
        self.inner.disconnect(connection).await.map_err(Into::into)
    }
}
