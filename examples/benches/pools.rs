//! How long an acquire and a release take, in the reference pool and in pools that people use.
//!
//! Run it with `cargo bench -p pool-examples --bench pools`. Every pool has eight connections, which cost nothing and
//! are not checked, and gives up after 30 seconds. A lap is a fixed number of acquires and releases, shared out among
//! the tasks of a runtime with two threads. The pools take turns, lap by lap, so that whatever else the machine does
//! hits them all; the figure is the median lap, in nanoseconds of wall time for one acquire and release.
//!
//! Rows in the form `Pool: bb8` go through the trait and an adapter, those in the form `Erased: bb8` through an
//! `ErasedPool` around that as well; the others call the pool's own methods. Each table ends with the ratio of these rows
//! to the pool's own.
//!
//! Where tasks wait, the reference pool, deadpool and mobc serve them in order. bb8 lets newcomers overtake them, which
//! spares it a change of tasks, at the price of waits without end.
//!
//! The driver of sqlx is the manager (`pool_examples::managed`), since sqlx's own take longer to build than everything
//! else together. Its pool spawns a task for each release and pings there, and so its row has to be read with that in mind.

use std::{
    convert::Infallible,
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use deadpool::managed::{Manager, Metrics, RecycleResult, Timeouts};
use pool_adapters::{Settings, bb8::Bb8Pool, deadpool::DeadpoolPool, fast_pool::FastPool, mobc::MobcPool};
use pool_examples::{
    managed::{Managed, ManagedPool, Managers},
    reference::ReferencePool,
};
use pool_protocol::{ErasedPool, ManageConnection, Pool, async_trait};
use sqlx_core::pool::PoolOptions;
use tokio::{
    runtime::{Builder, Runtime},
    task::{JoinSet, yield_now},
};

const CONNECTIONS: u8 = 8;
const TASKS: [u32; 3] = [1, 8, 64];
const LAPS: usize = 15;
const OPERATIONS: u32 = 12_800;

fn main() {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let contestants = runtime.block_on(async { contestants() });
    print(&runtime, &contestants, Hold::Moment, "given back at once, so that nobody waits");
    print(&runtime, &contestants, Hold::Yield, "held while the task yields, so that with 64 tasks most wait");
}

/// What a task does with its connection.
#[derive(Clone, Copy)]
enum Hold {
    Moment,
    Yield,
}

/// A pool that can be acquired from and released to.
trait Subject: Clone + Send + 'static {
    fn cycle(&self, hold: Hold) -> impl Future<Output = ()> + Send;
}

struct Contestant {
    name: &'static str,
    #[expect(clippy::type_complexity, reason = "this is the one place that names it")]
    lap: Box<dyn Fn(&Runtime, u32, Hold) -> Duration>,
}

fn contestant(name: &'static str, subject: impl Subject) -> Contestant {
    let lap = move |runtime: &Runtime, tasks, hold| runtime.block_on(lap(&subject, tasks, hold));
    Contestant { name, lap: Box::new(lap) }
}

async fn lap(subject: &impl Subject, tasks: u32, hold: Hold) -> Duration {
    let start = Instant::now();
    let mut running = JoinSet::new();
    for _ in 0..tasks {
        let subject = subject.clone();
        running.spawn(async move {
            for _ in 0..OPERATIONS / tasks {
                subject.cycle(hold).await;
            }
        });
    }
    running.join_all().await;
    start.elapsed()
}

fn print(runtime: &Runtime, contestants: &[Contestant], hold: Hold, title: &str) {
    let figures: Vec<_> = TASKS.iter().map(|&tasks| median_laps(runtime, contestants, tasks, hold)).collect();
    println!("\n{title}, ns/op and ratio to the first row\n");
    println!("{:<20}{}", "", TASKS.map(|tasks| format!("{tasks:>11} tasks")).concat());
    for (row, contestant) in contestants.iter().enumerate() {
        let cells =
            figures.iter().map(|column| format!("{:>10.0} {:>5.2}x", column[row], column[row] / column[0]));
        println!("{:<20}{}", contestant.name, cells.collect::<Vec<_>>().concat());
    }
    println!("\nratio to the pool's own methods\n");
    for (row, contestant) in contestants.iter().enumerate() {
        let Some((_, name)) = contestant.name.split_once(": ") else { continue };
        let Some(own) = contestants.iter().position(|other| other.name == name) else { continue };
        let cells = figures.iter().map(|column| format!("{:>17.2}x", column[row] / column[own]));
        println!("{:<20}{}", contestant.name, cells.collect::<Vec<_>>().concat());
    }
}

/// The median lap of each contestant, in nanoseconds for an operation.
fn median_laps(runtime: &Runtime, contestants: &[Contestant], tasks: u32, hold: Hold) -> Vec<f64> {
    let mut laps = vec![Vec::with_capacity(LAPS); contestants.len()];
    for turn in 0..=LAPS {
        for (laps, contestant) in laps.iter_mut().zip(contestants) {
            let lap = (contestant.lap)(runtime, tasks, hold);
            if turn > 0 {
                laps.push(lap);
            }
        }
    }
    let median = |mut laps: Vec<Duration>| {
        laps.sort_unstable();
        laps[LAPS / 2].as_secs_f64() * 1e9 / f64::from(OPERATIONS)
    };
    laps.into_iter().map(median).collect()
}

