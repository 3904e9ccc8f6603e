//! The job queue on a pool that is chosen by name: `choose reference postgres://me@localhost/jobs`.

use std::{env, sync::Arc};

use outside_newest::{Connects, work};
use pool_adapters::{Settings, sqlx_0_9::SqlxPool};
use pool_examples::reference::ReferencePool;
use pool_protocol::{BoxError, ErasedPool};
use sqlx::{PgConnection, Postgres, postgres::PgConnectOptions};
use tokio::sync::mpsc;

fn pool(name: &str, options: PgConnectOptions) -> Result<Arc<dyn ErasedPool<PgConnection>>, BoxError> {
    Ok(match name {
        "reference" => Arc::new(ReferencePool::builder(Connects(options)).max_size(4).build()),
        "sqlx" => Arc::new(SqlxPool::<Postgres>::new(options, &Settings::new(4))),
        _ => return Err(format!("no pool is called {name}").into()),
    })
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let [name, url] = [1, 2].map(|place| env::args().nth(place).unwrap_or_default());
    let pool = pool(&name, url.parse()?)?;
    let (jobs, queue) = mpsc::channel(8);
    let done = tokio::spawn(work(pool, queue));
    for number in 0..20 {
        jobs.send(format!("job {number}")).await?;
    }
    drop(jobs);
    println!("{name}: {} of 20 jobs are done", done.await?);
    Ok(())
}
