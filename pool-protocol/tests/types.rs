//! What the type system promises: this file only has to compile.

use std::{error::Error, sync::Arc};

use pool_protocol::{BoxError, ManageConnection, Pool, PoolError, PoolExt, Status};

type DynPool = dyn Pool<Connection = u32, Guard = Box<u32>>;
type DynManager = dyn ManageConnection<Connection = u32, Error = PoolError>;

fn is_pool<P: Pool + ?Sized>() {}
fn is_manager<M: ManageConnection + ?Sized>() {}
fn has_conveniences<P: PoolExt + ?Sized>() {}
fn is_shareable<T: Send + Sync + 'static>() {}
fn is_error<E: Error + Send + Sync + 'static>() {}
fn is_send<T: Send>(_: T) {}

#[test]
fn the_traits_are_dyn_compatible() {
    is_pool::<DynPool>();
    is_pool::<&DynPool>();
    is_pool::<Box<DynPool>>();
    is_pool::<Arc<DynPool>>();
    is_manager::<DynManager>();
    is_manager::<Box<DynManager>>();
    is_manager::<Arc<DynManager>>();
}

#[test]
fn every_pool_has_the_conveniences() {
    has_conveniences::<DynPool>();
    has_conveniences::<Arc<DynPool>>();
}

#[test]
fn erased_pools_and_factories_travel_between_threads() {
    is_shareable::<Arc<DynPool>>();
    is_shareable::<Arc<DynManager>>();
    is_shareable::<Status>();
}

#[test]
fn errors_are_errors() {
    is_error::<PoolError>();
    is_shareable::<BoxError>();
}

#[expect(dead_code, reason = "has only to compile")]
fn futures_of_a_generic_pool_are_send<P: Pool>(pool: &P, guard: P::Guard) {
    is_send(pool.init());
    is_send(pool.acquire());
    is_send(pool.release(guard));
    is_send(pool.close());
    is_send(pool.health_check());
}

#[expect(dead_code, reason = "has only to compile")]
fn futures_of_a_generic_factory_are_send<M: ManageConnection>(
    factory: &M,
    mut idle: M::Connection,
    done: M::Connection,
) {
    is_send(factory.connect());
    is_send(factory.is_valid(&mut idle));
    is_send(factory.disconnect(done));
}
