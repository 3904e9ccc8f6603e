//! A pointer to a pool is a pool, and an owning pointer to a factory is a factory.

use std::sync::Arc;

use crate::{ManageConnection, Pool, PoolError, Status, async_trait};

macro_rules! forward_pool {
    ($($pointer:ty),*) => {$(
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<P: Pool + ?Sized> Pool for $pointer {
            type Connection = P::Connection;
            type Guard = P::Guard;

            async fn init(&self) -> Result<(), PoolError> {
                (**self).init().await
            }
            async fn acquire(&self) -> Result<Self::Guard, PoolError> {
                (**self).acquire().await
            }
            async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
                (**self).release(guard).await
            }
            async fn close(&self) -> Result<(), PoolError> {
                (**self).close().await
            }
            async fn health_check(&self) -> Result<(), PoolError> {
                (**self).health_check().await
            }
            fn status(&self) -> Status {
                (**self).status()
            }
        }
    )*};
}

forward_pool!(&P, Box<P>, Arc<P>);

macro_rules! forward_manager {
    ($($pointer:ty),*) => {$(
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<M: ManageConnection + ?Sized> ManageConnection for $pointer {
            type Connection = M::Connection;
            type Error = M::Error;

            async fn connect(&self) -> Result<Self::Connection, Self::Error> {
                (**self).connect().await
            }
            async fn is_valid(&self, connection: &mut Self::Connection) -> Result<(), Self::Error> {
                (**self).is_valid(connection).await
            }
            fn has_broken(&self, connection: &mut Self::Connection) -> bool {
                (**self).has_broken(connection)
            }
            async fn disconnect(&self, connection: Self::Connection) -> Result<(), Self::Error> {
                (**self).disconnect(connection).await
            }
        }
    )*};
}

forward_manager!(Box<M>, Arc<M>);
