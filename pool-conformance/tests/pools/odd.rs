//! Honest pools that look odd: other architectures, other policies, the same rules.

use super::{
    any::{Architecture, Blueprint},
    policy::{
        CancelledCheck, Check, CloseMode, IdleOrder, OnFailure, Opener, Policy, Prefill, Release, WaitOrder,
        WhenFull,
    },
};

/// An honest pool.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Odd {
    pub(crate) name: &'static str,
    pub(crate) architecture: Architecture,
    pub(crate) policy: Policy,
}

impl Odd {
    pub(crate) const fn blueprint(&self) -> Blueprint {
        Blueprint::honest(self.architecture, self.policy)
    }
}

const fn odd(name: &'static str, architecture: Architecture, policy: Policy) -> Odd {
    Odd { name, architecture, policy }
}

/// The four architectures as they usually are, and then what else an honest pool may do.
pub(crate) const ODD: &[Odd] = {
    use Architecture::{Actor, Handoff, Plain, Semaphore};
    const USUAL: Policy = Policy::USUAL;
    const FIFO_IDLE: Policy = Policy { idle: IdleOrder::Fifo, ..USUAL };
    const LAZY: Policy = Policy { prefill: Prefill::Never, ..USUAL };
    const NO_QUEUE: Policy = Policy { full: WhenFull::Fail, ..USUAL };
    const WAITING_CLOSE: Policy = Policy { close: CloseMode::Wait, ..USUAL };
    const CHECK_ON_BORROW: Policy = Policy { check: Check::OnBorrow, ..USUAL };
    const NO_CHECK: Policy = Policy { check: Check::Never, ..USUAL };
    const UNLESS_RECENT: Policy = Policy { check: Check::UnlessRecent, ..USUAL };
    const BACKGROUND_PREFILL: Policy = Policy { prefill: Prefill::Background, ..USUAL };
    const KEPT_UP: Policy = Policy { prefill: Prefill::Kept, ..USUAL };
    const OPENER_TASK: Policy = Policy { opener: Opener::Task, ..USUAL };
    const AWAITED_RELEASE: Policy = Policy { release: Release::Awaited, ..USUAL };
    const SPAWNED_RELEASE: Policy = Policy { release: Release::Spawned, ..USUAL };
    &[
        odd("semaphore", Semaphore, USUAL),
        odd("handoff", Handoff, USUAL),
        odd("actor", Actor, USUAL),
        odd("plain", Plain, USUAL),
        odd("semaphore-fifo-idle", Semaphore, FIFO_IDLE),
        odd("semaphore-lazy", Semaphore, LAZY),
        odd("semaphore-fails-when-full", Semaphore, NO_QUEUE),
        odd("semaphore-waiting-close", Semaphore, WAITING_CLOSE),
        odd("semaphore-check-on-borrow", Semaphore, CHECK_ON_BORROW),
        odd("semaphore-no-check", Semaphore, NO_CHECK),
        odd("semaphore-checks-unless-recent", Semaphore, UNLESS_RECENT),
        odd("semaphore-background-prefill", Semaphore, BACKGROUND_PREFILL),
        odd("semaphore-opener-task", Semaphore, OPENER_TASK),
        odd("semaphore-awaited-release", Semaphore, AWAITED_RELEASE),
        odd("semaphore-spawned-release", Semaphore, SPAWNED_RELEASE),
        odd("semaphore-spawns-in-drop", Semaphore, Policy { release: Release::SpawnedAlways, ..USUAL }),
        odd(
            "semaphore-check-on-return",
            Semaphore,
            Policy { check: Check::OnReturn, cancelled_check: CancelledCheck::Discard, ..SPAWNED_RELEASE },
        ),
        odd(
            "semaphore-check-on-awaited-return",
            Semaphore,
            Policy { check: Check::OnReturn, ..AWAITED_RELEASE },
        ),
        odd("semaphore-retries", Semaphore, Policy { failure: OnFailure::Retry, ..USUAL }),
        odd("semaphore-retries-in-task", Semaphore, Policy { failure: OnFailure::Retry, ..OPENER_TASK }),
        odd(
            "semaphore-all-in-tasks",
            Semaphore,
            Policy { close: CloseMode::Wait, opener: Opener::Task, ..SPAWNED_RELEASE },
        ),
        odd("semaphore-kept-up", Semaphore, KEPT_UP),
        odd("handoff-fifo-idle", Handoff, FIFO_IDLE),
        odd("handoff-unordered-waiters", Handoff, Policy { waiters: WaitOrder::Unordered, ..USUAL }),
        odd("handoff-fails-when-full", Handoff, NO_QUEUE),
        odd("handoff-lazy", Handoff, LAZY),
        odd("handoff-waiting-close", Handoff, WAITING_CLOSE),
        odd("handoff-check-on-borrow", Handoff, CHECK_ON_BORROW),
        odd(
            "handoff-discards-on-cancel",
            Handoff,
            Policy { cancelled_check: CancelledCheck::Discard, ..CHECK_ON_BORROW },
        ),
        odd("handoff-awaited-release", Handoff, AWAITED_RELEASE),
        odd("actor-fifo-idle", Actor, FIFO_IDLE),
        odd("actor-lazy", Actor, LAZY),
        odd("actor-fails-when-full", Actor, NO_QUEUE),
        odd("actor-waiting-close", Actor, WAITING_CLOSE),
        odd("actor-check-on-borrow", Actor, CHECK_ON_BORROW),
        odd("actor-background-prefill", Actor, BACKGROUND_PREFILL),
        odd("actor-eager", Actor, KEPT_UP),
        odd("plain-fifo-idle", Plain, FIFO_IDLE),
        odd("plain-lazy", Plain, LAZY),
        odd("plain-fails-when-full", Plain, NO_QUEUE),
        odd("plain-waiting-close", Plain, WAITING_CLOSE),
        odd("plain-check-on-borrow", Plain, CHECK_ON_BORROW),
        odd("plain-no-check", Plain, NO_CHECK),
        odd("plain-checks-unless-recent", Plain, UNLESS_RECENT),
    ]
};
