//! A connection that outlives a limit, in real time: for pools whose limits go by a clock that the kit cannot wind on.

use std::{sync::mpsc::channel, thread, time::Duration};

use super::{RuntimeKind, Sim};
use crate::{
    foreign::helping_thread,
    model::ConnId,
    probe::Probe,
    subject::{Handle, Setup},
};

/// The limit that is set.
const LIMIT: Duration = Duration::from_millis(40);
/// How long it is given to be over. A busy machine only makes this longer.
const MARGIN: Duration = Duration::from_millis(160);
/// After how much real time the attempt is given up. What is seen by then decides nothing.
const PATIENCE: Duration = Duration::from_secs(5);

/// Which limit a connection outlives, and where it is then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outlives {
    /// The idle limit, while it lies idle.
    IdleLimit,
    /// Its lifetime, while it lies idle.
    Lifetime,
    /// Its lifetime, in use.
    LifetimeInUse,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outlived {
    /// The next acquire was given another.
    Retired,
    /// The next acquire was given the same.
    Kept(ConnId),
    /// It was ended while somebody held it.
    EndedInUse(ConnId),
    /// It did not come so far.
    Unfinished,
}

/// Uses a pool with such a limit in real time; `upkeep` is how long the pool takes to come round to it.
pub(crate) fn outlive_in_real_time(sim: &Sim<'_>, what: Outlives, upkeep: Duration) -> Outlived {
    let subject = sim.env.subject;
    let (told, ended) = channel();
    thread::scope(|scope| {
        let outlived = move || {
            let Ok(runtime) = RuntimeKind::CurrentThread.build() else { return };
            let probe = Probe::new();
            let life = async {
                let handle = subject.build(setup(&probe, what), None).await;
                tokio::spawn(outlive(handle, probe, what, upkeep)).await
            };
            let patience = PATIENCE + 2 * upkeep;
            let outlived = runtime.block_on(async { tokio::time::timeout(patience, life).await });
            runtime.shutdown_background();
            let _ = told.send(match outlived {
                Ok(Ok(Some(outlived))) => outlived,
                _ => Outlived::Unfinished,
            });
        };
        helping_thread().spawn_scoped(scope, outlived).expect("a thread can be started");
        sim.await_end(&ended).unwrap_or(Outlived::Unfinished)
    })
}

fn setup(probe: &Probe, what: Outlives) -> Setup {
    let mut setup = Setup::new(probe.clone());
    match what {
        Outlives::IdleLimit => setup.idle_timeout = Some(LIMIT),
        Outlives::Lifetime | Outlives::LifetimeInUse => setup.max_lifetime = Some(LIMIT),
    }
    setup
}

async fn outlive(
    handle: Box<dyn Handle>,
    probe: Probe,
    what: Outlives,
    upkeep: Duration,
) -> Option<Outlived> {
    handle.init().await.ok()?;
    let mut lease = handle.acquire().await.ok()?;
    let id = lease.connection().number();
    if what == Outlives::LifetimeInUse {
        tokio::time::sleep(LIMIT + MARGIN).await;
        if probe.shared.lock().inbox.has_ended(id) {
            return Some(Outlived::EndedInUse(id));
        }
        drop(lease);
        tokio::time::sleep(upkeep).await;
    } else {
        drop(lease);
        tokio::time::sleep(LIMIT + MARGIN + upkeep).await;
    }
    let mut next = handle.acquire().await.ok()?;
    let lent = next.connection().number();
    Some(if lent == id { Outlived::Kept(id) } else { Outlived::Retired })
}