fn contestants() -> Vec<Contestant> {
    let settings = Settings::new(CONNECTIONS.into()).validate_on_acquire(false);
    let reference =
        ReferencePool::builder(Free).max_size(CONNECTIONS.into()).validate_on_acquire(false).build();
    let bb8 =
        bb8::Pool::builder().max_size(CONNECTIONS.into()).test_on_check_out(false).build_unchecked(Free);
    let limit = settings.acquire_timeout;
    let deadpool = deadpool::managed::Pool::builder(Free)
        .max_size(CONNECTIONS.into())
        .timeouts(Timeouts { wait: limit, create: limit, recycle: limit })
        .runtime(deadpool::Runtime::Tokio1)
        .build();
    let mobc = mobc::Pool::builder()
        .max_open(CONNECTIONS.into())
        .max_idle(CONNECTIONS.into())
        .test_on_check_out(false)
        .build(Free);
    let fast_pool = fast_pool::Pool::new(Free);
    fast_pool.set_max_open(CONNECTIONS.into());
    let sqlx: SqlxPool = PoolOptions::new()
        .max_connections(CONNECTIONS.into())
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_lazy_with(Managers::new(Free));
    vec![
        contestant("reference", reference.clone()),
        contestant("Pool: reference", Through(Arc::new(reference.clone()))),
        contestant("Erased: reference", erased(reference)),
        contestant("bb8", bb8),
        contestant("Pool: bb8", Through(Arc::new(Bb8Pool::new(Free, &settings)))),
        contestant("Erased: bb8", erased(Bb8Pool::new(Free, &settings))),
        contestant("deadpool", deadpool.expect("a runtime is given for the timeouts")),
        contestant("Pool: deadpool", Through(Arc::new(DeadpoolPool::new(Free, &settings)))),
        contestant("Erased: deadpool", erased(DeadpoolPool::new(Free, &settings))),
        contestant("mobc", mobc),
        contestant("Pool: mobc", Through(Arc::new(MobcPool::new(Free, &settings)))),
        contestant("Erased: mobc", erased(MobcPool::new(Free, &settings))),
        contestant("fast_pool", fast_pool),
        contestant("Pool: fast_pool", Through(Arc::new(FastPool::new(Free, &settings)))),
        contestant("Erased: fast_pool", erased(FastPool::new(Free, &settings))),
        contestant("sqlx", sqlx),
        contestant("Pool: sqlx", Through(Arc::new(ManagedPool::new(Free, &settings)))),
        contestant("Erased: sqlx", erased(ManagedPool::new(Free, &settings))),
    ]
}

type SqlxPool = sqlx_core::pool::Pool<Managed<Free>>;

struct Through<P: ?Sized>(Arc<P>);

fn erased(pool: impl Pool<Connection = u64> + 'static) -> Through<dyn ErasedPool<u64>> {
    Through(Arc::new(pool))
}

impl<P: ?Sized> Clone for Through<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

async fn keep<G: Send>(guard: G, hold: Hold) -> G {
    if let Hold::Yield = hold {
        yield_now().await;
    }
    black_box(guard)
}

impl<P: Pool + ?Sized + 'static> Subject for Through<P> {
    async fn cycle(&self, hold: Hold) {
        drop(keep(P::acquire(&self.0).await.expect("a connection"), hold).await);
    }
}

impl Subject for bb8::Pool<Free> {
    async fn cycle(&self, hold: Hold) {
        drop(keep(self.get().await.expect("a connection"), hold).await);
    }
}

impl Subject for deadpool::managed::Pool<Free> {
    async fn cycle(&self, hold: Hold) {
        drop(keep(self.get().await.expect("a connection"), hold).await);
    }
}

impl Subject for mobc::Pool<Free> {
    async fn cycle(&self, hold: Hold) {
        drop(keep(self.get().await.expect("a connection"), hold).await);
    }
}

impl Subject for ReferencePool<Free> {
    async fn cycle(&self, hold: Hold) {
        drop(keep(self.acquire().await.expect("a connection"), hold).await);
    }
}

impl Subject for fast_pool::Pool<Free> {
    async fn cycle(&self, hold: Hold) {
        drop(keep(self.get().await.expect("a connection"), hold).await);
    }
}

impl Subject for SqlxPool {
    async fn cycle(&self, hold: Hold) {
        drop(keep(self.acquire().await.expect("a connection"), hold).await);
    }
}

/// Opens connections that cost nothing.
struct Free;

impl fast_pool::Manager for Free {
    type Connection = u64;
    type Error = String;

    async fn connect(&self) -> Result<u64, String> {
        Ok(0)
    }
    async fn check(&self, _: &mut u64) -> Result<(), String> {
        Ok(())
    }
}

#[async_trait]
impl ManageConnection for Free {
    type Connection = u64;
    type Error = Infallible;

    async fn connect(&self) -> Result<u64, Infallible> {
        Ok(0)
    }
    async fn is_valid(&self, _: &mut u64) -> Result<(), Infallible> {
        Ok(())
    }
    fn has_broken(&self, _: &mut u64) -> bool {
        false
    }
    async fn disconnect(&self, _: u64) -> Result<(), Infallible> {
        Ok(())
    }
}

impl bb8::ManageConnection for Free {
    type Connection = u64;
    type Error = Infallible;

    async fn connect(&self) -> Result<u64, Infallible> {
        Ok(0)
    }
    async fn is_valid(&self, _: &mut u64) -> Result<(), Infallible> {
        Ok(())
    }
    fn has_broken(&self, _: &mut u64) -> bool {
        false
    }
}

impl Manager for Free {
    type Type = u64;
    type Error = Infallible;

    async fn create(&self) -> Result<u64, Infallible> {
        Ok(0)
    }
    async fn recycle(&self, _: &mut u64, _: &Metrics) -> RecycleResult<Infallible> {
        Ok(())
    }
}

#[async_trait]
impl mobc::Manager for Free {
    type Connection = u64;
    type Error = Infallible;

    async fn connect(&self) -> Result<u64, Infallible> {
        Ok(0)
    }
    async fn check(&self, connection: u64) -> Result<u64, Infallible> {
        Ok(connection)
    }
}
