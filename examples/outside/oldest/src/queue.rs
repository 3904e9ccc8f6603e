//! A job queue on any pool. What a job does to a connection is the application's; which pool it comes from is not.

use std::sync::Arc;

use pool_protocol::{BoxError, Pool, async_trait};
use tokio::{sync::mpsc::Receiver, task::JoinSet};

/// A connection that can do a job.
#[async_trait]
pub trait Perform: Send {
    async fn perform(&mut self, job: &str) -> Result<(), BoxError>;
}

/// Does every job on a connection of its own, and counts those that are done.
pub async fn work<P>(pool: P, mut jobs: Receiver<String>) -> usize
where
    P: Pool<Connection: Perform> + 'static,
{
    let (pool, mut running) = (Arc::new(pool), JoinSet::new());
    while let Some(job) = jobs.recv().await {
        let pool = Arc::clone(&pool);
        running.spawn(async move {
            let mut connection = pool.acquire().await?;
            connection.perform(&job).await?;
            Ok::<_, BoxError>(pool.release(connection).await?)
        });
    }
    running.join_all().await.into_iter().filter(Result::is_ok).count()
}
