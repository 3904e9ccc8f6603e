//! What a run can show that is wrong. Which rule answers for it, the rules themselves say.

/// What is wrong, by now or at the end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Symptom {
    /// A connection is held by two guards.
    Shared,
    /// A connection was ended while held, or used after its end had begun.
    UsedAfterEnd,
    /// More connections are open, or being opened, than the bound allows.
    BoundExceeded,
    /// A broken connection was lent although it could have been checked.
    LentBroken,
    /// A connection was lent that had been given back broken.
    LentKnownBroken,
    /// A connection was lent with the session of its last holder.
    SessionShared,
    /// A connection was lent of which the reset had failed, or been dropped.
    LentHalfReset,
    LentUnfit,
    /// The pool panicked when a waker called it.
    WakerReentryPanicked,
    /// The pool panicked when a call of the manager called it.
    CallReentryPanicked,
    /// The pool did not come back from a call of a waker.
    WakerReentryBlocked,
    /// The pool did not come back from a call of the manager.
    CallReentryBlocked,
    /// One poll made calls of the manager without end.
    EndlessPoll,
    /// `status` panicked.
    StatusPanicked,
    /// The numbers of a status cannot be.
    StatusInsane,
    /// At rest, `in_use` is not the number of guards.
    StatusInUseWrong,
    /// At rest, `size` is not what is open.
    StatusSizeWrong,
    /// At rest, `size` is not the sum of `idle` and `in_use`.
    StatusSumWrong,
    /// An operation panicked of itself.
    OperationPanicked,
    /// An operation blocked on a runtime, or dropped one, inside a task: tokio panicked.
    BlockedOnRuntime,
    /// A discarded connection was given to somebody.
    DiscardedLent,
    /// At rest, a discarded connection is still open.
    DiscardedOpen,
    /// A connection was ended by the pool that had given it away.
    DetachedEnded,
    /// A bound that makes no sense was accepted.
    NonsenseBoundAccepted,
    /// A bound that makes sense was refused.
    BoundRefused,
    /// More is open than a lowered bound allows although everything lent before is back.
    NotLowered,
    /// The numbers of a status do not add up.
    SnapshotWrong,
    /// A counter went backwards.
    CounterWentBack,
    /// At rest, a counter is not what happened.
    CounterWrong,
    /// At rest, `waiting` is not the number of acquires in the queue.
    WaitingWrong,
    /// `try_acquire` began to connect.
    TriedConnecting,
    /// `try_acquire` took what was due to a waiter.
    TriedOvertaking,
    /// An operation blocked its thread or spun inside it.
    OperationBlocked,
    /// The process ended.
    ProcessEnded,
    /// An acquire that began after `close` had completed was served.
    ServedAfterClose,
    /// An acquire that began after `close` had completed did not fail with Closed at once.
    NotRefusedAfterClose,
    /// A connect began after `close` had completed.
    ConnectAfterClose,
    /// An acquire did not fail with Closed although a `close` had begun and was given up.
    OpenAfterCancelledClose,
    /// An `init` that began after `close` had completed succeeded.
    Revived,
    /// At rest, an acquire waits although a `close` has begun.
    NotToldOfClose,
    /// `close` completed while a connection was lent, on its way back or being ended.
    ClosedTooEarly,
    /// A waiter was passed over by one that queued later.
    ServedOutOfTurn,
    /// A waiter was passed over by a newcomer.
    Overtaken,
    /// More connections were opened than were ever wanted at once.
    GrownTooFar,
    /// More acquires failed to connect than connects failed.
    ErrorSpread,
    /// An acquire failed with the error of a call that was made for another.
    ErrorOfAnother,
    /// A connection was dropped instead of being handed to `disconnect`.
    NotDisconnected,
    /// A healthy connection was ended because an acquire was cancelled.
    EndedByCancel,
    /// An operation keeps waking itself while it waits.
    BusyPolling,
    /// A status fits no order of the operations, one after another.
    StatusOutOfOrder,
    /// An acquire failed with a kind of error for which there is no reason.
    WrongErrorKind,
    /// An acquire reported a timeout before its limit.
    TimedOutEarly,
    /// An acquire was still pending when its limit had passed.
    Overdue,
    /// Fewer than `min_size` are open, and have been for longer than the pool says.
    BelowMinimum,
    /// A healthy connection was ended for lying idle, and fewer than `min_size` were left.
    ReapedBelowMinimum,
    /// An acquire on a full pool failed instead of waiting.
    RefusedWhenFull,
    /// A further `init` on a healthy pool failed.
    InitRefused,
    /// A pool refused its own guard.
    OwnGuardRefused,
    /// A `release` failed with the error of a connect.
    ReleaseFailedToConnect,
    /// A `release` waits for a connect.
    ReleaseWaitsForConnect,
    /// After an `init` that failed or was cancelled, another one did not help.
    InitNotRepeatable,
    /// When `close` completed, idle connections were left.
    IdleLeftByClose,
    /// An acquire waits although capacity is free.
    Stranded,
    /// `init` does not settle.
    InitStuck,
    /// `close` does not settle.
    CloseStuck,
    /// A healthy connection was ended for no cause.
    EndedForNoCause,
    /// A health check does not settle.
    HealthCheckStuck,
    /// A health check panicked of itself.
    HealthCheckPanicked,
    /// A health check gave an answer for which there is no reason.
    HealthAnswerWrong,
    /// Less can be held than before.
    CapacityLost,
    /// Something is still open after `close`.
    Leaked(Leak),
    /// Something is still open after the last handle was dropped.
    LeakedByHandle,
    /// What came back while the pool was closed, among threads, is still open.
    ParkedInClosedPool,
}

