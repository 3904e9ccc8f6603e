//! A mistake in a form of its own: an acquire that begins when it is called.

use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

use pool_protocol::PoolError;

use super::common::Acquiring;

/// An acquire that has been polled once before anybody asked; nobody takes back what it did if nobody ever asks.
pub(crate) struct Early<'a, G> {
    acquiring: Option<Acquiring<'a, G>>,
    result: Option<Box<Result<G, PoolError>>>,
    asked: bool,
}

impl<'a, G> Early<'a, G> {
    pub(crate) fn new(mut acquiring: Acquiring<'a, G>) -> Self {
        let result = match acquiring.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => Some(Box::new(result)),
            Poll::Pending => None,
        };
        Self { acquiring: Some(acquiring), result, asked: false }
    }
}

impl<G> Future for Early<'_, G> {
    type Output = Result<G, PoolError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.asked = true;
        if let Some(result) = self.result.take() {
            return Poll::Ready(*result);
        }
        let acquiring = self.acquiring.as_mut().expect("an acquire is there until it is dropped");
        acquiring.as_mut().poll(context)
    }
}

impl<G> Drop for Early<'_, G> {
    fn drop(&mut self) {
        if !self.asked {
            std::mem::forget((self.acquiring.take(), self.result.take()));
        }
    }
}
