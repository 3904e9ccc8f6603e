//! One whole life of a pool inside the tasks of a runtime, in real time.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use tokio::runtime::{Builder, Runtime};

use super::Sim;
use crate::{
    foreign::{STACK, helping_thread, text_of},
    probe::Probe,
    subject::{Handle, Setup},
};

/// After how much real time a life is given up. What is seen by then decides nothing.
const PATIENCE: Duration = Duration::from_secs(10);

/// The kinds of runtime that tokio has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuntimeKind {
    CurrentThread,
    MultiThread,
}

/// What became of a life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    Done,
    Panicked(String),
    /// It had not come to its end when it was given up.
    Unfinished,
}

impl RuntimeKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CurrentThread => "a current-thread runtime",
            Self::MultiThread => "a multi-thread runtime",
        }
    }

    pub(super) fn build(self) -> std::io::Result<Runtime> {
        match self {
            Self::CurrentThread => Builder::new_current_thread().enable_time().build(),
            Self::MultiThread => {
                Builder::new_multi_thread().worker_threads(2).thread_stack_size(STACK).enable_time().build()
            }
        }
    }
}

impl Sim<'_> {
    /// Builds a pool inside a task of such a runtime, and uses it there from `init` to the drop of the last handle.
    pub(crate) fn live_in_task(&self, kind: RuntimeKind) -> Life {
        let subject = self.env.subject;
        let (told, ended) = channel();
        thread::scope(|scope| {
            let lived = move || {
                let Ok(runtime) = kind.build() else { return };
                let life = async {
                    let handle = subject.build(Setup::new(Probe::new()), None).await;
                    tokio::spawn(live(handle)).await
                };
                let lived = runtime.block_on(async { tokio::time::timeout(PATIENCE, life).await });
                runtime.shutdown_background();
                let _ = told.send(match lived {
                    Ok(Ok(())) => Life::Done,
                    Ok(Err(error)) => Life::Panicked(panic_of(error)),
                    Err(_) => Life::Unfinished,
                });
            };
            helping_thread().spawn_scoped(scope, lived).expect("a thread can be started");
            self.await_end(&ended).unwrap_or(Life::Unfinished)
        })
    }
}

impl Sim<'_> {
    /// Waits for what becomes of a life in real time, and tells the watchdog meanwhile that this is no hang.
    pub(super) fn await_end<T>(&self, ended: &Receiver<T>) -> Option<T> {
        const SLICE: Duration = Duration::from_millis(50);
        for _ in 0..(2 * PATIENCE.as_millis() / SLICE.as_millis()) {
            self.env.heartbeat.beat();
            match ended.recv_timeout(SLICE) {
                Ok(end) => return Some(end),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        None
    }
}

/// Uses a pool as a task does; how its operations end is a matter of other rules.
async fn live(handle: Box<dyn Handle>) {
    let _ = handle.init().await;
    if let Ok(lease) = handle.acquire().await {
        let _ = handle.status();
        drop(lease);
    }
    if let Ok(lease) = handle.acquire().await {
        let _ = handle.release(lease).await;
    }
    let _ = handle.health_check().await;
    let _ = handle.close().await;
    let _ = handle.status();
    drop(handle);
}

fn panic_of(error: tokio::task::JoinError) -> String {
    error.try_into_panic().map_or_else(|_| "the task was cancelled".to_owned(), text_of)
}
