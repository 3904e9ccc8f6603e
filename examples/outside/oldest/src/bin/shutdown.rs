//! Pools of two databases, which end together when a signal comes: `shutdown postgres://me@localhost/jobs`.

use std::{env, io, sync::Arc};

use pool_adapters::{Settings, deadpool::DeadpoolPool, sqlx_0_8::SqlxPool};
use pool_protocol::{BoxError, ManageConnection, PoolControl, PoolExt, async_trait};
use sqlx::Postgres;
use tokio::net::TcpStream;

/// A cache that is spoken to over TCP.
struct Cache(&'static str);

#[async_trait]
impl ManageConnection for Cache {
    type Connection = TcpStream;
    type Error = io::Error;

    async fn connect(&self) -> io::Result<TcpStream> {
        TcpStream::connect(self.0).await
    }
    async fn is_valid(&self, stream: &mut TcpStream) -> io::Result<()> {
        stream.peer_addr().map(drop)
    }
    fn has_broken(&self, stream: &mut TcpStream) -> bool {
        stream.take_error().is_err()
    }
    async fn disconnect(&self, _: TcpStream) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let url = env::args().nth(1).unwrap_or_default();
    let jobs = SqlxPool::<Postgres>::new(url.parse()?, &Settings::new(4));
    let cache = DeadpoolPool::new(Cache("127.0.0.1:11211"), &Settings::new(4));
    let pools: [Arc<dyn PoolControl>; 2] = [jobs.control(), cache.control()];
    tokio::signal::ctrl_c().await?;
    for pool in pools {
        pool.close().await?;
        println!("{:?}", pool.status());
    }
    Ok(())
}
