//! A pointer to a pool is a pool, with the extensions that the pool has, and an owning pointer to a manager is a
//! manager.

use std::sync::Arc;

use crate::{
    __pass_on, AcquireTimeout, Detach, Discard, ManageConnection, Observe, Pool, PoolError, Resize, Status,
    TryAcquire, forward_extension,
};

macro_rules! forward_pool {
    ($($pointer:ty),*) => {$(
        #[deny(clippy::missing_trait_methods)]
        impl<P: Pool + ?Sized> Pool for $pointer {
            type Connection = P::Connection;
            type Guard = P::Guard;

            __pass_on! {
                fn init() -> Result<(), PoolError> = |this| (**this).init();
                fn acquire() -> Result<Self::Guard, PoolError> = |this| (**this).acquire();
                fn release(guard: Self::Guard) -> Result<(), PoolError> = |this| (**this).release(guard);
                fn close() -> Result<(), PoolError> = |this| (**this).close();
                fn health_check() -> Result<(), PoolError> = |this| (**this).health_check();
            }
            fn status(&self) -> Status {
                (**self).status()
            }
        }
        forward_pool!(@ $pointer: TryAcquire, AcquireTimeout, Discard, Detach, Resize, Observe);
    )*};
    (@ $pointer:ty: $($extension:ident),*) => {$(
        #[deny(clippy::missing_trait_methods)]
        impl<P: $extension + ?Sized> $extension for $pointer {
            forward_extension!(@ $extension this => **this);
        }
    )*};
}

forward_pool!(&P, Box<P>, Arc<P>);

macro_rules! forward_manager {
    ($($pointer:ty),*) => {$(
        #[deny(clippy::missing_trait_methods)]
        impl<M: ManageConnection + ?Sized> ManageConnection for $pointer {
            type Connection = M::Connection;
            type Error = M::Error;

            __pass_on! {
                fn connect() -> Result<Self::Connection, Self::Error> = |this| (**this).connect();
                fn is_valid<'connection>(connection: &'connection mut Self::Connection)
                    -> Result<(), Self::Error> = |this| (**this).is_valid(connection);
                fn disconnect(connection: Self::Connection)
                    -> Result<(), Self::Error> = |this| (**this).disconnect(connection);
            }
            fn has_broken(&self, connection: &mut Self::Connection) -> bool {
                (**self).has_broken(connection)
            }
        }
    )*};
}

forward_manager!(Box<M>, Arc<M>);
