//! Subjects: what builds pools to be judged.

use std::future::Future;

use pool_protocol::Pool;

use crate::{model::Declaration, probe::ProbeConnection, subject::Setup};

/// Something that builds pools to be judged.
///
/// Every `Fn(Setup) -> impl Future<Output = impl Pool>` is one, so an `async fn my_pool(setup: Setup) -> MyPool<Probe>`
/// is all that most authors write. Implement the trait by hand where building needs state of its own.
///
/// # Examples
///
/// ```
/// use pool_conformance::{Declaration, Setup, Subject};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
/// # use doc::DocPool;
///
/// struct MySubject;
///
/// impl Subject for MySubject {
///     type Pool = DocPool<pool_conformance::Probe>;
///
///     async fn build(&self, setup: Setup) -> DocPool<pool_conformance::Probe> {
///         DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something that builds pools to be judged",
    label = "neither a `Subject` nor an `async fn(Setup) -> P` with a pool `P` of the probe's connections",
    note = "a factory that is not async is wrapped: `conformance::sync(my_pool)`",
    note = "a factory that returns a `Result` is wrapped: `conformance::fallible(my_pool)`",
    note = "a pool is not judged itself, since many are built: pass the function that builds it"
)]
pub trait Subject: Send + Sync + 'static {
    /// The pool to be judged.
    type Pool: Pool<Connection = ProbeConnection> + 'static;

    /// Builds a fresh pool; it is asked for many, and each must be a pool of its own.
    ///
    /// A pool whose constructor can fail reports that from [`Pool::init`] instead, as [`fallible`](crate::fallible) does.
    fn build(&self, setup: Setup) -> impl Future<Output = Self::Pool> + Send;

    /// What the pool claims beyond CORE, and how it stands where good pools differ.
    fn declaration(&self) -> Declaration {
        Declaration::default()
    }
}

#[diagnostic::do_not_recommend]
impl<F, B, P> Subject for F
where
    F: Fn(Setup) -> B + Send + Sync + 'static,
    B: Future<Output = P> + Send,
    P: Pool<Connection = ProbeConnection> + 'static,
{
    type Pool = P;

    fn build(&self, setup: Setup) -> impl Future<Output = P> + Send {
        self(setup)
    }
}

/// A subject with a declaration; made by [`declare`].
#[derive(Clone, Debug)]
pub struct Declared<S> {
    subject: S,
    declaration: Declaration,
}

/// Attaches a declaration to a subject.
///
/// # Examples
///
/// ```
/// use pool_conformance::{self as conformance, CloseMode, Declaration, Setup};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
/// # use doc::DocPool;
///
/// async fn my_pool(setup: Setup) -> DocPool<pool_conformance::Probe> {
///     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
/// }
///
/// let subject = conformance::declare(my_pool, Declaration::new().close_mode(CloseMode::Wait));
/// # let _ = subject;
/// ```
pub fn declare<S: Subject>(subject: S, declaration: Declaration) -> Declared<S> {
    Declared { subject, declaration }
}

impl<S: Subject> Subject for Declared<S> {
    type Pool = S::Pool;

    fn build(&self, setup: Setup) -> impl Future<Output = Self::Pool> + Send {
        self.subject.build(setup)
    }

    fn declaration(&self) -> Declaration {
        self.declaration.clone()
    }
}
