#![doc = include_str!("../README.md")]

mod boxed;
pub mod contract;
mod control;
mod counters;
mod erased;
mod error;
mod error_kind;
mod ext;
mod extension;
mod forward;
pub mod layering;
mod manage;
pub mod metrics;
mod pool;
mod status;

#[doc(no_inline)]
pub use async_trait::async_trait;

pub use crate::{
    control::PoolControl,
    counters::{Counters, Ended},
    erased::{ErasedGuard, ErasedPool},
    error::{BoxError, PoolError},
    error_kind::ErrorKind,
    ext::PoolExt,
    extension::{AcquireTimeout, Detach, Discard, Observe, Resize, TryAcquire},
    manage::ManageConnection,
    pool::Pool,
    status::Status,
};

/// What exported macros expand to.
#[doc(hidden)]
pub mod __private {
    pub use crate::boxed::BoxFuture;
}
