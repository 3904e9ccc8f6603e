//! What the task is told.

use pool_protocol::{ManageConnection, PoolError};
use tokio::sync::oneshot;

use super::{
    super::deviation::Fate,
    guard::{Guard, Loan},
};

/// Where an acquire waits for its answer.
pub(super) type Waiter<M> = oneshot::Sender<Result<Guard<M>, PoolError>>;

pub(super) enum Message<M: ManageConnection> {
    Acquire(Waiter<M>),
    /// A connection comes back.
    Return(Loan<M>),
    /// A connection does not come back: it has ended.
    Ended(Fate),
    Fill(oneshot::Sender<Result<(), PoolError>>),
    /// Answered once everything before it has been heard.
    Echo(oneshot::Sender<()>),
    Close(oneshot::Sender<()>),
    /// The last handle is gone.
    Abandon,
}
