//! Busy lives of a pool: scripts in which whatever must always hold is looked at after every step.

use std::{iter, ops::Range};

use crate::{
    model::{Actor, Behaviour, Call, Step, Verification, VirtualDuration},
    scenario::Scenario,
};

pub(crate) const INIT: Step = Step::Start(Actor::Init(0));

/// The first of the clients that come at the end, when all others have gone.
pub(crate) const LATE: u8 = 12;

/// One pool's life.
pub(crate) struct Life {
    min: u8,
    validates: bool,
    steps: Vec<Step>,
}

/// Leads pools of several sizes through every life, looking at each after every step.
pub(crate) fn watch(s: &mut Scenario<'_, '_>, look: fn(&Scenario<'_, '_>) -> Verification) -> Verification {
    s.open(0, 1)?;
    s.hold()?;
    for max in 1..=3 {
        for life in lives(max) {
            s.build_with(life.min.into(), max.into(), |setup| setup.validate_on_acquire = life.validates)?;
            for step in life.steps.into_iter().chain(end(max)) {
                s.perform(step);
                look(s)?;
            }
        }
    }
    Ok(())
}

pub(crate) fn lives(max: u8) -> Vec<Life> {
    let plain = [
        crowd(max),
        slow_crowd(max),
        refused(max),
        cancelled_connects(max),
        cancelled_waits(max),
        breaking(max, Step::Drop),
        breaking(max, Step::Release),
        returning(max, Step::Release),
        returning(max, Step::Unwind),
    ];
    let plain = plain.map(|steps| Life { min: 0, validates: false, steps });
    let stale = [stale(max, Behaviour::Succeed), stale(max, Behaviour::Gate)];
    let stale = stale.map(|steps| Life { min: 0, validates: true, steps });
    let filling = [filling(max), cancelled_filling(max)];
    let filling = filling.map(|steps| Life { min: max, validates: false, steps });
    plain.into_iter().chain(stale).chain(filling).collect()
}

/// More clients come at the same moment than can be served.
pub(crate) fn crowd(max: u8) -> Vec<Step> {
    begin([INIT]).chain(each(0..max + 2, Step::Start)).chain(then([Step::Drop(Actor::Client(0))])).collect()
}

/// The same, with connects that take their time.
pub(crate) fn slow_crowd(max: u8) -> Vec<Step> {
    begin([INIT, gate(Call::Connect)])
        .chain(each(0..max + 2, Step::Start))
        .chain(finishing(Call::Connect, Behaviour::Succeed, max))
        .chain(each(0..max, Step::Drop))
        .collect()
}

/// The manager refuses some connects and grants others.
pub(crate) fn refused(max: u8) -> Vec<Step> {
    begin([INIT, gate(Call::Connect)])
        .chain(each(0..max + 1, Step::Start))
        .chain(finishing(Call::Connect, Behaviour::Fail, 1))
        .chain(finishing(Call::Connect, Behaviour::Succeed, 1))
        .chain(finishing(Call::Connect, Behaviour::Fail, max))
        .chain([Step::Heal, Step::Advance(VirtualDuration::secs(2))])
        .collect()
}

/// Clients give up while they connect, and others come in their place.
pub(crate) fn cancelled_connects(max: u8) -> Vec<Step> {
    begin([INIT, gate(Call::Connect)])
        .chain(then(each(0..max, Step::Start)))
        .chain(then(each(0..max, Step::Cancel)))
        .chain(then(each(max..2 * max, Step::Start)))
        .chain(finishing(Call::Connect, Behaviour::Succeed, 2 * max))
        .collect()
}

/// Waiters give up when a connection has just come back.
pub(crate) fn cancelled_waits(max: u8) -> Vec<Step> {
    begin([INIT])
        .chain(then(each(0..max, Step::Start)))
        .chain(then(each(max..max + 3, Step::Start)))
        .chain([Step::Drop(Actor::Client(0)), Step::Tasks, Step::Cancel(Actor::Client(max))])
        .chain(then([Step::Start(Actor::Client(max + 3)), Step::Cancel(Actor::Client(max + 1))]))
        .collect()
}

