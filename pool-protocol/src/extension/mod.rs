//! Abilities that some pools have beyond [`Pool`](crate::Pool), each a trait of its own.

mod acquire_timeout;
mod detach;
mod discard;
mod forward;
mod observe;
mod resize;
mod try_acquire;

pub use self::{
    acquire_timeout::AcquireTimeout, detach::Detach, discard::Discard, observe::Observe, resize::Resize,
    try_acquire::TryAcquire,
};
