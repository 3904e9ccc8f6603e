//! The job queue on a pool that is chosen by name: `choose bb8 postgres://me@localhost/jobs`.

use std::{env, sync::Arc};

use outside_oldest::{Connects, work};
use pool_adapters::{Settings, bb8::Bb8Pool, deadpool::DeadpoolPool, sqlx_0_8::SqlxPool};
use pool_protocol::{BoxError, ErasedPool};
use sqlx::{PgConnection, Postgres, postgres::PgConnectOptions};
use tokio::sync::mpsc;

fn pool(name: &str, options: PgConnectOptions) -> Result<Arc<dyn ErasedPool<PgConnection>>, BoxError> {
    let settings = Settings::new(4);
    Ok(match name {
        "bb8" => Arc::new(Bb8Pool::new(Connects(options), &settings)),
        "deadpool" => Arc::new(DeadpoolPool::new(Connects(options), &settings)),
        "sqlx" => Arc::new(SqlxPool::<Postgres>::new(options, &settings)),
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
