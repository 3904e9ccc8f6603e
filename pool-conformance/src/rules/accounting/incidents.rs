//! What happens to pools every day, as scripts that several rules look at.

use std::time::Duration;

use crate::{
    CloseMode, Setup,
    ledger::Call,
    probe::Behaviour::{Fail, Gate, Panic, Succeed},
    rule::Check,
    world::{
        Actor,
        Step::{
            self, Advance, Always, Break, BreakIdle, Cancel, Create, Drop, Finish, Heal, Next, Poll, Release,
            Start, Unwind,
        },
        World,
    },
};

/// A script for a pool of some size.
pub(super) struct Incident {
    /// What the pool has been through, in words that follow "after".
    pub(super) about: &'static str,
    sizes: (usize, usize),
    adjust: fn(&mut Setup),
    /// What is done with nothing else running in between; then all that is ready runs.
    moves: &'static [&'static [Step]],
}

const A: Actor = Actor::Client(0);
const B: Actor = Actor::Client(1);
const C: Actor = Actor::Client(2);
const CLOSE: Actor = Actor::Close(0);
const CLOSE_AGAIN: Actor = Actor::Close(1);

const fn incident(about: &'static str, sizes: (usize, usize), moves: &'static [&'static [Step]]) -> Incident {
    Incident { about, sizes, adjust: |_| {}, moves }
}

/// The same, with every idle connection checked before it is handed out.
const fn checked(about: &'static str, sizes: (usize, usize), moves: &'static [&'static [Step]]) -> Incident {
    Incident { adjust: |setup| setup.validate_on_acquire = true, ..incident(about, sizes, moves) }
}

/// The same, with connections that must neither lie idle for long nor grow old.
const fn ageing(about: &'static str, sizes: (usize, usize), moves: &'static [&'static [Step]]) -> Incident {
    let adjust = |setup: &mut Setup| {
        setup.idle_timeout = Some(Duration::from_secs(10));
        setup.max_lifetime = Some(Duration::from_secs(20));
    };
    Incident { adjust, ..incident(about, sizes, moves) }
}

pub(super) static INCIDENTS: &[Incident] = &[
    incident("a first use", (1, 2), &[&[Start(A)], &[Drop(A)], &[Start(A)], &[Release(A)]]),
    incident("a prefill that is used up", (2, 2), &[&[Start(A)], &[Start(B)], &[Drop(A)], &[Release(B)]]),
    incident(
        "coming and going",
        (0, 3),
        &[&[Start(A)], &[Start(B), Start(C)], &[Drop(B)], &[Release(A)], &[Start(B)], &[Drop(C), Drop(B)]],
    ),
    incident("a waiter that was served", (0, 1), &[&[Start(A)], &[Start(B)], &[Drop(A)], &[Release(B)]]),
    incident("a waiter that was cancelled", (0, 1), &[&[Start(A)], &[Start(B)], &[Cancel(B)], &[Drop(A)]]),
    incident(
        "a waiter that was cancelled when its turn had come",
        (0, 1),
        &[&[Start(A)], &[Start(B)], &[Start(C)], &[Drop(A), Cancel(B)], &[Drop(C)]],
    ),
    incident(
        "a waiter that came to its limit",
        (0, 1),
        &[&[Start(A)], &[Start(B)], &[Advance(Duration::from_secs(40))], &[Drop(A)], &[Start(B)], &[Drop(B)]],
    ),
    incident(
        "an acquire that was never polled",
        (0, 1),
        &[&[Create(A), Cancel(A)], &[Create(A)], &[Start(B)], &[Cancel(A)], &[Drop(B)]],
    ),
    incident("a holder's panic", (0, 1), &[&[Start(A)], &[Unwind(A)], &[Start(A)], &[Drop(A)]]),
    incident(
        "held connections that broke",
        (1, 2),
        &[&[Start(A)], &[Start(B)], &[Break(A), Drop(A)], &[Break(B), Release(B)], &[Start(A)], &[Drop(A)]],
    ),
    incident(
        "a broken connection that somebody waited for",
        (0, 1),
        &[&[Start(A)], &[Start(B)], &[Break(A), Drop(A)], &[Drop(B)]],
    ),
    incident(
        "a broken connection that is slow to end",
        (0, 1),
        &[
            &[Always(Call::Disconnect, Gate), Start(A)],
            &[Break(A), Release(A)],
            &[Start(B)],
            &[Finish(Call::Disconnect, Succeed)],
            &[Drop(B), Heal],
        ],
    ),
    checked(
        "idle connections that broke, three times over",
        (0, 1),
        &[
            &[Start(A)],
            &[Drop(A)],
            &[BreakIdle],
            &[Start(A)],
            &[Drop(A), BreakIdle],
            &[Start(A)],
            &[Drop(A)],
            &[BreakIdle],
            &[Start(A)],
            &[Drop(A)],
        ],
    ),
    checked(
        "a check that was cancelled",
        (0, 1),
        &[
            &[Start(A)],
            &[Drop(A)],
            &[Always(Call::Check, Gate), Start(A)],
            &[Cancel(A)],
            &[Heal, Finish(Call::Check, Succeed)],
            &[Start(A)],
            &[Drop(A)],
        ],
    ),
    checked(
        "a check that failed with others waiting",
        (0, 1),
        &[
            &[Start(A)],
            &[Drop(A), Always(Call::Check, Gate)],
            &[Start(A)],
            &[Start(B)],
            &[Heal, Finish(Call::Check, Fail)],
            &[Drop(A)],
            &[Drop(B)],
        ],
    ),
    incident(
        "a connect that failed",
        (0, 2),
        &[&[Next(Call::Connect, Fail), Start(A)], &[Start(B)], &[Start(A)], &[Drop(A), Drop(B)]],
    ),
    incident(
        "a connect that panicked",
        (0, 1),
        &[&[Next(Call::Connect, Panic), Start(A)], &[Start(A)], &[Drop(A)]],
    ),
    incident(
        "an acquire that was cancelled in mid-connect",
        (0, 1),
        &[
            &[Next(Call::Connect, Gate), Start(A)],
            &[Cancel(A)],
            &[Finish(Call::Connect, Succeed)],
            &[Start(A)],
            &[Drop(A)],
        ],
    ),
    incident(
        "an acquire that was cancelled when its connect was done",
        (0, 2),
        &[
            &[Next(Call::Connect, Gate), Start(A)],
            &[Finish(Call::Connect, Succeed), Cancel(A)],
            &[Start(A)],
            &[Start(B)],
            &[Drop(A), Drop(B)],
        ],
    ),
    ageing(
        "connections that grew old, in use and idle",
        (1, 2),
        &[
            &[Start(A)],
            &[Advance(Duration::from_secs(60))],
            &[Start(B)],
            &[Drop(A)],
            &[Advance(Duration::from_secs(60))],
            &[Start(A)],
            &[Release(B), Drop(A)],
            &[Advance(Duration::from_secs(60))],
            &[Start(A)],
            &[Drop(A)],
        ],
    ),
    incident(
        "a `close` with one connection in use and one idle",
        (0, 2),
        &[&[Start(A)], &[Start(B)], &[Drop(B)], &[Start(CLOSE)], &[Drop(A)]],
    ),
    incident(
        "a `close` with a waiter whose turn had come",
        (0, 1),
        &[&[Start(A)], &[Start(B)], &[Drop(A), Start(CLOSE)], &[Drop(B)]],
    ),
    incident(
        "a `close` with a waiter, and a release after it",
        (0, 1),
        &[&[Start(A)], &[Start(B)], &[Start(CLOSE)], &[Release(A)], &[Drop(B)]],
    ),
    incident(
        "a `close` in mid-connect",
        (0, 2),
        &[
            &[Start(A)],
            &[Next(Call::Connect, Gate), Start(B)],
            &[Start(CLOSE)],
            &[Finish(Call::Connect, Succeed)],
            &[Drop(B)],
            &[Drop(A)],
        ],
    ),
    incident(
        "two closes at once that are slow to end what is idle",
        (0, 2),
        &[
            &[Start(A)],
            &[Start(B)],
            &[Drop(A), Drop(B)],
            &[Always(Call::Disconnect, Gate), Start(CLOSE), Start(CLOSE_AGAIN)],
            &[Finish(Call::Disconnect, Fail)],
            &[Poll(CLOSE), Finish(Call::Disconnect, Succeed)],
            &[Heal],
        ],
    ),
];

/// When a rule has a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// Something may be ready to run.
    Busy,
    /// All that was ready has run.
    Settled,
}

impl Incident {
    pub(super) fn closes(&self) -> bool {
        self.moves.iter().any(|steps| steps.contains(&Start(CLOSE)))
    }

    /// Whether the pool can do what the script asks for.
    pub(super) fn suits(&self, w: &World<'_>) -> bool {
        !self.closes() || w.declaration().close_mode != CloseMode::Unsupported
    }

    pub(super) fn build(&self, w: &mut World<'_>) -> Check {
        let (min, max) = self.sizes;
        w.build_with(min, max, self.adjust)
    }

    /// Goes through the script, and has a look after every step.
    pub(super) fn happen(
        &self,
        w: &mut World<'_>,
        look: &mut dyn FnMut(&mut World<'_>, Moment) -> Check,
    ) -> Check {
        for steps in self.moves {
            for step in *steps {
                w.perform(*step);
                look(w, Moment::Busy)?;
            }
            w.settle();
            look(w, Moment::Settled)?;
        }
        Ok(())
    }
}
