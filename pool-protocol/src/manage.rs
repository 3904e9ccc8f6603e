//! What opens, checks and ends connections for a pool.

use crate::{BoxError, async_trait};

/// The manager of a pool: opens, checks and ends its connections.
///
/// The names are those of r2d2 and bb8, with [`disconnect`](Self::disconnect) added, so that an ending can wait
/// for the other side.
///
/// # Contract
///
/// What a manager may expect of the pool that calls it:
///
/// * No call with a connection that has ended ([ACCT-05]), and no two calls with one at the same time ([ACQ-01]).
/// * One slow call holds up neither releases nor the lending of open connections elsewhere ([ACQ-08]).
/// * The pool holds no lock during a call: the manager may call the pool ([CONC-05]).
/// * A panic leaves the pool working ([ERR-07], [ERR-08]), also one in the connection's own `Drop`.
/// * Once the pool is gone, no call follows beyond a bounded wind-down ([RES-03]).
///
/// What a pool may expect of its manager. No rule judges this, for the manager is the user's own:
///
/// * The futures are cancel safe in so far as dropping one leaks nothing. A pool drops them when a limit passes,
///   when a caller goes away, or when it closes.
/// * Dropping a connection frees what it holds. A pool drops a connection where it cannot await a `disconnect`:
///   in a guard's `Drop`, for one.
///
/// # Using a manager
///
/// Only a pool calls these methods. To choose a manager at run time, give the pool a
/// `Box<dyn ManageConnection<Connection = C, Error = E>>`; to share one, an `Arc`. Both are managers themselves.
///
/// # Implementing a manager
///
/// ```
/// use std::{io, net::SocketAddr};
///
/// use pool_protocol::{ManageConnection, async_trait};
/// use tokio::{
///     io::{AsyncReadExt, AsyncWriteExt},
///     net::TcpStream,
/// };
///
/// #[derive(Clone, Debug)]
/// struct Server {
///     address: SocketAddr,
/// }
///
/// #[async_trait]
/// impl ManageConnection for Server {
///     type Connection = TcpStream;
///     type Error = io::Error;
///
///     async fn connect(&self) -> io::Result<TcpStream> {
///         TcpStream::connect(self.address).await
///     }
///     async fn is_valid(&self, connection: &mut TcpStream) -> io::Result<()> {
///         connection.write_all(b"PING\r\n").await?;
///         let mut answer = [0; 7];
///         connection.read_exact(&mut answer).await?;
///         if &answer == b"+PONG\r\n" { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
///     }
///     fn has_broken(&self, connection: &mut TcpStream) -> bool {
///         !matches!(connection.take_error(), Ok(None))
///     }
///     async fn disconnect(&self, mut connection: TcpStream) -> io::Result<()> {
///         connection.shutdown().await
///     }
/// }
/// ```
#[doc = include_str!("contract/links.md")]
#[async_trait]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not open connections for a pool",
    label = "does not implement `ManageConnection`",
    note = "implement `pool_protocol::ManageConnection` for the type that knows how to connect"
)]
pub trait ManageConnection: Send + Sync + 'static {
    /// What the pool holds.
    type Connection: Send + 'static;

    /// Why a connection could not be opened, checked or ended.
    ///
    /// A pool passes it on in [`PoolError::Connect`](crate::PoolError::Connect) or
    /// [`PoolError::Unhealthy`](crate::PoolError::Unhealthy), where callers find it in the chain of `source()`
    /// ([ERR-03], *error-source*).
    ///
    /// Any error type can be used, and so can texts (`String`, `&'static str`), boxed errors ([`BoxError`]) and the
    /// errors of `anyhow` and `eyre`. A pool turns it into a [`BoxError`] with `into()`.
    #[doc = include_str!("contract/links.md")]
    type Error: Into<BoxError> + Send + 'static;

    /// `async fn connect(&self) -> Result<Self::Connection, Self::Error>`
    ///
    /// Opens a connection.
    ///
    /// # Contract
    ///
    /// The pool keeps running connects and open connections within `max_size` ([ACQ-02]) and, under *growth*, within
    /// what is wanted ([ACQ-07]). It connects only when no healthy connection is idle ([ACQ-06]), and never once it is
    /// closed ([LIFE-04]). While connects fail it bounds their number ([ERR-09]), and goes on to serve others
    /// ([ERR-04], [ERR-05], [ERR-06]).
    ///
    /// # Errors
    ///
    /// Why the connection could not be opened. The pool settles the acquire that asked for it with
    /// [`PoolError::Connect`](crate::PoolError::Connect), or tries again until a limit ([ERR-01]).
    ///
    /// # Cancel safety
    ///
    /// The pool MAY drop the future, or let it finish when nobody waits for it any more, and then pools or ends
    /// the connection ([CANC-03], [LIFE-12]). Under *timeout* a limit that covers connecting holds even when
    /// this call hangs ([TIME-02]).
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::ManageConnection;
    /// async fn reachable(manager: &impl ManageConnection) -> bool {
    ///     manager.connect().await.is_ok()
    /// }
    /// ```
    #[doc = include_str!("contract/links.md")]
    async fn connect(&self) -> Result<Self::Connection, Self::Error>;

    /// `async fn is_valid(&self, connection: &mut Self::Connection) -> Result<(), Self::Error>`
    ///
    /// Checks that a connection works, by asking the other side.
    ///
    /// It may also reset the session, for a pool that checks every connection between two users
    /// ([RST-01], [RST-02], *reset*).
    ///
    /// # Contract
    ///
    /// A pool that checks on borrow (*health-borrow*) ends a connection that fails and goes on to the next
    /// ([HLTH-02], [HLTH-04]), and gives up after a bounded number of attempts ([HLTH-05]). It MAY skip the
    /// check of a connection that is new or was used a moment ago ([HLTH-08], *health-tuning*).
    ///
    /// # Errors
    ///
    /// Why the connection does not work. The pool ends it.
    ///
    /// # Cancel safety
    ///
    /// The pool MAY drop the future. Where the limit has passed it ends the connection ([HLTH-02],
    /// *health-borrow*), and otherwise it keeps or ends it ([CANC-04], *health-borrow*), so a check that was
    /// dropped half-way must leave a connection that [`has_broken`](Self::has_broken) recognises or that
    /// the next check can use.
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::ManageConnection;
    /// async fn checked<M: ManageConnection>(manager: &M) -> Result<M::Connection, M::Error> {
    ///     let mut connection = manager.connect().await?;
    ///     manager.is_valid(&mut connection).await?;
    ///     Ok(connection)
    /// }
    /// ```
    #[doc = include_str!("contract/links.md")]
    async fn is_valid(&self, connection: &mut Self::Connection) -> Result<(), Self::Error>;

    /// `fn has_broken(&self, connection: &mut Self::Connection) -> bool`
    ///
    /// Says at once whether a connection is already known to be unusable.
    ///
    /// A pool calls it whenever a guard goes, also from `Drop`: it must not block or do I/O. A manager that
    /// cannot know returns `false`. To have a connection discarded when its holder panicked, consult
    /// [`std::thread::panicking`].
    ///
    /// # Contract
    ///
    /// A pool that checks on release (*health-release*) ends a connection for which this is `true`, and never
    /// lends it again ([HLTH-01]); its capacity is free at once ([HLTH-03]).
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::ManageConnection;
    /// fn worth_keeping<M: ManageConnection>(manager: &M, connection: &mut M::Connection) -> bool {
    ///     !manager.has_broken(connection)
    /// }
    /// ```
    #[doc = include_str!("contract/links.md")]
    fn has_broken(&self, connection: &mut Self::Connection) -> bool;

    /// `async fn disconnect(&self, connection: Self::Connection) -> Result<(), Self::Error>`
    ///
    /// Ends a connection with the goodbye that the other side expects.
    ///
    /// # Contract
    ///
    /// The pool ends each connection exactly once ([ACCT-04]), under *graceful-end* through this method
    /// ([ACCT-08]). Closing the pool ends what is idle ([LIFE-08]).
    ///
    /// # Errors
    ///
    /// Why there was no proper goodbye. The connection counts as ended all the same, the others are ended as
    /// well, and `close` completes ([LIFE-15]).
    ///
    /// # Cancel safety
    ///
    /// The pool MAY drop the future; the connection, which it owns, is then dropped with it and has ended. Under
    /// *explicit-release* this frees its slot ([CANC-07]).
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::ManageConnection;
    /// async fn probe<M: ManageConnection>(manager: &M) -> Result<(), M::Error> {
    ///     let connection = manager.connect().await?;
    ///     manager.disconnect(connection).await
    /// }
    /// ```
    #[doc = include_str!("contract/links.md")]
    async fn disconnect(&self, connection: Self::Connection) -> Result<(), Self::Error>;
}
