//! The mistakes that the pools here can be made with.

/// One mistake, of the kind that people make. The id is that of the rule it breaks first of all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mistake {
    /// None: the pool is honest.
    None,

    /// LIFE-01: the prefill takes a permit for each connection that it opens, and keeps it.
    InitKeepsItsPermits,
    /// LIFE-01: the loop that prefills also marks the pool as ready; with nothing to prefill, it never is.
    ReadyOnlyIfPrefilled,
    /// LIFE-02: nothing stops a second `init` from filling the pool once more.
    SecondInitFillsAgain,
    /// LIFE-02: `init` is marked as done when it is done, so that two at once both fill.
    ConcurrentInitsBothFill,
    /// LIFE-02: a second `init` throws away what is idle and begins anew.
    SecondInitStartsOver,
    /// LIFE-03: the permits come with `init`; an acquire before it waits for one.
    NoPermitsBeforeInit,
    /// LIFE-03: an acquire before `init` panics.
    AcquireBeforeInitPanics,
    /// LIFE-03: an acquire before `init` waits for it.
    WaitsForInit,
    /// LIFE-04: `acquire` does not look whether the pool is closed.
    AcquireAfterCloseWorks,
    /// LIFE-06: a second `close` waits for a lock that the first has never given back.
    SecondCloseHangs,
    /// LIFE-06: a second `close` finds gone what the first has taken, and panics.
    SecondClosePanics,
    /// LIFE-07: of all who wait for the end of a `close`, one is told.
    OneCloserIsTold,
    /// LIFE-08: `close` closes the door and leaves the idle connections behind it.
    CloseKeepsIdle,
    /// LIFE-08: `close` starts a task for each ending and waits for none.
    CloseLeavesEndingsToTasks,
    /// LIFE-09: a guard that is dropped after `close` makes its connection idle.
    ReleaseAfterCloseParks,
    /// LIFE-10: `close` tells no waiter.
    CloseForgetsWaiters,
    /// LIFE-10: `close` tells one waiter.
    CloseTellsOneWaiter,
    /// LIFE-12: an acquire whose connect ends after `close` fails, and makes its connection idle.
    LateConnectIsParked,
    /// LIFE-15: the first `disconnect` that fails is the last one that `close` tries.
    CloseStopsAtFailure,
    /// LIFE-15: a `disconnect` that fails is never ticked off, and `close` waits for it.
    FailedEndingCountsOn,

    /// ACQ-01: an idle connection stays in the list while it is lent, and whoever comes next gets it too.
    LendsTwice,
    /// ACQ-01: a connection that is handed to a waiter becomes idle as well.
    HandsOverAndParks,
    /// ACQ-02: the permit is given back while its connection is being opened, and fetched again afterwards.
    PermitFreedWhileConnecting,
    /// ACQ-02: a connection counts once it is open, not while it is being opened.
    ConnectsNotCounted,
    /// ACQ-02: a failed check gives back a permit that the acquire goes on to use.
    FailedCheckFreesTwice,
    /// ACQ-03: an off-by-one keeps the last place of a pool of several free for ever.
    ReservesOne,
    /// ACQ-04: a full pool tries once and reports a timeout.
    FullIsTimeout,
    /// ACQ-04: an off-by-one opens one more in a full pool.
    FullOpensOneMore,
    /// ACQ-04: a waiter that is woken and finds that a newcomer was faster gives up.
    WaitsOnlyOnce,
    /// ACQ-05: only a return to an empty list is signalled, as if the woken waiter would take all there is.
    SignalsOnlyFirstReturn,
    /// ACQ-05: several returns that are heard at once serve one waiter.
    ServesOncePerBatch,
    /// ACQ-06: as long as there is room a new connection is opened, whatever is idle.
    OpensWhileThereIsRoom,
    /// ACQ-08: a lock is held from the look at the idle connections until the new one is open.
    LockedWhileConnecting,
    /// ACQ-08: a lock is held while a connection is checked.
    LockedWhileChecking,
    /// ACQ-08: the task that serves everybody waits for each connect itself.
    ConnectsInTheLoop,
    /// ACQ-10: the waker of the first poll is kept.
    KeepsFirstWaker,

    /// TIME-01: the limit begins when the wait is over.
    LimitLeavesOutTheQueue,
    /// TIME-01: each wake-up begins the limit anew.
    LimitBeginsAnew,
    /// TIME-01: a waiter that is woken and finds that a newcomer was faster reports a timeout.
    WokenInVainIsTimeout,
    /// TIME-02: the limit covers the wait and the connect, and a check may take for ever.
    LimitLeavesOutTheCheck,
    /// TIME-02: the limit covers the wait and the check, and a connect may take for ever.
    LimitLeavesOutTheConnect,
    /// TIME-02: wait, check and connect have the limit each for itself.
    EachPhaseHasALimit,
    /// FAIR-01: the waiters are kept on a stack.
    NewestWaiterFirst,
    /// FAIR-01: the waiters are kept in a set, and whichever it yields is served.
    AnyWaiterFirst,

    /// REL-01: only an explicit release gives capacity back.
    DropWithoutReleaseLoses,
    /// REL-01: a connection that comes back broken is ended, and its place stays taken.
    BrokenKeepsPlace,
    /// REL-01: a connection that comes back broken is ended, and no waiter learns of the free place.
    BrokenWakesNobody,
    /// REL-03: an explicit release frees the place, and the drop that follows frees it again.
    ReleaseFreesTwice,
    /// REL-05: a guard that is dropped by a panic keeps its place.
    UnwindingKeepsPlace,

    /// PRE-01: `init` opens nothing.
    NoPrefill,
    /// PRE-01: an off-by-one opens `min_size + 1` connections.
    PrefillsOneMore,
    /// PRE-01: `init` opens one connection, whatever `min_size` says.
    PrefillsOnlyOne,
    /// PRE-02: nobody looks at the sizes.
    AcceptsNonsense,
    /// PRE-03: `init` swallows the error of its connect.
    FailedPrefillIsOk,
    /// PRE-03: `init` notes that it has filled the pool before it has.
    FilledOnceTried,
    /// PRE-03: after a failure `init` goes on to wait for the number it wants.
    FailedPrefillHangs,
    /// PRE-04: what a failing `init` has opened stays in the pool.
    FailedPrefillKeepsOpened,
    /// PRE-05: a cancelled `init` keeps the places that it was about to fill.
    CancelledInitKeepsPlaces,
    /// PRE-05: an `init` that did not succeed counts as running for ever.
    FailedInitStaysBusy,

    /// HLTH-02: the setting that asks for checks is kept, and never looked at.
    ChecksNothing,
    /// HLTH-02: a check that fails is the error of the acquire, and the connection goes back.
    FailedCheckIsReported,
    /// HLTH-02: a connection whose check outlasts the limit goes back like any other.
    SlowCheckGoesBack,

    /// CANC-01: `acquire` reserves or queues when it is called, and not when it is polled.
    ActsBeforeFirstPoll,
    /// CANC-02: a task waits for the caller, and loses what it got if the caller has gone.
    CancelledWaiterKeepsSlot,
    /// CANC-02: a cancelled waiter stays in the queue and uses up what comes its way.
    CancelledWaiterStaysQueued,
    /// CANC-03: places are counted by hand around the connect, and a cancelled one never gets to the second line.
    CancelledConnectKeepsPlace,
    /// CANC-05: what a waiter was given and did not fetch goes with it.
    ChosenWaiterKeepsOffer,
    /// CANC-05: a waiter that was woken and is dropped wakes nobody in its place.
    WokenWaiterKeepsWake,

    /// ERR-01: while connecting fails the acquire tries again, with pauses and without end.
    RetriesForEver,
    /// ERR-01: an acquire whose connect failed queues again, for a place that nobody has.
    FailedConnectQueuesAgain,
    /// ERR-02: a failed connect is reported as a timeout.
    FailedConnectIsTimeout,
    /// ERR-02: a closed pool reports that it is exhausted.
    ClosedIsExhausted,
    /// ERR-03: the error of a connect is passed on as its text.
    ErrorBecomesText,
    /// ERR-04: a failed connect keeps its place.
    FailedConnectKeepsPlace,
    /// ERR-05: the place of a failed connect is free, and no waiter learns of it.
    FailedConnectWakesNobody,
    /// ERR-05: while anybody else has a connection, the waiters of a failed connect are left to its return.
    FailedConnectLeavesWaitersToOthers,
    /// ERR-06: after three failures the pool does not try again, ever.
    OutageLatches,
    /// ERR-07: connect is polled under a mutex, which a panic poisons.
    PanicPoisons,
    /// ERR-07: the place of a connect that panics stays taken.
    PanickedConnectKeepsPlace,
    /// ERR-09: while connecting fails, it is tried again at once.
    HotRetry,

    /// ACCT-01: what is idle is reported as in use too.
    IdleCountsAsInUse,
    /// ACCT-02: a connect that fails while another waits is subtracted from what never counted it.
    FailureUncounts,
    /// ACCT-02: the idle number is computed from one that counts waiters as users, and wraps.
    WaitersMakeIdleNegative,
    /// ACCT-02: the status is the difference of numbers that were read one after the other.
    StatusReadsTwice,
    /// ACCT-03: a connection that comes back broken is ended and counted for ever.
    BrokenStaysCounted,
    /// ACCT-03: a connection whose check is cancelled is ended and counted for ever.
    CancelledCheckStaysCounted,
    /// ACCT-03: a connection whose check fails is ended and counted for ever.
    FailedCheckStaysCounted,
    /// ACCT-04: broken connections are put aside for the next acquire to end, and after `close` there is none.
    BrokenBuriedAlive,
    /// ACCT-04: a connection that comes back after `close` is put where nobody looks any more.
    LateReturnLeaks,
    /// ACCT-05: `close` ends the connections under the hands of those who hold them.
    CloseEndsHeld,
    /// ACCT-05: a broken connection is ended and becomes idle all the same.
    BrokenStaysIdle,
    /// ACCT-06: `status` waits for a lock that is held during connects.
    StatusSpins,
    /// ACCT-06: while something connects, the status is all zeros.
    StatusEmptyWhileConnecting,
    /// ACCT-06: the status of a closed pool panics.
    StatusPanicsAfterClose,

    /// CONC-01: the pool can only be used on the thread on which it was built.
    BoundToItsThread,
    /// ACQ-02: whether there is room is asked under one lock and answered under the next.
    CheckThenAct,
    /// CONC-02: two locks are taken in two orders.
    LocksInTwoOrders,
    /// ACCT-01: of the tasks that return connections one does so for all; it looks a last time, and then says that it is
    /// done. Only with `Release::Spawned`.
    LastLookBeforeTheFlag,
    /// CONC-03: whether the pool is closed is asked under one lock, and the connection made idle under the next.
    ReleaseChecksThenParks,
    /// CONC-03: a release looks whether the pool is closed, checks the connection, and makes it idle.
    AwaitedReleaseParks,
    /// CONC-03: `close` ends what is idle when it starts, and only then tells those who return.
    ClosedFlagSetLast,
    /// CONC-05: a waiter is woken under the lock.
    WakesUnderLock,
    /// CONC-05: a connection that is of no more use is dropped under the lock.
    DropsUnderLock,
    /// CONC-05: the manager is asked under the lock whether a connection has broken.
    AsksUnderLock,
    /// CONC-07: what fails its check is replaced by a new one, which is checked, without end.
    EndlessRetryInPoll,
    /// CONC-07: while connecting fails, it is tried again within the same poll.
    EndlessConnectInPoll,

    /// RES-01: the pool owns itself.
    ArcCycle,
    /// RES-02: a guard that outlives the handles, or the task, panics when it is dropped.
    OrphanGuardPanics,
    /// RES-03: a task that looks after the pool keeps it alive, and nothing ends the task.
    ReaperOutlivesPool,
}