impl Symptom {
    /// Whether nothing but the status is wrong: such a pool may be right in everything else, or wrong in more.
    pub(crate) fn is_of_status(self) -> bool {
        matches!(
            self,
            Self::StatusPanicked
                | Self::StatusInsane
                | Self::StatusInUseWrong
                | Self::StatusSizeWrong
                | Self::StatusSumWrong
                | Self::SnapshotWrong
                | Self::StatusOutOfOrder
        )
    }

    /// Whether a thread that showed it does not come back.
    pub(crate) fn is_of_blocking(self) -> bool {
        matches!(
            self,
            Self::OperationBlocked
                | Self::ProcessEnded
                | Self::WakerReentryBlocked
                | Self::CallReentryBlocked
        )
    }

    /// Whether the pool panicked.
    pub(crate) fn is_panic(self) -> bool {
        matches!(
            self,
            Self::StatusPanicked
                | Self::OperationPanicked
                | Self::HealthCheckPanicked
                | Self::BlockedOnRuntime
                | Self::WakerReentryPanicked
                | Self::CallReentryPanicked
        )
    }
}

/// Whether a panic is tokio's own about code that blocks inside a task.
pub(crate) fn is_about_blocking(panic: &str) -> bool {
    // As tokio 1 words them; it has no other sign.
    const WORDS: [&str; 5] = [
        "Cannot start a runtime from within a runtime",
        "Cannot block the current thread from within a runtime",
        "Cannot drop a runtime in a context where blocking is not allowed",
        "can call blocking only when running on the multi-threaded runtime",
        "can call blocking only when running in a spawned task",
    ];
    WORDS.iter().any(|words| panic.contains(words))
}

/// Where a connection was that a closed pool has left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Leak {
    /// It was opened when the pool was being closed already.
    OpenedTooLate,
    /// It was held when the pool was closed, or by a client that was still served then, and came back.
    Held,
    /// Its return was under way on one thread when the pool was closed on another.
    Returning,
    /// It was idle, or on its way to a waiter, when the pool was closed.
    Idle,
    /// The pool had lost it before it was closed.
    Lost,
}

/// A symptom that a rule answers for, once a run has come to all of these situations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owned {
    pub(crate) symptom: Symptom,
    pub(crate) after: &'static [super::Situation],
}

/// A symptom that a rule answers for whatever went before.
pub(crate) const fn always(symptom: Symptom) -> Owned {
    Owned { symptom, after: &[] }
}

/// A symptom that a rule answers for after these situations.
pub(crate) const fn after(situations: &'static [super::Situation], symptom: Symptom) -> Owned {
    Owned { symptom, after: situations }
}
