/// A pool over the mutex of whoever explores it: idle connections, and one queue of waiters.
macro_rules! small_pool {
    ($($sync:ident)::+) => {
        use std::{
            collections::VecDeque,
            pin::Pin,
            task::{Context, Poll, Waker},
        };

        use $($sync)::+::{Arc, Mutex, MutexGuard};

        #[derive(Debug)]
        struct State<C> {
            idle: Vec<C>,
            waiters: VecDeque<(u64, Waker)>,
            tickets: u64,
        }

        #[derive(Debug)]
        pub(crate) struct SmallPool<C>(Arc<Mutex<State<C>>>);

        impl<C> Clone for SmallPool<C> {
            fn clone(&self) -> Self {
                Self(Arc::clone(&self.0))
            }
        }

        impl<C> SmallPool<C> {
            pub(crate) fn new(idle: Vec<C>) -> Self {
                Self(Arc::new(Mutex::new(State { idle, waiters: VecDeque::new(), tickets: 0 })))
            }

            pub(crate) fn acquire(&self) -> Acquire<C> {
                Acquire { pool: self.clone(), ticket: None }
            }

            fn lock(&self) -> MutexGuard<'_, State<C>> {
                self.0.lock().expect("nothing panics while it holds the lock")
            }

            fn wake_one(&self) {
                let waiter = self.lock().waiters.pop_front();
                if let Some((_, waker)) = waiter {
                    waker.wake();
                }
            }
        }

        /// An acquire; the ticket is its place in the queue.
        #[derive(Debug)]
        pub(crate) struct Acquire<C> {
            pool: SmallPool<C>,
            ticket: Option<u64>,
        }

        impl<C> Future for Acquire<C> {
            type Output = Guard<C>;

            fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Guard<C>> {
                let pool = self.pool.clone();
                let mut state = pool.lock();
                if let Some(connection) = state.idle.pop() {
                    let ticket = self.ticket.take();
                    state.waiters.retain(|(waiting, _)| Some(*waiting) != ticket);
                    drop(state);
                    return Poll::Ready(Guard { pool, connection: Some(connection) });
                }
                state.tickets += 1;
                let ticket = *self.ticket.get_or_insert(state.tickets);
                match state.waiters.iter_mut().find(|(waiting, _)| *waiting == ticket) {
                    Some((_, waker)) => waker.clone_from(cx.waker()),
                    None => state.waiters.push_back((ticket, cx.waker().clone())),
                }
                Poll::Pending
            }
        }

        impl<C> Drop for Acquire<C> {
            fn drop(&mut self) {
                let Some(ticket) = self.ticket else { return };
                let mut state = self.pool.lock();
                let before = state.waiters.len();
                state.waiters.retain(|(waiting, _)| *waiting != ticket);
                let chosen = state.waiters.len() == before;
                drop(state);
                if chosen {
                    self.pool.wake_one();
                }
            }
        }

        #[derive(Debug)]
        pub(crate) struct Guard<C> {
            pool: SmallPool<C>,
            connection: Option<C>,
        }

        impl<C> Drop for Guard<C> {
            fn drop(&mut self) {
                let connection = self.connection.take();
                self.pool.lock().idle.extend(connection);
                self.pool.wake_one();
            }
        }
    };
}

/// The look at the end, for explorers that have none of their own.
macro_rules! expect_capacity {
    () => {
        impl<C> SmallPool<C> {
            /// That the whole capacity is there, and no more: so many can be held at once, and one more waits.
            fn expect_capacity(&self, size: usize) {
                let mut cx = Context::from_waker(Waker::noop());
                let mut poll = || Pin::new(&mut self.acquire()).poll(&mut cx);
                let held: Vec<_> = (0..size).map(|_| poll()).collect();
                assert!(held.iter().all(Poll::is_ready), "the whole capacity is back");
                assert!(poll().is_pending(), "there is no more of it");
            }
        }
    };
}

pub(crate) use {expect_capacity, small_pool};
