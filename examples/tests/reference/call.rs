//! Calls that are polled one poll at a time.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
};

/// A call of the pool, polled by hand.
pub(crate) struct Call<'a, T> {
    future: Pin<Box<dyn Future<Output = T> + Send + 'a>>,
    wakes: Arc<Wakes>,
}

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

impl<'a, T> Call<'a, T> {
    pub(crate) fn new(future: impl Future<Output = T> + Send + 'a) -> Self {
        Self { future: Box::pin(future), wakes: Arc::default() }
    }

    /// Starts the call; it has to wait.
    pub(crate) fn waiting(future: impl Future<Output = T> + Send + 'a) -> Self {
        let mut call = Self::new(future);
        assert!(call.poll().is_pending(), "the call should have to wait");
        call
    }

    pub(crate) fn poll(&mut self) -> Poll<T> {
        self.poll_with(&Waker::from(Arc::clone(&self.wakes)))
    }

    pub(crate) fn poll_with(&mut self, waker: &Waker) -> Poll<T> {
        self.future.as_mut().poll(&mut Context::from_waker(waker))
    }

    /// The result, which must be there.
    pub(crate) fn ready(&mut self) -> T {
        match self.poll() {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("the call should be ready"),
        }
    }

    /// Waits for the result, letting time pass.
    pub(crate) async fn wait(self) -> T {
        self.future.await
    }

    pub(crate) fn was_woken(&self) -> bool {
        self.wakes.0.load(SeqCst) > 0
    }
}

/// Numbers of polls after which to drop a call: none, and up to more than any call here takes.
pub(crate) fn sweep() -> impl Iterator<Item = usize> {
    0..6
}
