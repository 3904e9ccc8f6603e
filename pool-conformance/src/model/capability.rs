//! Capabilities: sets of rules that a pool claims.

use std::fmt;

macro_rules! capabilities {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// A set of rules that a pool claims to keep, or does not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Capability {
            $($(#[$doc])* $variant,)*
        }

        impl Capability {
            /// Every capability, in the order of this list.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name by which reports speak of it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

capabilities! {
    /// What every honest pool keeps; always claimed.
    Core = "core",
    /// `init` opens `min_size` connections; claimed by every [`Prefill`](crate::Prefill) but `None`.
    Prefill = "prefill",
    /// An acquire has a limit, which goes by tokio's clock. What it covers, [`AcquireLimit`](crate::AcquireLimit) says.
    ///
    /// A pool that declares [`TimeSource::System`](crate::TimeSource::System) may claim it, if its other limits alone go
    /// by the other clock.
    Timeout = "timeout",
    /// After `init`, no fewer than `min_size` connections are open: what is lost is replaced without demand, within
    /// [`Declaration::upkeep_period`](crate::Declaration::upkeep_period).
    MaintainMin = "maintain-min",
    /// A pool that has nothing open, and for which nobody waits, sets no timer.
    Quiet = "quiet",
    /// A leap of the clock, as after the machine has slept, ends what is too old once, and changes nothing else.
    TimeLeap = "time-leap",
    /// [`Setup::idle_timeout`](crate::Setup::idle_timeout) is honoured.
    IdleTimeout = "idle-timeout",
    /// [`Setup::max_lifetime`](crate::Setup::max_lifetime) is honoured.
    MaxLifetime = "max-lifetime",
    /// Waiters are served in the order in which they queued.
    FairnessFifo = "fairness-fifo",
    /// A newcomer may be faster than a waiter, but not for ever: under endless churn a waiter is passed over by no more
    /// hand-outs than [`Declaration::passing_over`](crate::Declaration::passing_over) allows.
    FairnessBounded = "fairness-bounded",
    /// Idle connections are lent in an order; claimed by every [`IdleOrder`](crate::IdleOrder) but `Unspecified`.
    ReuseOrder = "reuse-order",
    /// [`Setup::wait_limit`](crate::Setup::wait_limit) is honoured.
    WaitLimit = "wait-limit",
    /// A `max_size` of any size costs no memory in proportion.
    ExtremeSizes = "extreme-sizes",
    /// The numbers of a status add up at every moment, not only at rest.
    Snapshot = "snapshot",
    /// With [`Setup::validate_on_acquire`](crate::Setup::validate_on_acquire), an idle connection is checked before it
    /// is handed out.
    HealthBorrow = "health-borrow",
    /// A connection may be lent unchecked for a while after its last use; claimed by a
    /// [`Declaration::check_bypass`](crate::Declaration::check_bypass) of more than zero.
    HealthTuning = "health-tuning",
    /// `has_broken` is asked when a connection comes back, and one that has broken is ended then.
    HealthRelease = "health-release",
    /// `is_valid` also resets the session of a connection, and the pool has it do so between any two holders. One of which
    /// the check fails, or is dropped, is ended.
    Reset = "reset",
    /// `health_check` tells the truth within the acquire limit, also during an outage, and costs nothing; a full pool is no
    /// unhealthy one.
    PoolHealth = "pool-health",
    /// No lock of the pool is held while it wakes a waiter, calls the manager or drops a connection: what runs there may
    /// call the pool.
    Reentrancy = "reentrancy",
    /// The error of an acquire that fails because its connect does has the manager's own in its chain of sources.
    ErrorSource = "error-source",
    /// A closed pool stays closed: `init` does not open it again.
    TerminalClose = "terminal-close",
    /// Those who wait are refused as soon as `close` starts, even while guards are out.
    PromptClose = "prompt-close",
    /// `close` waits for guards and for endings; claimed by [`CloseMode::Wait`](crate::CloseMode::Wait).
    CloseWaits = "close-waits",
    /// The future of `close` may be dropped half-way, and an acquire that is dropped leaves nothing behind.
    CancelExt = "cancel-ext",
    /// Cancelling an operation ends no healthy connection.
    CancelPreserve = "cancel-preserve",
    /// The pool opens no more connections than were ever wanted at once.
    Growth = "growth",
    /// An acquire fails by no error but that of a call made for it, and not while a connection lies idle for it.
    ErrorScope = "error-scope",
    /// Connections are ended through `disconnect` wherever it can be awaited, or left to a task.
    GracefulEnd = "graceful-end",
    /// An acquire whose own connect still runs is served by a connection that comes back meanwhile.
    RaceConnect = "race-connect",
    /// The pool bears panics of `is_valid`, `has_broken`, `disconnect` and of the drop of a connection, as it bears those of
    /// `connect`.
    PanicExt = "panic-ext",
    /// What happens has an explanation in which one operation follows another: in every status, `in_use` counts the guards
    /// that are lent at that moment.
    Linearizable = "linearizable",
    /// Nothing takes time but the calls of the manager, and those who wait do so without being polled over and over.
    SingleThread = "single-thread",
    /// `release` does more than drop the guard: when it is done the place is free, it needs no connect, and it may be dropped
    /// half-way.
    ExplicitRelease = "explicit-release",
    /// `release` refuses a guard that another pool has lent.
    HandleRelease = "handle-release",
    /// A guard may be dropped on a thread that belongs to no runtime.
    DropAnywhere = "drop-anywhere",
    /// An idle connection is lent at once or not at all; claimed by naming the extension
    /// ([`Extensions::try_acquire`](crate::Extensions::try_acquire)).
    TryAcquire = "try-acquire",
    /// A guard can be given back to be ended; claimed by naming the extension
    /// ([`Extensions::discard`](crate::Extensions::discard)).
    Discard = "discard",
    /// A guard can be turned into its connection, which the pool forgets; claimed by naming the extension
    /// ([`Extensions::detach`](crate::Extensions::detach)).
    Detach = "detach",
    /// The bound can change while the pool runs; claimed by naming the extension
    /// ([`Extensions::resize`](crate::Extensions::resize)).
    Resize = "resize",
    /// [`Status::waiting`](pool_protocol::Status::waiting), where it is known, is exact at rest, and so are the counters of
    /// a pool that has them; claimed as well by naming that extension
    /// ([`Extensions::observe`](crate::Extensions::observe)).
    Observability = "observability",
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
