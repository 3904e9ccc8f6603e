//! What an application writes, in a crate outside the workspace.

mod postgres;
mod queue;

pub use self::{
    postgres::Connects,
    queue::{Perform, work},
};
