//! One guest book, many pools: what is written against `Pool` runs on any of them.
//!
//! Run it with `cargo run -p pool-examples --example database`. It needs no set-up: the database is a file in the
//! directory for temporary files, and gone afterwards. With the URL of a `PostgreSQL` server, as in
//! `-- postgres://me@localhost/guests`, it goes on with the same code there.

use std::{env, fs, path::PathBuf, process, sync::Arc, time::Duration};

use pool_adapters::{Settings, bb8::Bb8Pool, deadpool::DeadpoolPool};
use pool_examples::{
    database::{DatabaseConnection, GuestBook, Postgres, Sqlite},
    managed::ManagedPool,
    reference::ReferencePool,
};
use pool_protocol::{AcquireTimeout, BoxError, Discard, Pool, PoolControl, PoolError, PoolExt};
use tokio::task::JoinSet;

const GUESTS: [&str; 8] = ["Ada", "Barbara", "Edsger", "Frances", "Grace", "Leslie", "Niklaus", "Tony"];

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let file = ScratchFile::new();
    let sqlite = Sqlite::new(&file.path);
    receive("reference", ReferencePool::builder(sqlite.clone()).min_size(1).max_size(4).build()).await?;
    receive("deadpool", DeadpoolPool::new(sqlite.clone(), &Settings::new(4))).await?;
    match env::args().nth(1) {
        Some(url) => on_postgres(&Postgres::new(&url)?, sqlite).await,
        None => Ok(()),
    }
}

/// The same, and what some pools can do beyond it, on a server; then two databases side by side.
async fn on_postgres(postgres: &Postgres, sqlite: Sqlite) -> Result<(), BoxError> {
    let settings = Settings::new(4);
    let pool = ReferencePool::builder(postgres.clone()).max_size(4).build();
    pool.with(async |connection| connection.query("DROP TABLE IF EXISTS guest", &[]).await).await?;
    receive("reference", pool).await?;
    receive("bb8", Bb8Pool::new(postgres.clone(), &settings)).await?;
    receive("deadpool", DeadpoolPool::new(postgres.clone(), &settings)).await?;
    receive("sqlx", ManagedPool::new(postgres.clone(), &settings)).await?;

    in_a_hurry(&DeadpoolPool::new(postgres.clone(), &Settings::new(1))).await?;
    in_doubt(&ManagedPool::new(postgres.clone(), &Settings::new(1))).await?;

    let guests = DeadpoolPool::new(postgres.clone(), &settings);
    let drafts = ReferencePool::builder(sqlite).max_size(1).build();
    shut_down(&[guests.control(), drafts.control()]).await
}

/// A request that would rather fail than wait.
async fn in_a_hurry<P: AcquireTimeout>(pool: &P) -> Result<(), BoxError> {
    let held = pool.acquire().await?;
    let late = pool.acquire_timeout(Duration::from_millis(20)).await;
    println!("while the only connection is in use: {}", late.err().ok_or("there was another")?);
    Ok(pool.release(held).await?)
}

/// A session that nobody should meet again: its transaction failed half-way.
async fn in_doubt<P: Discard<Connection: DatabaseConnection>>(pool: &P) -> Result<(), BoxError> {
    let mut session = pool.acquire().await?;
    session.query("BEGIN", &[]).await?;
    if let Err(error) = session.query("SELECT 1 / 0", &[]).await {
        let cause = error.source().unwrap_or(&*error);
        println!("a transaction failed ({cause}), and its session is discarded");
        pool.discard(session).await?;
    }
    let rows = pool.acquire().await?.query("SELECT 1", &[]).await?;
    println!("the next session answers {rows:?}\n");
    Ok(())
}

/// What a service does with all of its pools: one answer on its readiness, their numbers, and an end.
async fn shut_down(pools: &[Arc<dyn PoolControl>]) -> Result<(), BoxError> {
    for pool in pools {
        pool.health_check().await?;
    }
    println!("ready");
    for pool in pools {
        println!("  {:?}", pool.status());
    }
    for pool in pools {
        pool.close().await?;
    }
    println!("closed: {}", pools.iter().all(|pool| pool.status().closed));
    Ok(())
}

/// Lets all guests sign at once, and reads the book.
async fn receive<P>(host: &str, pool: P) -> Result<(), BoxError>
where
    P: Pool<Connection: DatabaseConnection> + 'static,
{
    let pool = Arc::new(pool);
    let book = GuestBook::open(Arc::clone(&pool)).await?;
    let mut visits = JoinSet::new();
    for guest in GUESTS {
        let (book, name) = (book.clone(), format!("{guest} ({host})"));
        visits.spawn(async move {
            book.sign(&name).await?;
            book.guests().await.map(|guests| guests.len())
        });
    }
    while let Some(visit) = visits.join_next().await {
        println!("a guest of {host} signed, and found {} names", visit??);
    }
    println!("{host}: {:?}", pool.status());
    println!("{}\n", book.guests().await?.join(", "));
    match pool.close().await {
        Err(PoolError::Unsupported) => Ok(()),
        closed => Ok(closed?),
    }
}

/// A file that is removed when its owner goes.
struct ScratchFile {
    path: PathBuf,
}

impl ScratchFile {
    fn new() -> Self {
        Self { path: env::temp_dir().join(format!("pool-example-{}.sqlite", process::id())) }
    }
}

impl Drop for ScratchFile {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path) {
            eprintln!("{}: {error}", self.path.display());
        }
    }
}