/// Connections break in use, and the manager is slow to say goodbye to them.
pub(crate) fn breaking(max: u8, part: fn(Actor) -> Step) -> Vec<Step> {
    begin([INIT])
        .chain(then(each(0..max, Step::Start)))
        .chain(then(each(max..max + 2, Step::Start)))
        .chain([gate(Call::Disconnect)])
        .chain(each(0..max, Step::Break))
        .chain(then(each(0..max, part)))
        .chain(finishing(Call::Disconnect, Behaviour::Succeed, max))
        .collect()
}

/// Connections come back and go out again, some to waiters.
pub(crate) fn returning(max: u8, part: fn(Actor) -> Step) -> Vec<Step> {
    let round = || then(each(0..max, Step::Start)).chain(then(each(0..max, part)));
    let waiters = then(each(max..max + 2, Step::Start));
    begin([INIT])
        .chain(round())
        .chain(then(each(0..max, Step::Start)))
        .chain(waiters)
        .chain(round())
        .collect()
}

/// Idle connections turn out to be of no more use.
pub(crate) fn stale(max: u8, disconnect: Behaviour) -> Vec<Step> {
    let fail = Step::Next(Call::Check, Behaviour::Fail);
    begin([INIT])
        .chain(then(each(0..max, Step::Start)))
        .chain(then(each(0..max, Step::Drop)))
        .chain([Step::Always(Call::Disconnect, disconnect)])
        .chain(iter::repeat_n(fail, max.into()))
        .chain(then(each(max..2 * max + 1, Step::Start)))
        .collect()
}

/// Clients come while the prefill runs.
pub(crate) fn filling(max: u8) -> Vec<Step> {
    begin([gate(Call::Connect), INIT, Step::Start(Actor::Init(1))])
        .chain(each(0..max + 1, Step::Start))
        .chain(finishing(Call::Connect, Behaviour::Succeed, 2 * max))
        .collect()
}

/// The prefill is dropped and begun anew.
pub(crate) fn cancelled_filling(max: u8) -> Vec<Step> {
    begin([gate(Call::Connect), INIT])
        .chain(finishing(Call::Connect, Behaviour::Succeed, 1))
        .chain([Step::Cancel(Actor::Init(0)), Step::Start(Actor::Init(1))])
        .chain(each(0..max, Step::Start))
        .chain(finishing(Call::Connect, Behaviour::Succeed, 2 * max))
        .collect()
}

/// All is well again and everybody goes; then, twice, more clients come than can be served.
pub(crate) fn end(max: u8) -> impl Iterator<Item = Step> {
    let late = LATE..LATE + max + 2;
    let calls = [Call::Connect, Call::Check, Call::Disconnect];
    let answered = calls.into_iter().flat_map(move |call| finishing(call, Behaviour::Succeed, max));
    let gone = each(0..LATE, Step::Cancel).chain(then(each(0..LATE, Step::Drop)));
    let round = move || then(each(late.clone(), Step::Start)).chain(then(each(late.clone(), Step::Drop)));
    iter::once(Step::Heal).chain(answered).chain(gone).chain(round()).chain(round())
}

pub(crate) fn begin<const N: usize>(steps: [Step; N]) -> impl Iterator<Item = Step> {
    then(steps)
}

/// These steps, and then whatever they made ready.
pub(crate) fn then(steps: impl IntoIterator<Item = Step>) -> impl Iterator<Item = Step> {
    steps.into_iter().chain([Step::Settle])
}

pub(crate) fn each(clients: Range<u8>, step: fn(Actor) -> Step) -> impl Iterator<Item = Step> {
    clients.map(move |n| step(Actor::Client(n)))
}

pub(crate) fn gate(call: Call) -> Step {
    Step::Always(call, Behaviour::Gate)
}

/// So many calls finish so, one after the other.
pub(crate) fn finishing(call: Call, how: Behaviour, times: u8) -> impl Iterator<Item = Step> {
    iter::once(Step::Settle).chain((0..times).flat_map(move |_| [Step::Finish(call, how), Step::Settle]))
}
