//! Connections that tasks open, for acquires and for the prefill.

use std::sync::Arc;

use pool_protocol::{ManageConnection, PoolError};
use tokio::{sync::oneshot, task::JoinError, time::Instant};

use super::{
    super::{
        common::{Backoff, connect_error},
        deviation::{Again, Phase, Prefilling, Stage},
        kept::{self, Kept},
        policy::Prefill,
    },
    guard::Loan,
    shared::Shared,
    task::{Actor, Fill},
};

pub(super) type Opened<T> = Result<T, PoolError>;

type Joined<T> = Result<Opened<T>, JoinError>;

/// Within the limit of an acquire: who asked for it may be gone.
pub(super) async fn open<M: ManageConnection>(shared: Arc<Shared<M>>) -> Opened<Kept<M::Connection>> {
    let connecting = async { shared.manager.connect().await.map_err(connect_error) };
    shared.limit.over(Phase::Task, connecting).await.map(Kept::new)
}

/// All or nothing.
async fn fill<M: ManageConnection>(
    shared: Arc<Shared<M>>,
    wanted: usize,
) -> Opened<Vec<Kept<M::Connection>>> {
    let mut opened = Vec::new();
    while opened.len() < wanted {
        match open(Arc::clone(&shared)).await {
            Ok(connection) => opened.push(connection),
            Err(error) => {
                for connection in opened {
                    let _ = kept::end(&shared.manager, connection).await;
                }
                return Err(error);
            }
        }
    }
    Ok(opened)
}

/// What became of a task, where a panic is a failure like others.
fn flatten<T>(result: Joined<T>) -> Opened<T> {
    result.map_err(connect_error)?
}

impl<M: ManageConnection> Actor<M> {
    pub(super) fn connected(&mut self, result: Joined<Kept<M::Connection>>) {
        match flatten(result) {
            Ok(connection) if self.closed => self.end(connection),
            Ok(connection) => {
                self.backoff = Backoff::new();
                self.failures = 0;
                let loan = Loan::fresh(&self.shared, connection);
                self.lend(loan);
            }
            // Who still waits has come later, and has time left.
            Err(PoolError::Timeout) if !self.waiters.is_empty() => {}
            Err(PoolError::Timeout) => self.rest(),
            Err(error) => {
                self.note(self.shared.fate_after(Stage::ConnectFailed));
                if !self.fail_one(error) {
                    self.rest();
                }
            }
        }
    }

    /// After a failure that nobody waited for.
    fn rest(&mut self) {
        self.failures += 1;
        self.pause = Some(Instant::now() + self.backoff.next());
    }

    pub(super) fn wants_fill(&mut self, reply: oneshot::Sender<Result<(), PoolError>>) {
        let now = match (self.closed, self.shared.policy.prefill) {
            (true, _) => Err(PoolError::Closed),
            (false, Prefill::Never) => Ok(()),
            (false, _) if self.fill == Fill::Done => match self.shared.deviation.init_again() {
                Again::Waits | Again::Beside => Ok(()),
                Again::Fills => return self.inits.push_back(reply),
                Again::StartsOver => {
                    self.end_idle();
                    return self.inits.push_back(reply);
                }
            },
            (false, Prefill::Background) => {
                self.fill = Fill::Owed;
                Ok(())
            }
            (false, Prefill::Await | Prefill::Kept) => return self.inits.push_back(reply),
        };
        let _ = reply.send(now);
    }

    pub(super) fn start_fill(&mut self) {
        self.inits.retain(|init| !init.is_closed());
        let wanted = !self.inits.is_empty() || (self.fill == Fill::Owed && self.pause.is_none());
        if wanted && self.fills.is_empty() {
            self.filling = self.missing_to_fill();
            self.fills.spawn(fill(self.shared.clone(), self.filling));
        }
    }

    /// How many connections the prefill opens.
    fn missing_to_fill(&self) -> usize {
        let (taken, idle, min_size) = (self.taken(), self.idle.len(), self.shared.config.min_size);
        let mut opened = 0;
        while self.shared.deviation.wants_another(Prefilling {
            taken: taken + opened,
            idle,
            opened,
            min_size,
        }) {
            opened += 1;
        }
        opened
    }

    pub(super) fn filled(&mut self, result: Joined<Vec<Kept<M::Connection>>>) {
        self.filling = 0;
        match flatten(result) {
            Ok(opened) if self.closed => opened.into_iter().for_each(|connection| self.end(connection)),
            Ok(opened) => {
                self.fill = Fill::Done;
                self.shared.numbers().idle += opened.len();
                self.idle.extend(opened);
                self.inits.drain(..).for_each(|init| drop(init.send(Ok(()))));
            }
            Err(error) => match self.inits.pop_front() {
                Some(init) => drop(init.send(Err(error))),
                None => self.rest(),
            },
        }
    }
}
