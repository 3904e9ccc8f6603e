//! Where good pools differ on purpose. No choice here breaks a rule.

use std::time::Duration;

/// Which idle connection is lent first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum IdleOrder {
    /// The one that came back last.
    Lifo,
    /// The one that has been idle longest.
    Fifo,
}

/// Which waiter is served first. Only `Handoff` has the choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WaitOrder {
    /// The one that came first.
    Fifo,
    /// Now the first, now the last.
    Unordered,
}

/// What an acquire does when every connection is in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WhenFull {
    /// Waits.
    Wait,
    /// Fails at once with `Exhausted`.
    Fail,
}

/// Who runs `connect`. Only `Semaphore` has the choice; `Actor` always uses a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Opener {
    /// The acquiring future: cancelling it cancels the connect.
    Caller,
    /// A spawned task: a cancelled acquire leaves its connection to the next.
    Task,
}

/// What happens when connecting fails. Only `Semaphore` has the choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OnFailure {
    /// The acquire fails with that error.
    Report,
    /// The acquire tries again, ever more slowly, until its limit.
    Retry,
}

/// When connections are checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Check {
    /// On borrow, if the configuration says so.
    Configured,
    /// On borrow, if the configuration says so, unless it was opened or came back a moment ago ([`BYPASS`]).
    /// `Semaphore` and `Plain`.
    UnlessRecent,
    /// On borrow, whatever the configuration says.
    OnBorrow,
    /// When they come back. Only `Semaphore` can, and it needs a release that is not [`Release::Inline`].
    OnReturn,
    /// Not at all.
    Never,
}

/// How long ago is a moment ago.
pub(crate) const BYPASS: Duration = Duration::from_millis(500);

impl Check {
    /// Whether what is idle may need a check before it is lent.
    pub(crate) fn on_borrow(self, configured: bool) -> bool {
        match self {
            Self::Configured | Self::UnlessRecent => configured,
            Self::OnBorrow => true,
            Self::OnReturn | Self::Never => false,
        }
    }
}

/// What becomes of a connection whose check was cancelled. `Semaphore` and `Handoff` have the choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CancelledCheck {
    /// It goes back as it was.
    Keep,
    /// It is ended: a half-spoken protocol cannot be trusted.
    Discard,
}

/// When `min_size` connections are opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Prefill {
    /// By `init`, which waits for them and fails if one fails.
    Await,
    /// By a task that `init` starts, which tries until it succeeds. `Semaphore` and `Actor`.
    Background,
    /// As [`Prefill::Await`]; lost ones are replaced without demand, and stale ones ended. `Semaphore` and `Actor`.
    Kept,
    /// Never: the pool reports a `min_size` of zero.
    Never,
}

/// How a connection comes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Release {
    /// At once, by the guard's drop; a broken connection is dropped.
    Inline,
    /// As [`Release::Inline`], but an explicit release disconnects properly and waits for it.
    /// `Semaphore` and `Handoff`.
    Awaited,
    /// By a task that the guard's drop spawns; where there is no runtime, at once. `Semaphore`.
    Spawned,
    /// By a task that the guard's drop spawns, which needs a runtime for that. `Semaphore`.
    SpawnedAlways,
}

/// What `close` does about connections in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CloseMode {
    /// Leaves them to their guards.
    Detach,
    /// Waits until they have come back and ended.
    Wait,
}

/// One choice of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Policy {
    pub(crate) idle: IdleOrder,
    pub(crate) waiters: WaitOrder,
    pub(crate) full: WhenFull,
    pub(crate) opener: Opener,
    pub(crate) failure: OnFailure,
    pub(crate) check: Check,
    pub(crate) cancelled_check: CancelledCheck,
    pub(crate) prefill: Prefill,
    pub(crate) release: Release,
    pub(crate) close: CloseMode,
}

impl Policy {
    /// What most pools do.
    pub(crate) const USUAL: Self = Self {
        idle: IdleOrder::Lifo,
        waiters: WaitOrder::Fifo,
        full: WhenFull::Wait,
        opener: Opener::Caller,
        failure: OnFailure::Report,
        check: Check::Configured,
        cancelled_check: CancelledCheck::Keep,
        prefill: Prefill::Await,
        release: Release::Inline,
        close: CloseMode::Detach,
    };
}
