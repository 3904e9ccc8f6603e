//! Every wrong pool there is, and what it is there for.

use super::{
    any::{Architecture, Blueprint},
    mistake::Mistake,
    policy::Policy,
};

/// A pool with one mistake.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mutant {
    pub(crate) name: &'static str,
    /// The rule that has to find it.
    pub(crate) breaks: &'static str,
    pub(crate) architecture: Architecture,
    pub(crate) mistake: Mistake,
}

impl Mutant {
    pub(crate) const fn blueprint(&self) -> Blueprint {
        Blueprint { architecture: self.architecture, policy: Policy::USUAL, mistake: self.mistake }
    }
}

macro_rules! architecture {
    (semaphore) => {
        Architecture::Semaphore
    };
    (handoff) => {
        Architecture::Handoff
    };
    (actor) => {
        Architecture::Actor
    };
    (plain) => {
        Architecture::Plain
    };
}

/// Rule, mistake, name of the mistake; then the architectures it is made in. What else a mutant breaks is recorded in
/// `doc/mutants.md`.
macro_rules! mutants {
    ($($breaks:literal $mistake:ident $name:literal: $($architecture:ident),+;)*) => {
        pub(crate) const MUTANTS: &[Mutant] = &[$($(Mutant {
            name: concat!(stringify!($architecture), "-", $name),
            breaks: $breaks,
            architecture: architecture!($architecture),
            mistake: Mistake::$mistake,
        },)+)*];
    };
}

