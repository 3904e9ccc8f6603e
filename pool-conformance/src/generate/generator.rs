//! Drawing the steps of a sampled script: crowds, cancellations of those who were chosen, and faults under waiters are
//! common, and everything else happens some time or other.

use super::reference_model::{ClientState, ReferenceModel};
use crate::model::{
    Actor, Behaviour, Call, DELAY, ExtensionSet, LARGEST, Limited, Reentry, Script, Step, VirtualDuration,
    alphabet,
};

/// How often something is chosen, beside what else there is to choose from.
type Weight = u32;

/// What the pool that is sampled can have done to it.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Profile {
    /// It can be closed.
    pub(crate) closes: bool,
    /// Wakers, and calls of the manager, call it.
    pub(crate) called_back: bool,
    /// It is asked whether it is healthy.
    pub(crate) health_checked: bool,
    /// Calls of the manager other than `connect` panic.
    pub(crate) panics: bool,
    /// It lives for long: it is not closed on the way, and a mistake at the twentieth event of a kind has its time.
    pub(crate) long: bool,
    /// It has these extensions.
    pub(crate) extensions: ExtensionSet,
}

/// Chooses a step for each number, by what would make sense in an reference pool.
pub(crate) fn steps(script: &Script, numbers: &[u32], profile: Profile) -> Vec<Step> {
    let everything: Vec<Step> = alphabet().filter(|step| suits(*step, profile)).collect();
    let mut reference = ReferenceModel::new(script);
    let mut choices = Vec::new();
    let choose = |number: &u32| {
        choices.clear();
        by_clients(&reference, profile, &mut choices);
        by_extensions(&reference, profile, &mut choices);
        by_calls(&reference, &mut choices);
        if profile.long {
            over_and_over(&reference, profile, &mut choices);
        }
        at_large(script, profile, &mut choices);
        let step = pick(&choices, *number).unwrap_or_else(|rest| everything[rest % everything.len()]);
        reference.does(step);
        step
    };
    numbers.iter().map(choose).collect()
}

