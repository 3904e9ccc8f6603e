//! One guest book, two pools: what is written against `Pool` runs on any of them.
//!
//! Run it with `cargo run -p pool-examples --example database`. It needs no set-up: the database is a file in the
//! directory for temporary files, and gone afterwards.

use std::{env, fs, path::PathBuf, process, sync::Arc};

use pool_adapters::{Settings, deadpool::DeadpoolPool};
use pool_examples::{
    database::{DatabaseConnection, GuestBook, Sqlite},
    reference::ReferencePool,
};
use pool_protocol::{BoxError, Pool};
use tokio::task::JoinSet;

const GUESTS: [&str; 8] = ["Ada", "Barbara", "Edsger", "Frances", "Grace", "Leslie", "Niklaus", "Tony"];

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let file = ScratchFile::new();
    let database = Sqlite::new(&file.path);
    let pool = ReferencePool::builder(database.clone()).min_size(1).max_size(4).build();
    receive("reference", pool).await?;

    receive("deadpool", DeadpoolPool::new(database, &Settings::new(4))).await
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
    pool.close().await?;
    Ok(())
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
