//! Subjects: what builds pools to be judged.

use std::future::Future;

use pool_protocol::{AcquireTimeout, Detach, Discard, Observe, Pool, Resize, TryAcquire};

use crate::{
    model::Declaration,
    probe::ProbeConnection,
    subject::{Extensions, Setup},
};

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

    /// The extension traits of the pool that are to be judged with it. Where a function builds the pool, [`declare`] adds
    /// them.
    fn extensions(&self) -> Extensions<Self::Pool> {
        Extensions::none()
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
pub struct Declared<S: Subject> {
    subject: S,
    declaration: Declaration,
    extensions: Extensions<S::Pool>,
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
    let extensions = subject.extensions();
    Declared { subject, declaration, extensions }
}

macro_rules! extensions {
    ($($(#[$doc:meta])* $name:ident: $extension:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self) -> Self
        where
            S::Pool: $extension,
        {
            self.extensions = self.extensions.$name();
            self
        }
    )*};
}

/// The extension traits that the pool has: each method adds one to what is judged, and claims the capability of its name.
///
/// # Examples
///
/// ```
/// use std::future::Future;
///
/// use pool_conformance::{self as conformance, Declaration, Probe, ProbeConnection, Setup, Subject};
/// use pool_protocol::{AcquireTimeout, Discard, Pool, TryAcquire};
///
/// fn subject<P, F>(my_pool: fn(Setup) -> F) -> impl Subject
/// where
///     P: Pool<Connection = ProbeConnection> + Discard + TryAcquire + 'static,
///     F: Future<Output = P> + Send + 'static,
/// {
///     conformance::declare(my_pool, Declaration::new()).discard().try_acquire()
/// }
/// ```
impl<S: Subject> Declared<S> {
    extensions! {
        /// The pool lends an idle connection at once, or nothing.
        try_acquire: TryAcquire,
        /// The pool ends a connection when its holder asks for it.
        discard: Discard,
        /// The pool gives a connection away for good.
        detach: Detach,
        /// The pool's bound can change while it runs.
        resize: Resize,
        /// The pool counts what it does.
        observe: Observe,
        /// An acquire can have a limit of its own: the rules on limits are asked of that, too, or of that alone where the pool does
        /// not claim [`Capability::Timeout`](crate::Capability::Timeout).
        acquire_timeout: AcquireTimeout,
        /// The pool can be cloned: other handles are clones, and are dropped when they have been used.
        handles: Clone,
    }

    /// Tells moments apart at which the pool is in another state that cannot be seen from outside; see
    /// [`Extensions::fingerprint`].
    #[must_use]
    pub fn fingerprint(mut self, fingerprint: fn(&S::Pool) -> u64) -> Self {
        self.extensions = self.extensions.fingerprint(fingerprint);
        self
    }
}

impl<S: Subject> Subject for Declared<S> {
    type Pool = S::Pool;

    fn build(&self, setup: Setup) -> impl Future<Output = Self::Pool> + Send {
        self.subject.build(setup)
    }

    fn declaration(&self) -> Declaration {
        self.declaration.clone().with_extensions(self.extensions.set(), self.extensions.limits_calls())
    }

    fn extensions(&self) -> Extensions<S::Pool> {
        self.extensions
    }
}
