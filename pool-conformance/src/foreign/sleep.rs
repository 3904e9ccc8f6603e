//! Whether another thread sleeps in a lock, or is on its way.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use super::ProcessorTime;

/// How long it takes from one look at a thread to the next.
const TICK: Duration = Duration::from_millis(1);
/// How many looks in a row find a thread asleep, and not to have run in between, that sleeps in a lock.
const ASLEEP: u32 = 5;
/// How much a thread runs that spins in a lock.
const SPINNING: Duration = Duration::from_millis(300);
/// After how many looks it is given up, where nothing is known of threads.
const BLIND: u32 = 200;

/// A thread that may fall asleep.
#[derive(Debug)]
pub(crate) struct Sleeper {
    /// Where Linux tells of it.
    folder: Option<PathBuf>,
}

impl Sleeper {
    /// This thread.
    pub(crate) fn this_thread() -> Self {
        Self { folder: fs::read_link("/proc/thread-self").ok().map(|link| Path::new("/proc").join(link)) }
    }

    /// Waits for a word from that thread; false if it sleeps for good instead, or spins. A thread that waits for a processor is waited
    /// for, however long that takes.
    pub(crate) fn speaks(&self, word: &Receiver<()>) -> bool {
        let (mut first, mut before, mut asleep) = (None, None, 0);
        for looks in 0.. {
            match word.recv_timeout(TICK) {
                Ok(()) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => {}
            }
            let now = self.look();
            let Some(seen) = &now else {
                if looks >= BLIND {
                    return false;
                }
                continue;
            };
            asleep = if seen.sleeps && now == before { asleep + 1 } else { 0 };
            let since = *first.get_or_insert(seen.ran);
            if asleep >= ASLEEP || seen.ran.saturating_sub(since) >= SPINNING {
                return false;
            }
            before = now;
        }
        false
    }

    fn look(&self) -> Option<ProcessorTime> {
        ProcessorTime::of_thread(self.folder.as_ref()?).map(|(_, time)| time)
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc::channel, thread};

    use super::Sleeper;

    #[test]
    fn a_thread_that_sleeps_does_not_speak() {
        let (tell, told) = channel();
        let (wake, woken) = channel::<()>();
        let (here, who) = channel();
        let sleeper = thread::spawn(move || {
            let _ = here.send(Sleeper::this_thread());
            let _ = woken.recv();
            let _ = tell.send(());
        });
        let who = who.recv().expect("it says who it is");
        assert!(!who.speaks(&told));
        drop(wake);
        assert!(who.speaks(&told));
        sleeper.join().expect("it does not panic");
    }
}
