use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Sleep, sleep};

/// A limit on pieces of work together. There is no timer until one of them has to wait.
pub(super) struct Limit<'a> {
    duration: Option<Duration>,
    timer: Pin<&'a mut Option<Sleep>>,
}

impl<'a> Limit<'a> {
    pub(super) fn new(duration: Option<Duration>, timer: Pin<&'a mut Option<Sleep>>) -> Self {
        Self { duration, timer }
    }

    /// Runs `work` for as long as the limit allows.
    pub(super) async fn cover<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending => self.poll(context).map(|()| None),
        })
        .await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        match self.duration {
            None => Poll::Pending,
            Some(Duration::ZERO) => Poll::Ready(()),
            Some(duration) => {
                if self.timer.is_none() {
                    self.timer.set(Some(sleep(duration)));
                }
                self.timer.as_mut().as_pin_mut().map_or(Poll::Pending, |timer| timer.poll(context))
            }
        }
    }
}

/// Runs `work`; `None` says that it panicked.
pub(super) async fn caught<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(polled) => polled.map(Some),
        Err(_) => Poll::Ready(None),
    })
    .await
}
