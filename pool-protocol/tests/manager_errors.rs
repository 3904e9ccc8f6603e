//! Whatever can be boxed is the error of a manager, and reaches the pool's error.

use std::{convert::Infallible, error::Error, fmt, io};

use pool_protocol::{BoxError, ManageConnection, PoolError, async_trait};

/// Fails every call with the error that it makes.
struct Failing<F>(F);

#[async_trait]
impl<F, E> ManageConnection for Failing<F>
where
    F: Fn() -> E + Send + Sync + 'static,
    E: Into<BoxError> + Send + 'static,
{
    type Connection = ();
    type Error = E;

    async fn connect(&self) -> Result<(), E> {
        Err(self.0())
    }
    async fn is_valid(&self, _connection: &mut ()) -> Result<(), E> {
        Err(self.0())
    }
    fn has_broken(&self, _connection: &mut ()) -> bool {
        true
    }
    async fn disconnect(&self, _connection: ()) -> Result<(), E> {
        Err(self.0())
    }
}

/// What a pool writes, for any manager.
async fn connect<M: ManageConnection>(manager: &M) -> Result<M::Connection, PoolError> {
    manager.connect().await.map_err(|error| PoolError::Connect(error.into()))
}

async fn cause<E, F>(make: F) -> BoxError
where
    F: Fn() -> E + Send + Sync + 'static,
    E: Into<BoxError> + Send + 'static,
{
    match connect(&Failing(make)).await {
        Err(PoolError::Connect(cause)) => cause,
        other => panic!("{other:?}"),
    }
}

/// An error that cannot be shared between threads, but turns itself into one that can.
struct Thin(&'static str);

impl From<Thin> for BoxError {
    fn from(thin: Thin) -> Self {
        thin.0.into()
    }
}

#[tokio::test]
async fn an_error() {
    let cause = cause(|| io::Error::from(io::ErrorKind::ConnectionRefused)).await;
    let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
    assert_eq!(kind, Some(io::ErrorKind::ConnectionRefused));
}

#[tokio::test]
async fn a_text() {
    assert_eq!(cause(|| "refused").await.to_string(), "refused");
    assert_eq!(cause(|| format!("refused by {}", "us")).await.to_string(), "refused by us");
}

#[tokio::test]
async fn a_boxed_error_stays_as_it_is() {
    let cause = cause(|| BoxError::from(fmt::Error)).await;
    assert!(cause.is::<fmt::Error>());
}

#[tokio::test]
async fn an_error_of_anyhow() {
    let cause = cause(|| anyhow::Error::new(fmt::Error).context("while greeting")).await;
    assert_eq!(cause.to_string(), "while greeting");
    assert!(cause.source().is_some_and(<dyn Error>::is::<fmt::Error>));
}

#[tokio::test]
async fn an_error_of_ones_own() {
    assert_eq!(cause(|| Thin("refused")).await.to_string(), "refused");
}

/// Opens a connection that costs nothing.
struct Free;

#[async_trait]
impl ManageConnection for Free {
    type Connection = u32;
    type Error = Infallible;

    async fn connect(&self) -> Result<u32, Infallible> {
        Ok(7)
    }
    async fn is_valid(&self, _connection: &mut u32) -> Result<(), Infallible> {
        Ok(())
    }
    fn has_broken(&self, _connection: &mut u32) -> bool {
        false
    }
    async fn disconnect(&self, _connection: u32) -> Result<(), Infallible> {
        Ok(())
    }
}

#[tokio::test]
async fn no_error_at_all() {
    assert_eq!(connect(&Free).await.unwrap(), 7);
}
