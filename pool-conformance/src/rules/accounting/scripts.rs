//! What happens to pools every day.

use super::incidents::{Incident, ageing, checked, incident};
use crate::{
    model::Behaviour::{Fail, Gate, Panic, Succeed},
    model::Step::{
        Advance, Always, Break, BreakIdle, Cancel, Create, Drop, Finish, Heal, Next, Poll, Release, Start,
        Unwind,
    },
    model::{Actor, Call, VirtualDuration},
};

pub(crate) const A: Actor = Actor::Client(0);

pub(crate) const B: Actor = Actor::Client(1);

pub(crate) const C: Actor = Actor::Client(2);

pub(crate) const CLOSE: Actor = Actor::Close(0);

pub(crate) const CLOSE_AGAIN: Actor = Actor::Close(1);

pub(crate) static INCIDENTS: &[Incident] = &[
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
        &[
            &[Start(A)],
            &[Start(B)],
            &[Advance(VirtualDuration::secs(40))],
            &[Drop(A)],
            &[Start(B)],
            &[Drop(B)],
        ],
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
        "two acquires at once when nothing was open",
        (0, 1),
        &[
            &[Always(Call::Connect, Gate), Start(A), Start(B)],
            &[Finish(Call::Connect, Succeed)],
            &[Finish(Call::Connect, Succeed)],
            &[Heal, Drop(A)],
            &[Drop(B)],
        ],
    ),
    incident(
        "connects that failed with others waiting",
        (0, 1),
        &[
            &[Always(Call::Connect, Gate), Start(A), Start(B), Start(C)],
            &[Finish(Call::Connect, Fail)],
            &[Finish(Call::Connect, Fail)],
            &[Finish(Call::Connect, Succeed)],
            &[Heal, Drop(A), Drop(B), Drop(C)],
        ],
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
            &[Advance(VirtualDuration::secs(60))],
            &[Start(B)],
            &[Drop(A)],
            &[Advance(VirtualDuration::secs(60))],
            &[Start(A)],
            &[Release(B), Drop(A)],
            &[Advance(VirtualDuration::secs(60))],
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
        "a `close` of which one ending failed",
        (0, 3),
        &[
            &[Start(A)],
            &[Start(B), Start(C)],
            &[Drop(A), Drop(B), Drop(C)],
            &[Next(Call::Disconnect, Fail), Start(CLOSE)],
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
