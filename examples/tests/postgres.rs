//! A server that is stopped and started under the pools. `.ci/postgres` runs these tests, with a server of its own.

use std::{
    env,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use pool_adapters::{Settings, bb8::Bb8Pool, deadpool::DeadpoolPool, mobc::MobcPool};
use pool_examples::{
    database::{DatabaseConnection, Postgres, Value},
    reference::ReferencePool,
};
use pool_protocol::{BoxError, Pool};
use tokio::{sync::Mutex, task::JoinSet, time::sleep};

const CONNECTIONS: usize = 4;
const TASKS: usize = 8;
/// How many times each task has to succeed before the server goes, and again when it is back.
const ROUNDS: usize = 20;

/// There is one server, and a test stops it.
static SERVER: Mutex<()> = Mutex::const_new(());

fn postgres() -> Postgres {
    let url = env::var("POSTGRES_URL").expect("POSTGRES_URL is set");
    Postgres::new(&url).expect("a URL")
}

/// Has the server stopped or started by the command that the environment names, which returns when it is done.
fn server(order: &str) {
    let control = env::var("POSTGRES_CONTROL").expect("POSTGRES_CONTROL is set");
    let status = Command::new(control).arg(order).status().expect("the command runs");
    assert!(status.success(), "{order}: {status}");
}

fn settings() -> Settings {
    Settings::new(CONNECTIONS).acquire_timeout(Duration::from_secs(2))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "wants a server: .ci/postgres"]
async fn values_come_back_as_they_were_sent() -> Result<(), BoxError> {
    let _server = SERVER.lock().await;
    let pool = ReferencePool::builder(postgres()).max_size(1).build();
    let sent = [
        Value::Null,
        Value::Integer(i64::MIN),
        Value::Real(0.5),
        Value::Text("O'Brien".into()),
        Value::Blob(vec![0, 1]),
    ];
    let sql = "SELECT ?1::text, ?2::bigint, ?3::float8, ?4::text, ?5::bytea";
    let rows = pool.acquire().await?.query(sql, &sent).await?;
    assert_eq!(rows, [sent]);
    Ok(pool.close().await?)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "wants a server: .ci/postgres"]
async fn the_reference_pool_outlives_its_server() -> Result<(), BoxError> {
    let pool = ReferencePool::builder(postgres())
        .max_size(CONNECTIONS)
        .acquire_timeout(Some(Duration::from_secs(2)));
    outlives_its_server("reference", pool.build()).await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "wants a server: .ci/postgres"]
async fn bb8_outlives_its_server() -> Result<(), BoxError> {
    outlives_its_server("bb8", Bb8Pool::new(postgres(), &settings())).await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "wants a server: .ci/postgres"]
async fn deadpool_outlives_its_server() -> Result<(), BoxError> {
    outlives_its_server("deadpool", DeadpoolPool::new(postgres(), &settings())).await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "wants a server: .ci/postgres"]
async fn mobc_outlives_its_server() -> Result<(), BoxError> {
    outlives_its_server("mobc", MobcPool::new(postgres(), &settings())).await
}

/// What the tasks have come to.
struct Work<P> {
    pool: P,
    table: String,
    /// What the server has acknowledged, of each task.
    written: [AtomicUsize; TASKS],
    failed: [AtomicUsize; TASKS],
    over: AtomicBool,
}

/// While eight tasks write, the server stops and starts again. Every acquire settles, the pool recovers, and nothing is
/// lost: neither what was acknowledged, nor a connection's place.
async fn outlives_its_server<P>(name: &str, pool: P) -> Result<(), BoxError>
where
    P: Pool<Connection: DatabaseConnection> + 'static,
{
    let _server = SERVER.lock().await;
    let work = Arc::new(Work {
        pool,
        table: format!("work_of_{name}"),
        written: Default::default(),
        failed: Default::default(),
        over: AtomicBool::new(false),
    });
    work.pool.init().await?;
    let table = &work.table;
    work.query(&format!("DROP TABLE IF EXISTS {table}"), &[]).await?;
    work.query(&format!("CREATE TABLE {table} (task bigint, number bigint)"), &[]).await?;

    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let work = Arc::clone(&work);
        tasks.spawn(async move { work.write(task).await });
    }
    let each = |counts: &[AtomicUsize; TASKS], least: usize| {
        counts.iter().all(|count| count.load(Ordering::Relaxed) >= least)
    };
    until(|| each(&work.written, ROUNDS)).await;
    server("stop");
    until(|| each(&work.failed, 1)).await;
    server("start");
    let before: Vec<usize> = work.written.iter().map(|count| count.load(Ordering::Relaxed)).collect();
    until(|| {
        work.written.iter().zip(&before).all(|(now, then)| now.load(Ordering::Relaxed) >= then + ROUNDS)
    })
    .await;
    work.over.store(true, Ordering::Relaxed);
    while let Some(task) = tasks.join_next().await {
        task?;
    }
    work.nothing_is_lost().await
}

impl<P: Pool<Connection: DatabaseConnection>> Work<P> {
    async fn query(&self, sql: &str, parameters: &[Value]) -> Result<Vec<Vec<Value>>, BoxError> {
        let mut connection = self.pool.acquire().await?;
        let rows = connection.query(sql, parameters).await?;
        self.pool.release(connection).await?;
        Ok(rows)
    }

    /// Writes numbers until the work is over.
    async fn write(&self, task: usize) {
        let sql = format!("INSERT INTO {} VALUES (?1, ?2)", self.table);
        while !self.over.load(Ordering::Relaxed) {
            let number = self.written[task].load(Ordering::Relaxed);
            if self.query(&sql, &[integer(task), integer(number)]).await.is_ok() {
                self.written[task].fetch_add(1, Ordering::Relaxed);
            } else {
                sleep(Duration::from_millis(10)).await;
                self.failed[task].fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    async fn nothing_is_lost(&self) -> Result<(), BoxError> {
        for (task, written) in self.written.iter().enumerate() {
            let sql = format!("SELECT count(DISTINCT number) FROM {} WHERE task = ?1", self.table);
            let rows = self.query(&sql, &[integer(task)]).await?;
            assert_eq!(rows, [[integer(written.load(Ordering::Relaxed))]], "task {task}");
        }
        let mut held = Vec::new();
        for _ in 0..CONNECTIONS {
            held.push(self.pool.acquire().await?);
        }
        assert_eq!(self.pool.status().in_use, CONNECTIONS);
        for connection in held {
            self.pool.release(connection).await?;
        }
        Ok(self.pool.health_check().await?)
    }
}

fn integer(number: usize) -> Value {
    Value::Integer(number.try_into().expect("a small number"))
}

async fn until(reached: impl Fn() -> bool) {
    while !reached() {
        sleep(Duration::from_millis(5)).await;
    }
}
