//! Connections that do as they are told, and a count of what became of them.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use pool_examples::reference::{Builder, Guard, ReferencePool};
use pool_protocol::{ManageConnection, Pool, PoolError, async_trait};
use tokio::{sync::watch, task::yield_now};

use crate::call::Call;

pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const MINUTE: Duration = Duration::from_mins(1);

/// How the manager answers a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Well,
    Badly,
    Panic,
    Never,
}

#[derive(Clone, Debug)]
pub(crate) struct World(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    connect: watch::Sender<Answer>,
    check: watch::Sender<Answer>,
    disconnect: watch::Sender<Answer>,
    connects: AtomicUsize,
    refuse_from: AtomicUsize,
    opened: AtomicUsize,
    farewells: AtomicUsize,
    live: AtomicUsize,
    peak: AtomicUsize,
}

#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) id: usize,
    pub(crate) broken: bool,
    pub(crate) held: AtomicBool,
    /// Makes `has_broken` panic.
    pub(crate) cursed: bool,
    pub(crate) bomb: Bomb,
    _counted: Counted,
}

/// Panics when it is dropped, if it is set.
#[derive(Debug)]
pub(crate) struct Bomb {
    pub(crate) set: bool,
}

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(!self.set, "the connection was told to panic");
    }
}

/// Counts as long as it lives, in a running connect and then in the connection.
#[derive(Debug)]
struct Counted(World);

impl World {
    pub(crate) fn new() -> Self {
        let well = || watch::Sender::new(Answer::Well);
        Self(Arc::new(Inner {
            connect: well(),
            check: well(),
            disconnect: well(),
            connects: AtomicUsize::new(0),
            refuse_from: AtomicUsize::new(usize::MAX),
            opened: AtomicUsize::new(0),
            farewells: AtomicUsize::new(0),
            live: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
        }))
    }

    /// A pool that does not check what it lends, and does not give up.
    pub(crate) fn pool(&self) -> Builder<Self> {
        ReferencePool::builder(self.clone()).acquire_timeout(None).validate_on_acquire(false)
    }

    pub(crate) fn connect(&self, answer: Answer) {
        self.0.connect.send_replace(answer);
    }

    pub(crate) fn check(&self, answer: Answer) {
        self.0.check.send_replace(answer);
    }

    pub(crate) fn disconnect(&self, answer: Answer) {
        self.0.disconnect.send_replace(answer);
    }

    /// From which connect on, counted from 0, all are refused.
    pub(crate) fn refuse_from(&self, connect: usize) {
        self.0.refuse_from.store(connect, SeqCst);
    }

    /// Connects that were started.
    pub(crate) fn connects(&self) -> usize {
        self.0.connects.load(SeqCst)
    }

    /// Connections that were opened.
    pub(crate) fn opened(&self) -> usize {
        self.0.opened.load(SeqCst)
    }

    /// Connections that `disconnect` ended.
    pub(crate) fn farewells(&self) -> usize {
        self.0.farewells.load(SeqCst)
    }

    /// Connections that have not ended, and connects that are running.
    pub(crate) fn live(&self) -> usize {
        self.0.live.load(SeqCst)
    }

    /// The most that were ever live.
    pub(crate) fn peak(&self) -> usize {
        self.0.peak.load(SeqCst)
    }

    fn count(&self) -> Counted {
        let live = self.0.live.fetch_add(1, SeqCst) + 1;
        self.0.peak.fetch_max(live, SeqCst);
        Counted(self.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.0.live.fetch_sub(1, SeqCst);
    }
}

async fn pass(gate: &watch::Sender<Answer>) -> Result<(), Refused> {
    let mut gate = gate.subscribe();
    let answer = *gate.wait_for(|answer| *answer != Answer::Never).await.expect("the sender is borrowed");
    match answer {
        Answer::Well => Ok(()),
        Answer::Badly => Err(Refused),
        Answer::Panic => panic!("the manager was told to panic"),
        Answer::Never => unreachable!("the gate is open"),
    }
}

#[async_trait]
impl ManageConnection for World {
    type Connection = Connection;
    type Error = Refused;

    async fn connect(&self) -> Result<Connection, Refused> {
        let counted = self.count();
        let connect = self.0.connects.fetch_add(1, SeqCst);
        pass(&self.0.connect).await?;
        if connect >= self.0.refuse_from.load(SeqCst) {
            return Err(Refused);
        }
        let id = self.0.opened.fetch_add(1, SeqCst);
        Ok(Connection {
            id,
            broken: false,
            held: AtomicBool::new(false),
            cursed: false,
            bomb: Bomb { set: false },
            _counted: counted,
        })
    }

    async fn is_valid(&self, _: &mut Connection) -> Result<(), Refused> {
        pass(&self.0.check).await
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        assert!(!connection.cursed, "the manager was told to panic");
        connection.broken
    }

    async fn disconnect(&self, connection: Connection) -> Result<(), Refused> {
        assert!(!connection.held.load(SeqCst), "connection {} is ended while held", connection.id);
        pass(&self.0.disconnect).await?;
        self.0.farewells.fetch_add(1, SeqCst);
        drop(connection);
        Ok(())
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

/// Lets the tasks that end connections run.
pub(crate) async fn settle() {
    for _ in 0..20 {
        yield_now().await;
    }
}

/// Holds `count` connections together.
pub(crate) async fn hold(pool: &ReferencePool<World>, count: usize) -> Vec<Guard<World>> {
    let mut guards = Vec::new();
    for _ in 0..count {
        guards.push(pool.acquire().await.expect("a connection"));
    }
    guards
}

/// Checks that the pool has all its places and no more, and that everything ends when it is closed.
pub(crate) async fn assert_intact(pool: &ReferencePool<World>, world: &World) {
    world.refuse_from(usize::MAX);
    for gate in [&world.0.connect, &world.0.check, &world.0.disconnect] {
        gate.send_replace(Answer::Well);
    }
    settle().await;
    let guards = hold(pool, pool.status().max_size).await;
    drop(Call::waiting(pool.acquire()));
    assert_eq!(numbers(pool), [guards.len(), 0, guards.len()]);
    drop(guards);
    assert_eq!(pool.status().size, world.live());
    pool.close().await.expect("closing works");
    assert_eq!((world.live(), pool.status().size), (0, 0));
    assert!(matches!(pool.acquire().await, Err(PoolError::Closed)));
    assert!(world.peak() <= pool.status().max_size, "{} were live at once", world.peak());
}

/// Size, idle and in use.
pub(crate) fn numbers(pool: &ReferencePool<World>) -> [usize; 3] {
    let status = pool.status();
    [status.size, status.idle, status.in_use]
}
