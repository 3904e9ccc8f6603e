//! What a pool declares of itself.

use std::{collections::BTreeSet, time::Duration};

use crate::model::{Capability, Extension, ExtensionSet};

/// What `acquire` does when every connection is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Exhaustion {
    /// It waits.
    #[default]
    Wait,
    /// It fails at once with [`PoolError::Exhausted`](pool_protocol::PoolError::Exhausted).
    FailFast,
}

/// When `init` opens the first `min_size` connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Prefill {
    /// Never: the pool has no least size, and reports a `min_size` of 0.
    None,
    /// Before `init` returns; an `init` that cannot, fails.
    #[default]
    Sync,
    /// Some time after `init` has returned, and again when it fails.
    Background,
}

/// What `close` does about connections that are in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CloseMode {
    /// It completes without them; each is ended when its guard is gone.
    #[default]
    Detach,
    /// It completes when they have come back and have been ended.
    Wait,
    /// It takes them away from their holders.
    Abort,
    /// The pool cannot be closed; rules about closing are not applicable, and the verdict is at best `partial`.
    Unsupported,
}

/// What `acquire` does when connecting fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectErrors {
    /// It reports the error at once.
    #[default]
    Immediate,
    /// It tries again until its limit.
    UntilDeadline,
}

/// What the limit of an acquire covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AcquireLimit {
    /// The whole acquire: waiting, connecting and checking together.
    #[default]
    Whole,
    /// Waiting, connecting and checking, each for itself.
    EachPhase,
}

/// Which idle connection is lent first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdleOrder {
    /// Any.
    #[default]
    Unspecified,
    /// The one that came back last.
    Lifo,
    /// The one that has been idle longest.
    Fifo,
}

/// Which clock a pool's limits go by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeSource {
    /// Tokio's, which the kit can pause and wind on.
    #[default]
    Tokio,
    /// One that the kit cannot wind on, such as `std::time` or a timer thread. A rule that the pool could only keep, or
    /// break, by letting time pass is then `inconclusive`; the acquire limit of a pool that claims
    /// [`Capability::Timeout`] is excepted.
    System,
}

/// What a pool claims beyond CORE, and how it stands where good pools differ on purpose.
///
/// The default claims CORE and prefill, and the most common stance everywhere: acquires wait, `init` prefills before
/// it returns, `close` does not wait for guards, connect errors are reported at once,
/// and time is tokio's.
///
/// # Examples
///
/// ```
/// use pool_conformance::{Capability, CloseMode, Declaration};
///
/// let declaration = Declaration::new().close_mode(CloseMode::Wait).claim(Capability::Timeout);
/// assert!(declaration.claims(Capability::Prefill));
/// assert!(declaration.claims(Capability::Timeout));
/// assert!(!declaration.claims(Capability::FairnessFifo));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    pub(crate) exhaustion: Exhaustion,
    pub(crate) prefill: Prefill,
    pub(crate) close_mode: CloseMode,
    pub(crate) connect_errors: ConnectErrors,
    pub(crate) time_source: TimeSource,
    pub(crate) acquire_limit: AcquireLimit,
    pub(crate) idle_order: IdleOrder,
    pub(crate) passing_over: u16,
    pub(crate) jitter: u8,
    pub(crate) check_bypass: Duration,
    pub(crate) upkeep_period: Duration,
    pub(crate) extensions: ExtensionSet,
    /// Whether each acquire can be given a limit of its own.
    call_limits: bool,
    claimed: BTreeSet<Capability>,
}

macro_rules! stances {
    ($($(#[$doc:meta])* $name:ident: $stance:ty),* $(,)?) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: $stance) -> Self {
            self.$name = $name;
            self
        }
    )*};
}

impl Declaration {
    /// The default declaration.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the rules of this capability are to be judged.
    #[must_use]
    pub fn claims(&self, capability: Capability) -> bool {
        match capability {
            Capability::Core => true,
            Capability::Prefill => self.prefill != Prefill::None,
            Capability::ReuseOrder => self.idle_order != IdleOrder::Unspecified,
            Capability::CloseWaits => self.close_mode == CloseMode::Wait,
            Capability::HealthTuning => !self.check_bypass.is_zero(),
            Capability::Timeout if self.call_limits => true,
            Capability::Observability if self.extensions.has(Extension::Observe) => true,
            _ => match Extension::behind(capability) {
                Some(extension) => self.extensions.has(extension),
                None => self.claimed.contains(&capability),
            },
        }
    }

    /// Claims a capability, so that its rules are judged.
    ///
    /// [`Core`](Capability::Core) is claimed by every pool, [`Prefill`](Capability::Prefill),
    /// [`ReuseOrder`](Capability::ReuseOrder), [`CloseWaits`](Capability::CloseWaits) and
    /// [`HealthTuning`](Capability::HealthTuning) by the stances on them, and that of an extension trait by a subject that names the extension ([`Extensions`](crate::Extensions)); claiming them here
    /// changes nothing.
    #[must_use]
    pub fn claim(mut self, capability: Capability) -> Self {
        self.claimed.insert(capability);
        self
    }

    /// The same for a pool that has these extensions, and perhaps limits of single acquires.
    pub(crate) fn with_extensions(mut self, extensions: ExtensionSet, call_limits: bool) -> Self {
        (self.extensions, self.call_limits) = (extensions, call_limits);
        self
    }

    /// Whether the pool has a limit of acquires that each call can set, and whether it has one of all.
    pub(crate) fn acquire_limits(&self) -> (bool, bool) {
        (self.call_limits, self.claimed.contains(&Capability::Timeout))
    }

    stances! {
        /// Says what `acquire` does when every connection is in use.
        exhaustion: Exhaustion,
        /// Says when `init` opens the first connections.
        prefill: Prefill,
        /// Says what `close` does about connections in use.
        close_mode: CloseMode,
        /// Says what `acquire` does when connecting fails.
        connect_errors: ConnectErrors,
        /// Says which clock the pool's limits go by.
        time_source: TimeSource,
        /// Says what the limit of an acquire covers.
        acquire_limit: AcquireLimit,
        /// Says which idle connection is lent first.
        idle_order: IdleOrder,
        /// Says how many hand-outs, for each connection that there may be, can pass over a waiter of a pool that claims
        /// [`Capability::FairnessBounded`]. 100 by default.
        passing_over: u16,
        /// Says by how much of it, in per cent, an idle limit or a lifetime may be over too early or too late, where the
        /// pool draws each by chance, lest many connections end at one moment. 0 by default, and 100 at most.
        jitter: u8,
        /// Says for how long after it was opened, lent, given back or checked a connection may be lent without a check.
        /// Zero by default. Where it is more, [`Capability::HealthTuning`] is claimed.
        check_bypass: Duration,
        /// Says how long the pool may take to do its upkeep: to end what is idle or old beyond its limit, and to open what
        /// is missing below `min_size`. A minute by default, in virtual time.
        upkeep_period: Duration,
    }
}

impl Default for Declaration {
    fn default() -> Self {
        Self {
            exhaustion: Exhaustion::default(),
            prefill: Prefill::default(),
            close_mode: CloseMode::default(),
            connect_errors: ConnectErrors::default(),
            time_source: TimeSource::default(),
            acquire_limit: AcquireLimit::default(),
            idle_order: IdleOrder::default(),
            passing_over: 100,
            jitter: 0,
            check_bypass: Duration::ZERO,
            upkeep_period: Duration::from_secs(60),
            extensions: ExtensionSet::default(),
            call_limits: false,
            claimed: BTreeSet::new(),
        }
    }
}
