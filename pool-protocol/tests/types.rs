//! What the type system promises: this file only has to compile.

use std::{error::Error, sync::Arc};

use pool_protocol::{
    AcquireTimeout, BoxError, Counters, Detach, Discard, ErasedGuard, ErasedPool, ErrorKind,
    ManageConnection, Observe, Pool, PoolControl, PoolError, PoolExt, Resize, Status, TryAcquire,
};

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
fn the_extensions_are_dyn_compatible() {
    is_pool::<dyn TryAcquire<Connection = u32, Guard = Box<u32>>>();
    is_pool::<dyn AcquireTimeout<Connection = u32, Guard = Box<u32>>>();
    is_pool::<dyn Discard<Connection = u32, Guard = Box<u32>>>();
    is_pool::<dyn Detach<Connection = u32, Guard = Box<u32>>>();
    is_pool::<dyn Resize<Connection = u32, Guard = Box<u32>>>();
    is_pool::<dyn Observe<Connection = u32, Guard = Box<u32>>>();
}

#[test]
fn an_erased_pool_is_a_pool() {
    is_pool::<dyn ErasedPool<u32>>();
    is_pool::<&dyn ErasedPool<u32>>();
    is_pool::<Box<dyn ErasedPool<u32>>>();
    is_pool::<Arc<dyn ErasedPool<u32>>>();
}

#[expect(dead_code, reason = "has only to compile")]
fn a_pool_that_borrows_can_be_erased<'p>(
    pool: &'p impl Pool<Connection = u32>,
) -> Box<dyn ErasedPool<u32> + 'p> {
    is_pool::<dyn ErasedPool<u32> + 'p>();
    Box::new(pool)
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
    is_shareable::<Arc<dyn ErasedPool<u32>>>();
    is_shareable::<Arc<dyn PoolControl>>();
    is_shareable::<Status>();
    is_shareable::<Counters>();
    is_shareable::<ErrorKind>();
}

#[expect(dead_code, reason = "has only to compile")]
fn an_erased_guard_travels(guard: ErasedGuard<u32>) {
    is_send(guard);
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
fn futures_of_a_generic_manager_are_send<M: ManageConnection>(
    manager: &M,
    mut idle: M::Connection,
    done: M::Connection,
) {
    is_send(manager.connect());
    is_send(manager.is_valid(&mut idle));
    is_send(manager.disconnect(done));
}
