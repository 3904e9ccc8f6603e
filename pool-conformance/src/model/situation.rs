//! The situations that rules are about. That a run came to one is read off its trace (`trace/situations.rs`).

use crate::model::{Actor, Step};

macro_rules! situations {
    ($($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)?) => {
        /// A situation that a rule is about; a run that never came there proves nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Situation {
            $($(#[$doc])* $variant,)*
        }

        impl Situation {
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The situation in words, after "never reached: ".
            pub(crate) fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

situations! {
    Served = "an acquire that succeeds",
    Waited = "an acquire that waits while the pool is full",
    Reused = "a connection that is handed out a second time",
    Prefilled = "a prefill that opens a connection",
    InitFailed = "an `init` that fails",
    InitCancelled = "an `init` that is dropped before it is done",
    WaiterCancelled = "a waiting acquire that is dropped",
    ChosenCancelled = "an acquire that is dropped after its wake and before its next poll",
    ConnectCancelled = "an acquire that is dropped while its connect runs",
    CheckCancelled = "an acquire that is dropped while a connection is checked for it, or ended",
    ConnectFailed = "a connect that fails",
    ConnectPanicked = "a connect that panics",
    CallPanicked = "a call of the manager other than `connect`, or the drop of a connection, that panics",
    DisconnectFailed = "a disconnect that fails",
    Broke = "a connection that breaks",
    CameBackBroken = "a connection that breaks while it is in use, and comes back",
    Released = "an explicit release",
    ReleaseCancelled = "a `release` that is dropped before it is done",
    ForeignOffered = "a guard of another pool that is given to `release`",
    DroppedOutside = "a guard that is dropped in no runtime",
    Discarded = "a guard that is discarded",
    Detached = "a guard that is detached",
    Raised = "a bound that is raised",
    Lowered = "a bound that is lowered",
    Tried = "a `try_acquire` that is served",
    Unwound = "a guard that is dropped by a panic",
    CloseBegan = "a `close` that is called",
    Closed = "a `close` that completes",
    ClosedWithIdle = "a `close` that finds an idle connection",
    ClosedWithHeld = "a `close` that finds a connection in use",
    ClosedWithWaiter = "a `close` that finds a waiting acquire",
    ClosedConnecting = "a `close` that finds a connect under way",
    CloseCancelled = "a `close` that is dropped before it is done",
    InitAfterClose = "an `init` of a closed pool",
    Returned = "a guard that is given back",
    LimitReached = "an acquire that comes to its limit",
    ConnectHung = "an acquire whose connect hangs",
    /// Of the limit on acquires.
    ZeroLimit = "an acquire that may not wait",
    /// Of any of the limits.
    EndlessLimit = "a limit that is as long as a duration can be",
    CallNeverEnds = "a call of the manager that never ends",
    TimePassedDeserted = "time that passes while nothing is open and nobody waits",
    TimePassed = "time that passes while a connection is open",
    ClockLeapt = "a leap of the clock while a connection is open",
    CheckFailed = "an idle connection whose check fails",
    CheckHung = "an idle connection whose check hangs",
    WakerCalledBack = "a waker that calls the pool",
    ManagerCalledBack = "a call of the manager that calls the pool",
    HandleDropped = "a last handle that is dropped while a connection is open",
    EndedWhileOpen = "a connection that is ended while the pool is open",
    HealthChecked = "a health check that is called",
    Threaded = "a pool that several threads use at once",
}

/// A set of situations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Situations(u64);

const _: () = assert!(Situation::ALL.len() <= u64::BITS as usize, "a set has a bit for each situation");

impl Situations {
    pub(crate) fn note(&mut self, situation: Situation) {
        self.0 |= 1 << situation as u64;
    }

    pub(crate) fn has(self, situation: Situation) -> bool {
        self.0 & (1 << situation as u64) != 0
    }

    pub(crate) fn has_all(self, of: &[Situation]) -> bool {
        self.missing(of).is_none()
    }

    /// This set and the other together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    pub(crate) fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn is_part_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The first of these that is not in the set.
    pub(crate) fn missing(self, of: &[Situation]) -> Option<Situation> {
        of.iter().copied().find(|situation| !self.has(*situation))
    }
}

impl FromIterator<Situation> for Situations {
    fn from_iter<T: IntoIterator<Item = Situation>>(situations: T) -> Self {
        let mut set = Self::default();
        situations.into_iter().for_each(|situation| set.note(situation));
        set
    }
}

impl Situation {
    /// What a step is by itself, whatever comes of it.
    pub(crate) fn of(step: Step) -> Option<Self> {
        match step {
            Step::Start(Actor::HealthCheck(_)) => Some(Self::HealthChecked),
            Step::Release(_) => Some(Self::Released),
            Step::ReleaseForeign(_) => Some(Self::ForeignOffered),
            Step::Discard(_) => Some(Self::Discarded),
            Step::Detach(_) => Some(Self::Detached),
            Step::DropOutside(_) => Some(Self::DroppedOutside),
            Step::Unwind(_) => Some(Self::Unwound),
            _ => None,
        }
    }
}
