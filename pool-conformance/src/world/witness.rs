macro_rules! witnesses {
    ($($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)?) => {
        /// A situation that a rule is about; a run that never came there proves nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Witness {
            $($(#[$doc])* $variant,)*
        }

        impl Witness {
            /// The situation in words, after "never reached: ".
            pub(crate) fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

witnesses! {
    Served = "an acquire that succeeds",
    Waited = "an acquire that waits while the pool is full",
    Reused = "a connection that is handed out a second time",
    Prefilled = "a prefill that opens a connection",
    InitFailed = "an `init` that fails",
    InitCancelled = "an `init` that is dropped before it is done",
    WaiterCancelled = "a waiting acquire that is dropped",
    ChosenCancelled = "an acquire that is dropped after its wake and before its next poll",
    ConnectCancelled = "an acquire that is dropped while its connect runs",
    ConnectFailed = "a connect that fails",
    ConnectPanicked = "a connect that panics",
    DisconnectFailed = "a disconnect that fails",
    Broke = "a connection that breaks",
    Released = "an explicit release",
    Unwound = "a guard that is dropped by a panic",
    Closed = "a `close` that completes",
    ClosedWithIdle = "a `close` that finds an idle connection",
    ClosedWithHeld = "a `close` that finds a connection in use",
    ClosedWithWaiter = "a `close` that finds a waiting acquire",
    ClosedConnecting = "a `close` that finds a connect under way",
    LimitReached = "an acquire that comes to its limit",
    ConnectHung = "an acquire whose connect hangs",
    CheckFailed = "an idle connection whose check fails",
    CheckHung = "an idle connection whose check hangs",
    WakerCalledBack = "a waker that calls the pool",
    ManagerCalledBack = "a call of the manager that calls the pool",
    HandleDropped = "a last handle that is dropped while a connection is open",
}

/// The situations that a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reached(u32);

impl Reached {
    pub(crate) fn note(&mut self, witness: Witness) {
        self.0 |= 1 << witness as u32;
    }

    pub(crate) fn has(self, witness: Witness) -> bool {
        self.0 & (1 << witness as u32) != 0
    }

    pub(crate) fn is_part_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(crate) fn missing(self, of: &[Witness]) -> Option<Witness> {
        of.iter().copied().find(|witness| !self.has(*witness))
    }
}
