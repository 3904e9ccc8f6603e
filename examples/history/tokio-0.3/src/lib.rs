//! tokio 0.3 on top of tokio 1, as far as bb8 0.6.1 uses it.
//!
//! What bb8 spawns runs where the kit can see it, and its timers go by the kit's clock. The functions have the same
//! signatures in both; that was all that bb8 0.7.0 changed for tokio 1.

pub use tokio_1::{spawn, time};