/// Whether every pool that can have this done to it has to bear it: of the manager's calls, only a connect may panic, unless
/// the pool claims to bear more.
fn suits(step: Step, profile: Profile) -> bool {
    if step.extension().is_some_and(|extension| !profile.extensions.has(extension)) {
        return false;
    }
    match step {
        Step::Arm(..) | Step::Next(_, Behaviour::Reenter(_)) => profile.called_back,
        Step::Start(Actor::Close(_)) => profile.closes,
        // A pool that tries again and again takes its time over that.
        Step::Advance(VirtualDuration::DAY) => false,
        Step::Start(Actor::HealthCheck(_)) => profile.health_checked,
        Step::Finish(call, how) | Step::FinishSecond(call, how) | Step::Next(call, how) => {
            call == Call::Connect || how != Behaviour::Panic || profile.panics
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
fn by_clients(reference: &ReferenceModel<'_>, profile: Profile, choices: &mut Vec<(Weight, Step)>) {
    let mut newcomers = 0;
    for (client, state) in reference.clients() {
        match state {
            ClientState::Away if newcomers < 2 => {
                newcomers += 1;
                choices.push((if reference.is_crowded() { 2 } else { 14 }, Step::Start(client)));
            }
            ClientState::Away => {}
            ClientState::Calling(_) => {
                choices.extend([(4, Step::Cancel(client)), (1, Step::PollAnew(client))]);
            }
            ClientState::Waiting => {
                choices.extend([
                    (2, Step::Cancel(client)),
                    (1, Step::Poll(client)),
                    (1, Step::PollAnew(client)),
                ]);
                if profile.called_back {
                    choices.extend(Reentry::ALL.map(|how| (2, Step::Arm(client, how))));
                }
            }
            ClientState::Chosen => choices.extend([
                (12, Step::Poll(client)),
                (10, Step::Cancel(client)),
                (2, Step::PollAnew(client)),
            ]),
            ClientState::Holding => choices.extend([
                (7, Step::Drop(client)),
                (2, Step::Release(client)),
                (if reference.has_waiters() { 4 } else { 1 }, Step::Break(client)),
                (1, Step::Unwind(client)),
            ]),
        }
    }
}

/// What clients may do where the pool has extensions.
fn by_extensions(reference: &ReferenceModel<'_>, profile: Profile, choices: &mut Vec<(Weight, Step)>) {
    let has = |step: Step| step.extension().is_some_and(|extension| profile.extensions.has(extension));
    let away = reference.clients().find(|(_, state)| *state == ClientState::Away);
    let of_away = away.map(|(client, _)| (3, Step::TryAcquire(client)));
    let holding = reference.clients().filter(|(_, state)| *state == ClientState::Holding);
    let of_holders = holding.flat_map(|(client, _)| [(3, Step::Discard(client)), (2, Step::Detach(client))]);
    let sizes = (1..=LARGEST).map(Actor::Resize);
    let of_others = sizes.flat_map(|resize| [(2, Step::Start(resize)), (1, Step::Poll(resize))]);
    let all = of_away.into_iter().chain(of_holders).chain(of_others);
    choices.extend(all.filter(|(_, step)| has(*step)));
}

/// What is to come often enough in a long life for the twentieth of its kind to come.
fn over_and_over(reference: &ReferenceModel<'_>, profile: Profile, choices: &mut Vec<(Weight, Step)>) {
    for (client, _) in reference.clients().filter(|(_, state)| *state == ClientState::Holding) {
        choices.extend([(5, Step::Release(client)), (3, Step::Break(client))]);
    }
    if reference.has_idle() {
        choices.push((6, Step::BreakIdle));
    }
    if profile.health_checked {
        let check = Actor::HealthCheck(0);
        choices.extend([(6, Step::Start(check)), (6, Step::Poll(check))]);
    }
}

/// How calls that are under way may finish, and what may break.
fn by_calls(reference: &ReferenceModel<'_>, choices: &mut Vec<(Weight, Step)>) {
    if reference.is_calling(Call::Connect) {
        choices.extend([
            (14, Step::Finish(Call::Connect, Behaviour::Succeed)),
            (5, Step::Finish(Call::Connect, Behaviour::Fail)),
            (1, Step::Finish(Call::Connect, Behaviour::Never)),
            (2, Step::Finish(Call::Connect, Behaviour::Panic)),
            (2, Step::FinishSecond(Call::Connect, Behaviour::Succeed)),
        ]);
    }
    if reference.is_calling(Call::Check) {
        choices.extend([
            (10, Step::Finish(Call::Check, Behaviour::Succeed)),
            (5, Step::Finish(Call::Check, Behaviour::Fail)),
            (1, Step::Finish(Call::Check, Behaviour::Never)),
        ]);
    }
    if reference.has_idle() {
        choices.extend([(2, Step::BreakIdle), (1, Step::BreakSecondIdle)]);
    }
}

/// Time that passes beside limits that are out of the ordinary.
fn of_time(script: &Script, choices: &mut Vec<(Weight, Step)>) {
    if script.limits.unusual().next().is_some() {
        let hour = Step::Advance(VirtualDuration::HOUR);
        choices.extend([(1, hour), (1, Step::Leap)]);
        choices.extend(Limited::ALL.map(|what| (2, Step::Pass(what))));
    }
}

/// What may happen at any moment.
fn at_large(script: &Script, profile: Profile, choices: &mut Vec<(Weight, Step)>) {
    if script.gates.disconnect {
        choices.extend([
            (2, Step::Finish(Call::Disconnect, Behaviour::Succeed)),
            (1, Step::Finish(Call::Disconnect, Behaviour::Fail)),
            (1, Step::Finish(Call::Disconnect, Behaviour::Never)),
        ]);
    }
    choices.extend([
        (1, Step::Next(Call::Connect, Behaviour::Fail)),
        (1, Step::Next(Call::Connect, Behaviour::Panic)),
        (1, Step::Next(Call::Connect, Behaviour::Delay(DELAY))),
        (1, Step::Next(Call::Check, Behaviour::Fail)),
        (3, Step::Tasks),
        (1, Step::Settle),
        (1, Step::Advance(VirtualDuration::secs(1))),
        (1, Step::Advance(VirtualDuration::secs(30))),
    ]);
    of_time(script, choices);
    if profile.called_back {
        choices.extend(Call::ALL.map(|call| (1, Step::Next(call, Behaviour::Reenter(Reentry::Status)))));
    }
    if profile.panics {
        let calls = [Call::Check, Call::HasBroken, Call::Disconnect, Call::Drop];
        choices.extend(calls.map(|call| (1, Step::Next(call, Behaviour::Panic))));
    }
    by_others(script, profile, choices);
}

/// What those do who are no clients.
fn by_others(script: &Script, profile: Profile, choices: &mut Vec<(Weight, Step)>) {
    const INIT: Actor = Actor::Init(0);
    const CLOSE: Actor = Actor::Close(0);
    const HEALTH_CHECK: Actor = Actor::HealthCheck(0);
    if profile.closes {
        choices.extend([(1, Step::Start(CLOSE)), (1, Step::Poll(CLOSE))]);
    }
    if profile.health_checked {
        choices.extend([
            (2, Step::Start(HEALTH_CHECK)),
            (2, Step::Poll(HEALTH_CHECK)),
            (1, Step::Cancel(HEALTH_CHECK)),
        ]);
    }
    if script.uninitialised {
        choices.extend([(4, Step::Poll(INIT)), (2, Step::Cancel(INIT)), (1, Step::Start(INIT))]);
    }
}
