//! Drawing the steps of a sampled script: crowds, cancellations of those who were chosen, and faults under waiters are
//! common, and everything else happens some time or other.

use super::{
    alphabet::{DELAY, alphabet},
    ideal::{Ideal, Seat},
    script::Script,
};
use crate::{
    ledger::Call,
    probe::{Behaviour, Reentry},
    world::{Actor, Span, Step},
};

/// How often something is chosen, beside what else there is to choose from.
type Weight = u32;

/// What the pool that is sampled can have done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flavour {
    /// It can be closed.
    pub(crate) closes: bool,
    /// Wakers, and calls of the manager, call it.
    pub(crate) called_back: bool,
}

/// Chooses a step for each number, by what would make sense in an ideal pool.
pub(super) fn steps(script: &Script, numbers: &[u32], flavour: Flavour) -> Vec<Step> {
    let everything: Vec<Step> = alphabet().filter(|step| suits(*step, flavour)).collect();
    let mut ideal = Ideal::new(script);
    let mut choices = Vec::new();
    let choose = |number: &u32| {
        choices.clear();
        by_seats(&ideal, flavour, &mut choices);
        by_calls(&ideal, &mut choices);
        at_large(script, flavour, &mut choices);
        let step = pick(&choices, *number).unwrap_or_else(|rest| everything[rest % everything.len()]);
        ideal.does(step);
        step
    };
    numbers.iter().map(choose).collect()
}

/// Whether every pool that can have this done to it has to bear it: of the manager's calls, only a connect may panic.
fn suits(step: Step, flavour: Flavour) -> bool {
    match step {
        Step::Arm(..) | Step::Next(_, Behaviour::Reenter(_)) => flavour.called_back,
        Step::Start(Actor::Close(_)) => flavour.closes,
        Step::Finish(call, how) | Step::FinishSecond(call, how) | Step::Next(call, how) => {
            call == Call::Connect || how != Behaviour::Panic
        }
        _ => true,
    }
}

/// What is chosen by a number; if none of the choices, the number that is left.
fn pick(choices: &[(Weight, Step)], number: u32) -> Result<Step, usize> {
    /// How often anything at all is chosen.
    const ANYTHING: Weight = 4;
    let total: Weight = choices.iter().map(|(weight, _)| weight).sum();
    let (mut left, rest) = (number % (total + ANYTHING), number / (total + ANYTHING));
    for (weight, step) in choices {
        match left.checked_sub(*weight) {
            Some(less) => left = less,
            None => return Ok(*step),
        }
    }
    Err(rest as usize)
}

/// What clients may do, each where it is.
fn by_seats(ideal: &Ideal<'_>, flavour: Flavour, choices: &mut Vec<(Weight, Step)>) {
    let mut newcomers = 0;
    for (client, seat) in ideal.seats() {
        match seat {
            Seat::Away if newcomers < 2 => {
                newcomers += 1;
                choices.push((if ideal.is_crowded() { 2 } else { 14 }, Step::Start(client)));
            }
            Seat::Away => {}
            Seat::Calling(_) => choices.extend([(4, Step::Cancel(client)), (1, Step::PollAnew(client))]),
            Seat::Waiting => {
                choices.extend([
                    (2, Step::Cancel(client)),
                    (1, Step::Poll(client)),
                    (1, Step::PollAnew(client)),
                ]);
                if flavour.called_back {
                    choices.extend(Reentry::ALL.map(|how| (2, Step::Arm(client, how))));
                }
            }
            Seat::Chosen => choices.extend([
                (12, Step::Poll(client)),
                (10, Step::Cancel(client)),
                (2, Step::PollAnew(client)),
            ]),
            Seat::Holding => choices.extend([
                (7, Step::Drop(client)),
                (2, Step::Release(client)),
                (if ideal.has_waiters() { 3 } else { 1 }, Step::Break(client)),
                (1, Step::Unwind(client)),
            ]),
        }
    }
}

/// How calls that are under way may finish, and what may break.
fn by_calls(ideal: &Ideal<'_>, choices: &mut Vec<(Weight, Step)>) {
    if ideal.is_calling(Call::Connect) {
        choices.extend([
            (14, Step::Finish(Call::Connect, Behaviour::Succeed)),
            (5, Step::Finish(Call::Connect, Behaviour::Fail)),
            (2, Step::Finish(Call::Connect, Behaviour::Panic)),
            (2, Step::FinishSecond(Call::Connect, Behaviour::Succeed)),
        ]);
    }
    if ideal.is_calling(Call::Check) {
        choices.extend([
            (10, Step::Finish(Call::Check, Behaviour::Succeed)),
            (5, Step::Finish(Call::Check, Behaviour::Fail)),
        ]);
    }
    if ideal.has_idle() {
        choices.extend([(2, Step::BreakIdle), (1, Step::BreakSecondIdle)]);
    }
}

/// What may happen at any moment.
fn at_large(script: &Script, flavour: Flavour, choices: &mut Vec<(Weight, Step)>) {
    const INIT: Actor = Actor::Init(0);
    const CLOSE: Actor = Actor::Close(0);
    if script.gates.disconnect {
        choices.extend([
            (2, Step::Finish(Call::Disconnect, Behaviour::Succeed)),
            (1, Step::Finish(Call::Disconnect, Behaviour::Fail)),
        ]);
    }
    choices.extend([
        (1, Step::Next(Call::Connect, Behaviour::Fail)),
        (1, Step::Next(Call::Connect, Behaviour::Panic)),
        (1, Step::Next(Call::Connect, Behaviour::Delay(DELAY))),
        (1, Step::Next(Call::Check, Behaviour::Fail)),
        (3, Step::Tasks),
        (1, Step::Settle),
        (1, Step::Advance(Span::secs(1))),
        (1, Step::Advance(Span::secs(30))),
    ]);
    if flavour.called_back {
        let calls = [Call::Connect, Call::Check, Call::Disconnect];
        choices.extend(calls.map(|call| (1, Step::Next(call, Behaviour::Reenter(Reentry::Status)))));
    }
    if flavour.closes {
        choices.extend([(1, Step::Start(CLOSE)), (1, Step::Poll(CLOSE))]);
    }
    if script.uninitialised {
        choices.extend([(4, Step::Poll(INIT)), (2, Step::Cancel(INIT)), (1, Step::Start(INIT))]);
    }
}
