//! The word for an async connection pool: traits and an error type.

mod error;
mod manage;
mod pool;
mod status;

#[doc(no_inline)]
pub use async_trait::async_trait;

pub use crate::{
    error::{BoxError, PoolError},
    manage::ManageConnection,
    pool::Pool,
    status::Status,
};
