//! How a script can become a little simpler.

use crate::model::{
    Actor, Behaviour, CLIENTS, Gates, Limited, Limits, Script, Step, TimeLimit, VirtualDuration,
};

/// A way to make a script simpler in one of a few respects and in none less simple, so that shrinking comes to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Simplification {
    WithoutActor(Actor),
    /// So many steps from there on.
    WithoutStretch(usize, usize),
    /// Two steps at once, such as a start and what ends it, of which neither can be missed alone.
    WithoutPair(usize, usize),
    WithoutStep(usize),
    PlainerPool(PoolTrait),
    UsualLimits,
    UsualLimit(Limited),
    /// One that is no end of the range.
    PlainerLimit(Limited),
    PlainerStep(usize),
    /// The clients named in the order in which they come.
    EarlierLetters,
}

/// What can be plainer with a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PoolTrait {
    Gates,
    ConnectGate,
    CheckGate,
    DisconnectGate,
    Uninitialised,
    Validated,
    MinSize,
    MaxSize,
}

impl PoolTrait {
    const ALL: [Self; 8] = [
        Self::Gates,
        Self::ConnectGate,
        Self::CheckGate,
        Self::DisconnectGate,
        Self::Uninitialised,
        Self::Validated,
        Self::MinSize,
        Self::MaxSize,
    ];
}

/// How many steps a script may have for every pair of them to be left out.
const FEW: usize = 64;
/// The shortest stretch that is left out.
const SHORTEST: usize = 4;

/// Stretches of a long script: its halves, their halves, and so on.
fn stretches(len: usize) -> impl Iterator<Item = (usize, usize)> {
    let halved = std::iter::successors(Some(len / 2), |size| Some(size / 2));
    let sizes = halved.take_while(move |size| len > FEW && *size >= SHORTEST);
    sizes.flat_map(move |size| (0..len).step_by(size).map(move |from| (from, size)))
}

/// What can be simpler in a script, the greatest simplifications first.
pub(super) fn simplifications(script: &Script) -> impl Iterator<Item = Simplification> + use<> {
    let len = script.steps.len();
    let steps = script.steps.clone();
    let actors = (0..CLIENTS).map(Actor::Client).chain([0, 1].map(Actor::HealthCheck));
    let present = actors.filter(move |actor| steps.iter().any(|step| step.actor() == Some(*actor)));
    let paired = if len > FEW { 0 } else { len };
    let pairs = (0..paired).flat_map(move |first| (first + 1..paired).map(move |second| (first, second)));
    present
        .map(Simplification::WithoutActor)
        .chain(stretches(len).map(|(from, len)| Simplification::WithoutStretch(from, len)))
        .chain(pairs.map(|(first, second)| Simplification::WithoutPair(first, second)))
        .chain((0..len).rev().map(Simplification::WithoutStep))
        .chain(PoolTrait::ALL.map(Simplification::PlainerPool))
        .chain([Simplification::UsualLimits])
        .chain(Limited::ALL.map(Simplification::UsualLimit))
        .chain(Limited::ALL.map(Simplification::PlainerLimit))
        .chain((0..len).map(Simplification::PlainerStep))
        .chain([Simplification::EarlierLetters])
}

/// The script made simpler in that way; none if it is as simple already.
pub(super) fn simplified(script: &Script, by: Simplification) -> Option<Script> {
    let simpler = match by {
        Simplification::WithoutActor(actor) => keeping(script, |_, step| step.actor() != Some(actor)),
        Simplification::WithoutStretch(from, len) => {
            keeping(script, |index, _| !(from..from + len).contains(&index))
        }
        Simplification::WithoutPair(first, second) => {
            keeping(script, |index, _| index != first && index != second)
        }
        Simplification::WithoutStep(left_out) => keeping(script, |index, _| index != left_out),
        Simplification::PlainerPool(what) => plainer_pool(script, what),
        Simplification::UsualLimits => Script { limits: Limits::USUAL, ..script.clone() },
        Simplification::UsualLimit(what) => with_limit(script, what, Limits::USUAL.of(what)),
        Simplification::PlainerLimit(what) => match script.limits.of(what) {
            TimeLimit::Zero | TimeLimit::TenMinutes | TimeLimit::Endless => {
                with_limit(script, what, TimeLimit::MinuteAndQuarter)
            }
            _ => script.clone(),
        },
        Simplification::PlainerStep(index) => {
            let mut changed = script.clone();
            changed.steps[index] = plainer(changed.steps[index]);
            changed
        }
        Simplification::EarlierLetters => earlier_letters(script),
    };
    (simpler != *script).then_some(simpler)
}

fn keeping(script: &Script, keep: impl Fn(usize, Step) -> bool) -> Script {
    let steps = script.steps.iter().copied().enumerate().filter(|(index, step)| keep(*index, *step));
    Script { steps: steps.map(|(_, step)| step).collect(), ..script.clone() }
}

fn with_limit(script: &Script, what: Limited, limit: TimeLimit) -> Script {
    Script { limits: script.limits.with(what, limit), ..script.clone() }
}

fn plainer_pool(script: &Script, what: PoolTrait) -> Script {
    let Script { gates, min, max, .. } = *script;
    let gated = |gates| Script { gates, ..script.clone() };
    match what {
        PoolTrait::Gates => gated(Gates::NONE),
        PoolTrait::ConnectGate => gated(Gates { connect: false, ..gates }),
        PoolTrait::CheckGate => gated(Gates { check: false, ..gates }),
        PoolTrait::DisconnectGate => gated(Gates { disconnect: false, ..gates }),
        PoolTrait::Uninitialised => Script { uninitialised: false, ..script.clone() },
        PoolTrait::Validated => Script { validate: false, ..script.clone() },
        PoolTrait::MinSize => Script { min: min.saturating_sub(1), ..script.clone() },
        PoolTrait::MaxSize if max > 1 => Script { max: max - 1, min: min.min(max - 1), ..script.clone() },
        PoolTrait::MaxSize => script.clone(),
    }
}

/// The same step in its plainest form.
fn plainer(step: Step) -> Step {
    match step {
        Step::Release(actor) | Step::Unwind(actor) => Step::Drop(actor),
        Step::PollAnew(actor) => Step::Poll(actor),
        Step::FinishSecond(call, how) => Step::Finish(call, how),
        Step::BreakSecondIdle => Step::BreakIdle,
        Step::Finish(call, Behaviour::Never) => Step::Finish(call, Behaviour::Fail),
        Step::Advance(VirtualDuration::DAY) => Step::Advance(VirtualDuration::HOUR),
        other => other,
    }
}

fn earlier_letters(script: &Script) -> Script {
    let mut order: Vec<Actor> = Vec::new();
    for step in &script.steps {
        match step.actor() {
            Some(actor @ Actor::Client(_)) if !order.contains(&actor) => order.push(actor),
            _ => {}
        }
    }
    let rename = |actor: Actor| match order.iter().position(|known| *known == actor) {
        Some(place) => Actor::Client(u8::try_from(place).unwrap_or(u8::MAX)),
        None => actor,
    };
    Script { steps: script.steps.iter().map(|step| step.with_actor(rename)).collect(), ..script.clone() }
}
