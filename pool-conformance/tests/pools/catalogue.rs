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
    /// Other rules that it breaks, or may break, as well.
    pub(crate) also: &'static [&'static str],
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

/// Rule, mistake, name of the mistake; then the architectures it is made in, each with what else it breaks there.
macro_rules! mutants {
    ($($breaks:literal $mistake:ident $name:literal: $($architecture:ident [$($also:literal),*]),+;)*) => {
        pub(crate) const MUTANTS: &[Mutant] = &[$($(Mutant {
            name: concat!(stringify!($architecture), "-", $name),
            breaks: $breaks,
            also: &[$($also),*],
            architecture: architecture!($architecture),
            mistake: Mistake::$mistake,
        },)+)*];
    };
}

mutants! {
    "LIFE-01" InitKeepsItsPermits "init-keeps-its-permits": semaphore ["ACQ-03", "PRE-05", "CANC-01"];
    "LIFE-01" ReadyOnlyIfPrefilled "ready-only-if-prefilled": handoff [], actor [];
    "LIFE-02" SecondInitFillsAgain "second-init-fills-again": semaphore ["ACQ-02"], handoff ["ACQ-02"];
    "LIFE-02" ConcurrentInitsBothFill "concurrent-inits-both-fill": plain ["ACQ-02"];
    "LIFE-02" SecondInitStartsOver "second-init-starts-over": actor [];
    "LIFE-03" NoPermitsBeforeInit "no-permits-before-init": semaphore [];
    "LIFE-03" AcquireBeforeInitPanics "acquire-before-init-panics": plain ["PRE-05"];
    "LIFE-03" WaitsForInit "waits-for-init": actor ["PRE-05"];
    "LIFE-04" AcquireAfterCloseWorks "acquire-after-close-works": semaphore ["LIFE-10", "LIFE-12", "ERR-02"],
        plain ["LIFE-10", "LIFE-12", "ERR-02"];
    "LIFE-06" SecondCloseHangs "second-close-hangs": semaphore ["LIFE-07"];
    "LIFE-06" SecondClosePanics "second-close-panics": plain ["LIFE-07"], actor ["LIFE-07"];
    "LIFE-07" OneCloserIsTold "one-closer-is-told": handoff [], plain [];
    "LIFE-08" CloseKeepsIdle "close-keeps-idle": semaphore ["LIFE-07", "ACCT-03", "ACCT-04"],
        handoff ["LIFE-07", "ACCT-03", "ACCT-04"];
    "LIFE-08" CloseLeavesEndingsToTasks "close-leaves-endings-to-tasks": actor ["RES-03"], plain ["RES-03"];
    "LIFE-09" ReleaseAfterCloseParks "release-after-close-parks": semaphore ["CONC-03", "ACCT-04"],
        handoff ["CONC-03", "ACCT-04"], plain ["CONC-03", "ACCT-04"];
    "LIFE-10" CloseForgetsWaiters "close-forgets-waiters": semaphore [], handoff [];
    "LIFE-10" CloseTellsOneWaiter "close-tells-one-waiter": handoff [], plain [];
    "LIFE-12" LateConnectIsParked "late-connect-is-parked": semaphore ["ACCT-04"], handoff ["ACCT-04"],
        plain ["ACCT-04"];
    "LIFE-15" CloseStopsAtFailure "close-stops-at-failure": semaphore ["ACCT-04"], handoff ["ACCT-04"];
    "LIFE-15" FailedEndingCountsOn "failed-ending-counts-on": plain [];

    "ACQ-01" LendsTwice "lends-twice": semaphore ["ACQ-02", "ACCT-01", "ACCT-02", "ACCT-05"],
        plain ["ACQ-02", "ACCT-01", "ACCT-02", "ACCT-05"];
    "ACQ-01" HandsOverAndParks "hands-over-and-parks": handoff ["ACCT-01", "ACCT-02"];
    "ACQ-02" PermitFreedWhileConnecting "permit-freed-while-connecting": semaphore ["ACCT-02"];
    "ACQ-02" ConnectsNotCounted "connects-not-counted": actor ["ACCT-02"], plain ["ACCT-02"];
    "ACQ-02" FailedCheckFreesTwice "failed-check-frees-twice": semaphore ["REL-03"];
    "ACQ-03" ReservesOne "reserves-one": handoff [], actor [], plain [];
    "ACQ-04" FullIsTimeout "full-is-timeout": semaphore ["ACQ-05", "ERR-02"], plain ["ACQ-05", "ERR-02"];
    "ACQ-04" FullOpensOneMore "full-opens-one-more": handoff ["ACQ-02", "ACCT-02"],
        actor ["ACQ-02", "ACCT-02"];
    "ACQ-04" WaitsOnlyOnce "waits-only-once": plain ["ACQ-05"];
    "ACQ-05" SignalsOnlyFirstReturn "signals-only-first-return": semaphore ["REL-01"], plain ["REL-01"];
    "ACQ-05" ServesOncePerBatch "serves-once-per-batch": actor [];
    "ACQ-06" OpensWhileThereIsRoom "opens-while-there-is-room": handoff [], actor [], plain [];
    "ACQ-08" LockedWhileConnecting "locked-while-connecting": semaphore [], handoff [];
    "ACQ-08" LockedWhileChecking "locked-while-checking": semaphore [], handoff [];
    "ACQ-08" ConnectsInTheLoop "connects-in-the-loop": actor ["LIFE-12", "CANC-03"];
    "ACQ-10" KeepsFirstWaker "keeps-first-waker": handoff [], plain [];

    "REL-01" DropWithoutReleaseLoses "drop-without-release-loses": semaphore ["ACQ-05", "REL-05"],
        actor ["ACQ-05", "REL-05"];
    "REL-01" BrokenKeepsPlace "broken-keeps-place": semaphore ["ACQ-03"], handoff ["ACQ-03"];
    "REL-01" BrokenWakesNobody "broken-wakes-nobody": handoff ["ACQ-05"], actor ["ACQ-05"], plain ["ACQ-05"];
    "REL-03" ReleaseFreesTwice "release-frees-twice": semaphore ["ACQ-02"], handoff ["ACQ-02"];
    "REL-05" UnwindingKeepsPlace "unwinding-keeps-place": semaphore [], handoff [], actor [], plain [];

    "PRE-01" NoPrefill "no-prefill": semaphore [], actor [];
    "PRE-01" PrefillsOneMore "prefills-one-more": semaphore ["ACQ-02"], plain ["ACQ-02"];
    "PRE-01" PrefillsOnlyOne "prefills-only-one": handoff [];
    "PRE-02" AcceptsNonsense "accepts-nonsense": semaphore [], plain [];
    "PRE-03" FailedPrefillIsOk "failed-prefill-is-ok": semaphore [], actor [];
    "PRE-03" FailedPrefillHangs "failed-prefill-hangs": handoff [];
    "PRE-04" FailedPrefillKeepsOpened "failed-prefill-keeps-opened": semaphore [], plain [];
    "PRE-05" CancelledInitKeepsPlaces "cancelled-init-keeps-places": semaphore [], handoff [];
    "PRE-05" FailedInitStaysBusy "failed-init-stays-busy": plain [];

    "CANC-01" ActsBeforeFirstPoll "acts-before-first-poll": handoff [], plain [];
    "CANC-02" CancelledWaiterKeepsSlot "cancelled-waiter-keeps-slot": semaphore ["CANC-05"];
    "CANC-02" CancelledWaiterStaysQueued "cancelled-waiter-stays-queued": handoff [], plain [];
    "CANC-03" CancelledConnectKeepsPlace "cancelled-connect-keeps-place": semaphore ["ERR-07"],
        handoff ["ERR-07"], plain ["ERR-07"];
    "CANC-05" ChosenWaiterKeepsOffer "chosen-waiter-keeps-offer": handoff [], actor [];
    "CANC-05" WokenWaiterKeepsWake "woken-waiter-keeps-wake": plain [];

    "ERR-01" RetriesForEver "retries-for-ever": semaphore [];
    "ERR-01" FailedConnectQueuesAgain "failed-connect-queues-again": handoff ["ERR-02", "ERR-05"];
    "ERR-02" FailedConnectIsTimeout "failed-connect-is-timeout": semaphore ["ERR-01"], actor ["ERR-01"];
    "ERR-02" ClosedIsExhausted "closed-is-exhausted": handoff ["LIFE-04"], plain ["LIFE-04"];
    "ERR-04" FailedConnectKeepsPlace "failed-connect-keeps-place": semaphore ["ERR-05", "ERR-06"],
        handoff ["ERR-05", "ERR-06"], plain ["ERR-05", "ERR-06"];
    "ERR-05" FailedConnectWakesNobody "failed-connect-wakes-nobody": handoff [], actor [], plain [];
    "ERR-06" OutageLatches "outage-latches": semaphore ["ERR-04"], actor ["ERR-04"];
    "ERR-07" PanicPoisons "panic-poisons": semaphore [], plain [];
    "ERR-07" PanickedConnectKeepsPlace "panicked-connect-keeps-place": handoff [], plain [];
    "ERR-09" HotRetry "hot-retry": semaphore ["ERR-01", "ERR-02"], actor ["ERR-01", "ERR-02"],
        plain ["ERR-01", "ERR-02"];

    "ACCT-01" IdleCountsAsInUse "idle-counts-as-in-use": handoff [], actor [];
    "ACCT-02" FailureUncounts "failure-uncounts": handoff ["ACCT-01"];
    "ACCT-02" WaitersMakeIdleNegative "waiters-make-idle-negative": handoff [], plain [];
    "ACCT-02" StatusReadsTwice "status-reads-twice": semaphore ["CONC-02"];
    "ACCT-03" BrokenStaysCounted "broken-stays-counted": semaphore ["ACCT-01", "REL-01"],
        plain ["ACCT-01", "REL-01"];
    "ACCT-03" CancelledCheckStaysCounted "cancelled-check-stays-counted": semaphore ["ACCT-01"];
    "ACCT-03" FailedCheckStaysCounted "failed-check-stays-counted": handoff ["ACCT-01", "ACCT-02"];
    "ACCT-04" BrokenBuriedAlive "broken-buried-alive": semaphore ["ACCT-03", "ACQ-02", "REL-01"],
        handoff ["ACCT-03", "ACQ-02", "REL-01"];
    "ACCT-04" LateReturnLeaks "late-return-leaks": actor ["LIFE-09", "CONC-03", "RES-02"],
        plain ["LIFE-09", "CONC-03", "RES-02"];
    "ACCT-05" CloseEndsHeld "close-ends-held": semaphore ["LIFE-09"];
    "ACCT-05" BrokenStaysIdle "broken-stays-idle": handoff ["ACCT-03", "REL-01"],
        plain ["ACCT-03", "REL-01"];
    "ACCT-06" StatusSpins "status-spins": semaphore ["ACQ-08"];
    "ACCT-06" StatusEmptyWhileConnecting "status-empty-while-connecting": plain [];
    "ACCT-06" StatusPanicsAfterClose "status-panics-after-close": handoff ["LIFE-09"], actor ["LIFE-09"];

    "CONC-01" BoundToItsThread "bound-to-its-thread": semaphore ["CONC-02"], plain ["CONC-02"];
    "ACQ-02" CheckThenAct "check-then-act": handoff ["ACQ-02", "ACCT-02"], plain ["ACQ-02", "ACCT-02"];
    "CONC-02" HeldCountRaces "held-count-races": semaphore ["ACCT-01"];
    "CONC-02" LocksInTwoOrders "locks-in-two-orders": handoff [];
    "CONC-03" ReleaseChecksThenParks "release-checks-then-parks": semaphore ["CONC-02", "LIFE-09"],
        plain ["CONC-02", "LIFE-09"];
    "CONC-03" AwaitedReleaseParks "awaited-release-parks": semaphore ["LIFE-09"];
    "CONC-03" ClosedFlagSetLast "closed-flag-set-last": handoff ["LIFE-09", "LIFE-08"];
    "CONC-07" EndlessRetryInPoll "endless-retry-in-poll": semaphore [], plain [];
    "CONC-07" EndlessConnectInPoll "endless-connect-in-poll": handoff ["ERR-01", "ERR-09"];

    "RES-01" ArcCycle "arc-cycle": semaphore ["RES-03"], actor ["RES-03"];
    "RES-02" OrphanGuardPanics "orphan-guard-panics": semaphore ["LIFE-09"], handoff ["LIFE-09"],
        actor ["LIFE-09"];
    "RES-03" ReaperOutlivesPool "reaper-outlives-pool": semaphore ["RES-01"], plain ["RES-01"];
}