mutants! {
    "LIFE-01" InitKeepsItsPermits "init-keeps-its-permits": semaphore;
    "LIFE-01" ReadyOnlyIfPrefilled "ready-only-if-prefilled": handoff, actor;
    "LIFE-02" SecondInitFillsAgain "second-init-fills-again": semaphore, handoff;
    "LIFE-02" ConcurrentInitsBothFill "concurrent-inits-both-fill": plain;
    "LIFE-02" SecondInitStartsOver "second-init-starts-over": actor;
    "LIFE-03" NoPermitsBeforeInit "no-permits-before-init": semaphore;
    "LIFE-03" AcquireBeforeInitPanics "acquire-before-init-panics": plain;
    "LIFE-03" WaitsForInit "waits-for-init": actor;
    "LIFE-04" AcquireAfterCloseWorks "acquire-after-close-works": semaphore, plain;
    "LIFE-06" SecondCloseHangs "second-close-hangs": semaphore;
    "LIFE-06" SecondClosePanics "second-close-panics": plain, actor;
    "LIFE-07" OneCloserIsTold "one-closer-is-told": handoff, plain;
    "LIFE-08" CloseKeepsIdle "close-keeps-idle": semaphore, handoff;
    "LIFE-08" CloseLeavesEndingsToTasks "close-leaves-endings-to-tasks": actor, plain;
    "LIFE-09" ReleaseAfterCloseParks "release-after-close-parks": semaphore, handoff, plain;
    "LIFE-10" CloseForgetsWaiters "close-forgets-waiters": semaphore, handoff;
    "LIFE-10" CloseTellsOneWaiter "close-tells-one-waiter": handoff, plain;
    "LIFE-12" LateConnectIsParked "late-connect-is-parked": semaphore, handoff, plain;
    "LIFE-15" CloseStopsAtFailure "close-stops-at-failure": semaphore, handoff;
    "LIFE-15" FailedEndingCountsOn "failed-ending-counts-on": plain;

    "ACQ-01" LendsTwice "lends-twice": semaphore, plain;
    "ACQ-01" HandsOverAndParks "hands-over-and-parks": handoff;
    "ACQ-02" PermitFreedWhileConnecting "permit-freed-while-connecting": semaphore;
    "ACQ-02" ConnectsNotCounted "connects-not-counted": actor, plain;
    "ACQ-02" CheckThenAct "check-then-act": handoff, plain;
    "ACQ-02" FailedCheckFreesTwice "failed-check-frees-twice": semaphore;
    "ACQ-03" ReservesOne "reserves-one": handoff, actor, plain;
    "ACQ-04" FullIsTimeout "full-is-timeout": semaphore, plain;
    "ACQ-04" FullOpensOneMore "full-opens-one-more": handoff, actor;
    "ACQ-04" WaitsOnlyOnce "waits-only-once": plain;
    "ACQ-05" SignalsOnlyFirstReturn "signals-only-first-return": semaphore, plain;
    "ACQ-05" ServesOncePerBatch "serves-once-per-batch": actor;
    "ACQ-06" OpensWhileThereIsRoom "opens-while-there-is-room": handoff, actor, plain;
    "ACQ-08" LockedWhileConnecting "locked-while-connecting": semaphore, handoff;
    "ACQ-08" LockedWhileChecking "locked-while-checking": semaphore, handoff;
    "ACQ-08" ConnectsInTheLoop "connects-in-the-loop": actor;
    "ACQ-10" KeepsFirstWaker "keeps-first-waker": handoff, plain;

    "TIME-01" LimitLeavesOutTheQueue "limit-leaves-out-the-queue": semaphore, handoff;
    "TIME-01" LimitBeginsAnew "limit-begins-anew": plain;
    "TIME-01" WokenInVainIsTimeout "woken-in-vain-is-timeout": plain;
    "TIME-02" LimitLeavesOutTheCheck "limit-leaves-out-the-check": semaphore, plain;
    "TIME-02" LimitLeavesOutTheConnect "limit-leaves-out-the-connect": handoff;
    "TIME-02" EachPhaseHasALimit "each-phase-has-a-limit": handoff, plain;
    "FAIR-01" NewestWaiterFirst "newest-waiter-first": handoff, actor;
    "FAIR-01" AnyWaiterFirst "any-waiter-first": handoff;

    "REL-01" DropWithoutReleaseLoses "drop-without-release-loses": semaphore, actor;
    "REL-01" BrokenKeepsPlace "broken-keeps-place": semaphore, handoff;
    "REL-01" BrokenWakesNobody "broken-wakes-nobody": handoff, actor, plain;
    "REL-03" ReleaseFreesTwice "release-frees-twice": semaphore, handoff;
    "REL-05" UnwindingKeepsPlace "unwinding-keeps-place": semaphore, handoff, actor, plain;

    "PRE-01" NoPrefill "no-prefill": semaphore, actor;
    "PRE-01" PrefillsOneMore "prefills-one-more": semaphore, plain;
    "PRE-01" PrefillsOnlyOne "prefills-only-one": handoff;
    "PRE-02" AcceptsNonsense "accepts-nonsense": semaphore, plain;
    "PRE-03" FailedPrefillIsOk "failed-prefill-is-ok": semaphore, actor;
    "PRE-03" FailedPrefillHangs "failed-prefill-hangs": handoff;
    "PRE-03" FilledOnceTried "filled-once-tried": semaphore, handoff;
    "PRE-04" FailedPrefillKeepsOpened "failed-prefill-keeps-opened": semaphore, plain;
    "PRE-05" CancelledInitKeepsPlaces "cancelled-init-keeps-places": semaphore, handoff;
    "PRE-05" FailedInitStaysBusy "failed-init-stays-busy": plain;

    "HLTH-02" ChecksNothing "checks-nothing": semaphore, handoff;
    "HLTH-02" FailedCheckIsReported "failed-check-is-reported": actor, plain;
    "HLTH-02" SlowCheckGoesBack "slow-check-goes-back": semaphore, handoff, actor, plain;

    "CANC-01" ActsBeforeFirstPoll "acts-before-first-poll": handoff, plain;
    "CANC-02" CancelledWaiterKeepsSlot "cancelled-waiter-keeps-slot": semaphore;
    "CANC-02" CancelledWaiterStaysQueued "cancelled-waiter-stays-queued": handoff, plain;
    "CANC-03" CancelledConnectKeepsPlace "cancelled-connect-keeps-place": semaphore, handoff, plain;
    "CANC-05" ChosenWaiterKeepsOffer "chosen-waiter-keeps-offer": handoff, actor;
    "CANC-05" WokenWaiterKeepsWake "woken-waiter-keeps-wake": plain;

    "ERR-01" RetriesForEver "retries-for-ever": semaphore;
    "ERR-01" FailedConnectQueuesAgain "failed-connect-queues-again": handoff;
    "ERR-02" FailedConnectIsTimeout "failed-connect-is-timeout": semaphore, actor;
    "ERR-02" ClosedIsExhausted "closed-is-exhausted": handoff, plain;
    "ERR-03" ErrorBecomesText "error-becomes-text": semaphore, handoff, actor;
    "ERR-04" FailedConnectKeepsPlace "failed-connect-keeps-place": semaphore, handoff, plain;
    "ERR-05" FailedConnectWakesNobody "failed-connect-wakes-nobody": handoff, actor, plain;
    "ERR-05" FailedConnectLeavesWaitersToOthers "failed-connect-leaves-waiters-to-others": handoff, plain;
    "ERR-06" OutageLatches "outage-latches": semaphore, actor;
    "ERR-07" PanicPoisons "panic-poisons": semaphore, plain;
    "ERR-07" PanickedConnectKeepsPlace "panicked-connect-keeps-place": handoff, plain;
    "ERR-09" HotRetry "hot-retry": semaphore, actor, plain;

    "ACCT-01" IdleCountsAsInUse "idle-counts-as-in-use": handoff, actor;
    "ACCT-02" FailureUncounts "failure-uncounts": handoff;
    "ACCT-02" WaitersMakeIdleNegative "waiters-make-idle-negative": handoff, plain;
    "ACCT-02" StatusReadsTwice "status-reads-twice": semaphore;
    "ACCT-03" BrokenStaysCounted "broken-stays-counted": semaphore, plain;
    "ACCT-03" CancelledCheckStaysCounted "cancelled-check-stays-counted": semaphore;
    "ACCT-03" FailedCheckStaysCounted "failed-check-stays-counted": handoff;
    "ACCT-04" BrokenBuriedAlive "broken-buried-alive": semaphore, handoff;
    "ACCT-04" LateReturnLeaks "late-return-leaks": actor, plain;
    "ACCT-05" CloseEndsHeld "close-ends-held": semaphore;
    "ACCT-05" BrokenStaysIdle "broken-stays-idle": handoff, plain;
    "ACCT-06" StatusSpins "status-spins": semaphore;
    "ACCT-06" StatusEmptyWhileConnecting "status-empty-while-connecting": plain;
    "ACCT-06" StatusPanicsAfterClose "status-panics-after-close": handoff, actor;

    "CONC-01" BoundToItsThread "bound-to-its-thread": semaphore, plain;
    "CONC-02" LocksInTwoOrders "locks-in-two-orders": handoff, plain;
    "CONC-03" ReleaseChecksThenParks "release-checks-then-parks": semaphore, plain;
    "CONC-03" AwaitedReleaseParks "awaited-release-parks": semaphore;
    "CONC-03" ClosedFlagSetLast "closed-flag-set-last": handoff;
    "CONC-05" WakesUnderLock "wakes-under-lock": handoff, plain;
    "CONC-05" DropsUnderLock "drops-under-lock": semaphore, plain;
    "CONC-05" AsksUnderLock "asks-under-lock": semaphore, handoff;
    "CONC-07" EndlessRetryInPoll "endless-retry-in-poll": semaphore, plain;
    "CONC-07" EndlessConnectInPoll "endless-connect-in-poll": handoff;

    "RES-01" ArcCycle "arc-cycle": semaphore, actor;
    "RES-02" OrphanGuardPanics "orphan-guard-panics": semaphore, handoff, actor;
    "RES-03" ReaperOutlivesPool "reaper-outlives-pool": semaphore, plain;
}
