#![doc = include_str!("../README.md")]

mod settings;
#[cfg(any(
    feature = "bb8",
    feature = "connection-pool",
    feature = "deadpool",
    feature = "deadpool-unmanaged",
    feature = "mobc"
))]
mod validator;

#[cfg(feature = "bb8")]
pub mod bb8;
#[cfg(feature = "connection-pool")]
pub mod connection_pool;
#[cfg(feature = "deadpool")]
pub mod deadpool;
#[cfg(feature = "deadpool-unmanaged")]
pub mod deadpool_unmanaged;
#[cfg(feature = "fast_pool")]
pub mod fast_pool;
#[cfg(feature = "mobc")]
pub mod mobc;
#[cfg(feature = "sqlx-0_8")]
pub mod sqlx_0_8;
#[cfg(feature = "sqlx-0_9")]
pub mod sqlx_0_9;

pub use settings::Settings;

/// Pools count in their own integers; no real pool is near the end of one.
#[cfg(any(
    feature = "bb8",
    feature = "fast_pool",
    feature = "mobc",
    feature = "sqlx-0_8",
    feature = "sqlx-0_9"
))]
fn count(number: impl TryInto<usize>) -> usize {
    number.try_into().unwrap_or(usize::MAX)
}
