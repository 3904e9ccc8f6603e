//! The same application with the newest compiler: its job queue and its manager are those of the other package.

#[path = "../../oldest/src/postgres.rs"]
mod postgres;
#[path = "../../oldest/src/queue.rs"]
mod queue;

pub use self::{
    postgres::Connects,
    queue::{Perform, work},
};
