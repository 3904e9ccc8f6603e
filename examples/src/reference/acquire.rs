use std::{pin::pin, sync::Arc};

use pool_protocol::{ManageConnection, PoolError};
use tokio::select;

use super::{count::Why, lease::Lease, place::Place, queue::Wait, shared::Shared, timing::Limit};

impl<M: ManageConnection> Shared<M> {
    /// Lends an idle connection, if there is one and it needs no check.
    pub(super) fn lend_idle(self: &Arc<Self>) -> Option<Lease<M>> {
        if self.config.validate_on_acquire {
            return None;
        }
        let now = self.config.now();
        let place = self.lock().lend_at_once(now)?;
        Some(Lease::new(self, place))
    }

    /// Lends a connection, within the acquire limit; with `probe`, one that has just passed its check.
    pub(super) async fn acquire(self: &Arc<Self>, probe: bool) -> Result<Lease<M>, PoolError> {
        self.config.check()?;
        let timer = pin!(None);
        let mut limit = Limit::new(self.config.acquire_timeout, timer);
        let closing = self.closing.notified();
        let mut lease = limit.cover(Wait::new(self)).await.unwrap_or(Err(PoolError::Timeout))?;
        if let (Place::Held(_), false) = (&lease.place, probe) {
            return Ok(lease);
        }
        let work = Box::pin(async {
            select! {
                biased;
                ready = self.make_ready(&mut lease, probe) => ready,
                () = closing => Err(PoolError::Closed),
            }
        });
        if let Some(done) = limit.cover(work).await {
            done.map(|()| lease)
        } else {
            // Given back, a connection whose check hangs would let every later acquire time out, too.
            lease.end_in_background(Why::Other);
            Err(PoolError::Timeout)
        }
    }

    async fn make_ready(&self, lease: &mut Lease<M>, probe: bool) -> Result<(), PoolError> {
        self.find_fit(lease).await;
        if let Place::Bare = lease.place {
            self.connect(lease).await?;
        }
        if let (true, Place::Held(live) | Place::Unheld(live)) = (probe, &mut lease.place)
            && let Err(error) = self.check(live).await
        {
            lease.end(Why::Broken).await;
            return Err(PoolError::Unhealthy(error));
        }
        lease.hold()
    }

    /// Goes through idle connections, ending those that are unfit, until one is fit or the place is bare.
    ///
    /// It tries no more than a full pool holds, lest one poll go on for as long as others give back bad ones.
    async fn find_fit(&self, lease: &mut Lease<M>) {
        for left in (0..self.config.max_size).rev() {
            let fit = match &mut lease.place {
                Place::Unheld(live) => self.check(live).await.is_ok(),
                Place::Doomed(_) => false,
                Place::Held(_) | Place::Bare | Place::Gone => true,
            };
            if fit {
                return;
            }
            // What was too old is doomed, and counted, already.
            lease.end(Why::Broken).await;
            if left > 0 {
                lease.exchange();
            }
        }
    }

    /// Opens a connection on the bare place.
    pub(super) async fn connect(&self, lease: &mut Lease<M>) -> Result<(), PoolError> {
        let connection = self.manager.connect().await.map_err(|error| PoolError::Connect(error.into()))?;
        lease.open(connection);
        Ok(())
    }
}
