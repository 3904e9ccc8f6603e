//! Whom `health_check` asks about a connection.

use std::{fmt, sync::Arc};

use pool_protocol::{BoxError, ManageConnection, PoolError, async_trait};

/// The manager whose `is_valid` a health check asks, without its type; or nobody, where a pool came with a manager of
/// its own, which it does not show.
pub(crate) struct Validator<C>(Option<Arc<dyn Validate<C>>>);

impl<C: Send + 'static> Validator<C> {
    pub(crate) const NONE: Self = Self(None);

    pub(crate) fn of<M: ManageConnection<Connection = C>>(manager: &Arc<M>) -> Self {
        let manager: Arc<M> = Arc::clone(manager);
        Self(Some(manager))
    }

    pub(crate) async fn check(&self, connection: &mut C) -> Result<(), PoolError> {
        match &self.0 {
            Some(manager) => manager.validate(connection).await.map_err(PoolError::Unhealthy),
            None => Ok(()),
        }
    }
}

impl<C> Clone for Validator<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C> fmt::Debug for Validator<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Validator(manager)" } else { "Validator(none)" })
    }
}

#[async_trait]
trait Validate<C>: Send + Sync {
    async fn validate(&self, connection: &mut C) -> Result<(), BoxError>;
}

#[async_trait]
impl<M: ManageConnection> Validate<M::Connection> for M {
    async fn validate(&self, connection: &mut M::Connection) -> Result<(), BoxError> {
        self.is_valid(connection).await.map_err(Into::into)
    }
}
