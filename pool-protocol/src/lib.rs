#![doc = include_str!("../README.md")]

mod error;
mod ext;
mod forward;
mod manage;
mod pool;
mod status;

#[doc(no_inline)]
pub use async_trait::async_trait;

pub use crate::{
    error::{BoxError, PoolError},
    ext::PoolExt,
    manage::ManageConnection,
    pool::Pool,
    status::Status,
};
